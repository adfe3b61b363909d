package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.parley.sfu.browser.TestChromium;
import io.parley.storage.codec.rtp.PacketKind;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtpPacket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real Chromium connects with a raw RTCPeerConnection and a handmade answer, and sends microphone
 * and camera, which arrive decrypted. This is what proves our side against somebody else's.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ChromiumIT {
  private static final int OPUS = 111;
  private static final int VP8 = 96;

  private static final String OFFER =
      """
      async () => {
        const pc = new RTCPeerConnection();
        window.pc = pc;
        window.states = [];
        pc.onconnectionstatechange = () => window.states.push(pc.connectionState);
        const stream = await navigator.mediaDevices.getUserMedia(
            {audio: true, video: {width: 320, height: 240}});
        stream.getTracks().forEach(track => pc.addTrack(track, stream));
        await pc.setLocalDescription(await pc.createOffer());
        return pc.localDescription.sdp;
      }
      """;

  private static final String ANSWER =
      """
      async answer => {
        await window.pc.setRemoteDescription({type: 'answer', sdp: answer});
      }
      """;

  private static final String STATS =
      """
      async () => {
        const stats = [...(await window.pc.getStats()).values()];
        const sum = (type, key) =>
            stats.filter(s => s.type === type).reduce((n, s) => n + (s[key] || 0), 0);
        const transport = stats.find(s => s.type === 'transport');
        return {
          state: window.pc.connectionState,
          packetsSent: sum('outbound-rtp', 'packetsSent'),
          srtpCipher: transport.srtpCipher,
          dtlsRole: transport.dtlsRole,
          tlsVersion: transport.tlsVersion,
          iceLocalRole: transport.iceRole
        };
      }
      """;

  private TestChromium browser;

  @BeforeAll
  void start() {
    browser = new TestChromium();
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Keeps the headers of what comes. */
  private static final class Collector implements WebRtcTransport.Listener {
    final CompletableFuture<Void> connected = new CompletableFuture<>();
    final CompletableFuture<DisconnectReason> disconnected = new CompletableFuture<>();
    final List<byte[]> rtp = new CopyOnWriteArrayList<>();
    final List<byte[]> rtcp = new CopyOnWriteArrayList<>();

    @Override
    public void onConnected() {
      connected.complete(null);
    }

    @Override
    public void onRtp(byte[] buf, int off, int len, long arrivalEpochMicros) {
      rtp.add(Arrays.copyOfRange(buf, off, off + len));
    }

    @Override
    public void onRtcp(byte[] buf, int off, int len, long arrivalEpochMicros) {
      rtcp.add(Arrays.copyOfRange(buf, off, off + len));
    }

    @Override
    public void onDisconnected(DisconnectReason reason) {
      disconnected.complete(reason);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AEAD_AES_128_GCM, CLIENT, SRTP_AEAD_AES_128_GCM",
    "AES_CM_128_HMAC_SHA1_80, CLIENT, SRTP_AES128_CM_HMAC_SHA1_80",
    "AEAD_AES_128_GCM, SERVER, SRTP_AEAD_AES_128_GCM"
  })
  void chromiumConnectsAndItsMediaArrivesDecrypted(
      SrtpProfile profile, DtlsRole browserRole, String cipher) throws Exception {
    TransportServer server =
        new TransportServer(
            TransportConfig.of(InetAddress.getLoopbackAddress(), 0)
                .withThreads(2, 4)
                .withTimeouts(
                    Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(250))
                .withProfiles(List.of(profile)));
    try (server;
        Page page = browser.newPage()) {
      server.start();
      Collector collector = new Collector();
      WebRtcTransport transport = server.create(server.nextLoop(), collector);
      page.route("**/*", route -> route.fulfill(new Route.FulfillOptions().setBody("<p>hello")));
      page.navigate("http://localhost/");
      String offer = (String) page.evaluate(OFFER);
      DtlsParameters remote =
          new DtlsParameters(
              browserRole,
              List.of(new DtlsFingerprint("sha-256", line(offer, "a=fingerprint:sha-256 "))));
      transport.eventLoop().submit(() -> transport.connect(remote)).get(5, TimeUnit.SECONDS);
      page.evaluate(ANSWER, answer(offer, transport, browserRole));

      collector.connected.get(30, TimeUnit.SECONDS);
      page.waitForFunction("() => window.pc.connectionState === 'connected'");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> count(collector, OPUS) >= 50 && count(collector, VP8) >= 50);
      checkMedia(collector);
      @SuppressWarnings("unchecked")
      Map<String, Object> stats = (Map<String, Object>) page.evaluate(STATS);
      assertThat(stats)
          .containsEntry("state", "connected")
          .containsEntry("srtpCipher", cipher)
          .containsEntry("dtlsRole", browserRole == DtlsRole.CLIENT ? "client" : "server")
          .containsEntry("tlsVersion", "FEFD")
          .containsEntry("iceLocalRole", "controlling");
      TransportStats ours = transport.eventLoop().submit(transport::stats).get(5, TimeUnit.SECONDS);
      assertThat(ours.packetsDropped()).isZero();
      assertThat(ours.srtpProfile()).isEqualTo(profile.name());
      assertThat(server.counters().dropped(DropReason.SRTP_FORGED)).isZero();

      page.evaluate("() => window.pc.close()");
      assertThat(collector.disconnected.get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.PEER_CLOSED);
    }
  }

  private static long count(Collector collector, int payloadType) {
    return collector.rtp.stream()
        .filter(packet -> RtpPacket.of(packet).payloadType() == payloadType)
        .count();
  }

  /** Decrypted noise would be neither of these. */
  private static void checkMedia(Collector collector) {
    long ssrcs =
        collector.rtp.stream()
            .map(RtpPacket::of)
            .filter(packet -> packet.payloadType() == OPUS)
            .mapToLong(RtpPacket::ssrc)
            .distinct()
            .count();
    assertThat(ssrcs).isEqualTo(1);
    boolean keyFrame =
        collector.rtp.stream()
            .map(RtpPacket::of)
            .filter(packet -> packet.payloadType() == VP8 && packet.payloadLength() > 10)
            .map(RtpPacket::copyPayload)
            .anyMatch(ChromiumIT::startsVp8KeyFrame);
    assertThat(keyFrame).as("a VP8 key frame of 320 by 240").isTrue();
    for (byte[] compound : collector.rtcp) {
      assertThat(PacketKind.of(compound, 0, compound.length)).isEqualTo(PacketKind.RTCP);
      RtcpCompound walk = RtcpCompound.of(compound);
      int packets = 0;
      while (walk.next()) {
        packets++;
      }
      assertThat(packets).isPositive();
    }
  }

  /** RFC 7741 §4.2 (descriptor of Chromium's form) and RFC 6386 §9.1 (start code and size). */
  private static boolean startsVp8KeyFrame(byte[] payload) {
    boolean extended = (payload[0] & 0x80) != 0;
    int at = 1;
    if (extended) {
      int bits = payload[1];
      at = 2;
      at += (bits & 0x80) != 0 ? (payload[at] & 0x80) != 0 ? 2 : 1 : 0;
      at += (bits & 0x40) != 0 ? 1 : 0;
      at += (bits & 0x30) != 0 ? 1 : 0;
    }
    boolean start = (payload[0] & 0x10) != 0 && (payload[0] & 0x07) == 0;
    return start
        && payload.length > at + 9
        && (payload[at] & 1) == 0
        && (payload[at + 3] & 0xff) == 0x9d
        && payload[at + 4] == 0x01
        && payload[at + 5] == 0x2a
        && ((payload[at + 6] & 0xff) | ((payload[at + 7] & 0x3f) << 8)) == 320
        && ((payload[at + 8] & 0xff) | ((payload[at + 9] & 0x3f) << 8)) == 240;
  }

  private static String line(String sdp, String start) {
    return sdp.lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  private static String answer(String offer, WebRtcTransport transport, DtlsRole browserRole) {
    StringBuilder sdp = new StringBuilder();
    sdp.append("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-lite\r\n")
        .append("a=group:BUNDLE 0 1\r\n");
    media(sdp, transport, browserRole, "audio", "0", OPUS, "opus/48000/2");
    media(sdp, transport, browserRole, "video", "1", VP8, "VP8/90000");
    assertThat(offer).contains("a=rtpmap:111 opus/48000/2", "a=rtpmap:96 VP8/90000");
    return sdp.toString();
  }

  private static void media(
      StringBuilder sdp,
      WebRtcTransport transport,
      DtlsRole browserRole,
      String kind,
      String mid,
      int payloadType,
      String format) {
    IceParameters ice = transport.iceParameters();
    sdp.append("m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + payloadType + "\r\n")
        .append("c=IN IP4 0.0.0.0\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=recvonly\r\n")
        .append("a=mid:" + mid + "\r\n")
        .append("a=ice-ufrag:" + ice.usernameFragment() + "\r\n")
        .append("a=ice-pwd:" + ice.password() + "\r\n")
        .append("a=fingerprint:sha-256 ")
        .append(transport.dtlsParameters().sha256().value() + "\r\n")
        .append("a=setup:" + (browserRole == DtlsRole.CLIENT ? "passive" : "active") + "\r\n")
        .append("a=rtpmap:" + payloadType + " " + format + "\r\n");
    for (IceCandidate candidate : transport.iceCandidates()) {
      sdp.append("a=candidate:" + candidate.foundation() + " 1 udp " + candidate.priority())
          .append(" " + candidate.ip() + " " + candidate.port() + " typ host\r\n");
    }
    sdp.append("a=end-of-candidates\r\n");
  }
}
