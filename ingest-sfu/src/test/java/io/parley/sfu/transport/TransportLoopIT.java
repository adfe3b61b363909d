package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.SenderReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transport and a client over loopback: all that a browser does. */
@Tag("alone")
class TransportLoopIT extends TransportFixture {
  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void packetsCrossBothWaysUnchanged(SrtpProfile profile) throws Exception {
    try (Pair pair = pair(List.of(profile), DtlsRole.CLIENT)) {
      for (int i = 0; i < 200; i++) {
        byte[] packet = packet(65_436 + i, 1 + 6 * i);
        pair.clientSends(packet);
        assertThat(pair.transportSends(packet)).isTrue();
      }
      await().until(() -> pair.here().rtp.size() == 200 && pair.there().rtp.size() == 200);
      for (int i = 0; i < 200; i++) {
        byte[] packet = packet(65_436 + i, 1 + 6 * i);
        assertThat(pair.here().rtp.get(i)).isEqualTo(packet);
        assertThat(pair.there().rtp.get(i)).isEqualTo(packet);
      }
      assertThat(pair.here().arrivals).isSorted();
      TransportStats stats = pair.stats();
      assertThat(stats.srtpProfile()).isEqualTo(profile.name());
      assertThat(stats.dtlsState()).isEqualTo(DtlsState.CONNECTED);
      assertThat(stats.rtpPacketsReceived()).isEqualTo(200);
      assertThat(stats.rtpPacketsSent()).isEqualTo(200);
      assertThat(stats.packetsDropped()).isZero();
      assertThat(stats.remoteAddress()).isEqualTo(pair.client().localAddress());
    }
  }

  @Test
  void serverTakesTheDtlsClientRole() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.SERVER)) {
      pair.clientSends(packet(1, 100));
      await().until(() -> pair.here().rtp.size() == 1);
      assertThat(pair.stats().srtpProfile()).isEqualTo("AEAD_AES_128_GCM");
    }
  }

  /** The ClientHello may overtake the signalling message with the fingerprint. */
  @Test
  void aHandshakeThatComesBeforeTheFingerprintWaitsForIt() throws Exception {
    Collector here = new Collector();
    WebRtcTransport transport = create(here);
    try (RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector())) {
      CompletableFuture<SrtpProfile> connecting = client.connect(transport);
      await().until(() -> on(transport, transport::stats).bytesReceived() > 1_000);
      assertThat(on(transport, transport::stats).dtlsState()).isEqualTo(DtlsState.NEW);
      assertThat(connecting).isNotDone();
      connect(transport, client.dtlsParameters());
      connecting.get(20, TimeUnit.SECONDS);
      here.connected.get(20, TimeUnit.SECONDS);
      assertThatThrownBy(() -> connect(transport, client.dtlsParameters()))
          .hasCauseInstanceOf(IllegalStateException.class);
      close(transport);
    }
  }

  /** More at once than there are threads: they wait, none is refused. */
  @Test
  void aJoinStormConnectsEverybody() throws Exception {
    try (TransportServer narrow =
        new TransportServer(
            TransportConfig.of(LOOPBACK, 0)
                .withThreads(2, 2)
                .withTimeouts(
                    Duration.ofSeconds(40), Duration.ofSeconds(30), Duration.ofMillis(250)))) {
      narrow.start();
      List<Pair> pairs = new ArrayList<>();
      List<CompletableFuture<SrtpProfile>> connecting = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Collector here = new Collector();
        Collector there = new Collector();
        WebRtcTransport transport = narrow.create(narrow.nextLoop(), here);
        here.transport = transport;
        RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, there);
        connect(transport, client.dtlsParameters());
        connecting.add(client.connect(transport));
        pairs.add(new Pair(transport, here, client, there));
      }
      for (int i = 0; i < 40; i++) {
        connecting.get(i).get(40, TimeUnit.SECONDS);
        pairs.get(i).here().connected.get(40, TimeUnit.SECONDS);
      }
      for (int sequence = 0; sequence < 20; sequence++) {
        for (Pair pair : pairs) {
          pair.clientSends(packet(sequence, 100));
        }
      }
      await().until(() -> pairs.stream().allMatch(pair -> pair.here().rtp.size() == 20));
      assertThat(narrow.counters().handshakesDone()).isEqualTo(40);
      assertThat(narrow.counters().dropped(DropReason.DTLS_BUSY)).isZero();
      assertThat(narrow.size()).isEqualTo(40);
      pairs.forEach(Pair::close);
      assertThat(narrow.size()).isZero();
    }
  }

  @Test
  void reportsCrossAndGiveTheRoundTripTime() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.CLIENT)) {
      assertThat(pair.stats().roundTripMicros()).isEqualTo(-1);
      long ntp = NtpTime.ofEpochMicros(1_800_000_000_000_000L);
      byte[] buf = new byte[200];
      int length = new SenderReport(SSRC, ntp, 5, 6, 7, List.of()).write(buf, 0);
      byte[] report = Arrays.copyOf(buf, length);
      assertThat(on(pair.transport(), () -> pair.transport().sendRtcp(buf, 0, length))).isTrue();
      await().until(() -> pair.there().rtcp.size() == 1);
      assertThat(pair.there().rtcp.get(0)).isEqualTo(report);

      byte[] answer = new byte[200];
      ReportBlock block = new ReportBlock(SSRC, 0, 0, 9, 0, NtpTime.middle(ntp), 0);
      int answered = new ReceiverReport(77, List.of(block)).write(answer, 0);
      pair.client().sendRtcp(answer, 0, answered);
      await().until(() -> pair.here().rtcp.size() == 1);
      assertThat(pair.stats().roundTripMicros()).isBetween(0L, 60_000_000L);
      assertThat(pair.stats().rtcpPacketsReceived()).isEqualTo(1);
    }
  }

  @Test
  void iceRestartChangesCredentialsAndKeepsMediaFlowing() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.CLIENT)) {
      IceParameters before = pair.transport().iceParameters();
      IceParameters after = on(pair.transport(), pair.transport()::restartIce);
      assertThat(after.usernameFragment()).isNotEqualTo(before.usernameFragment());
      assertThat(after.password()).isNotEqualTo(before.password());
      long answers = pair.client().answers();
      await().until(() -> pair.client().answers() > answers + 1);

      pair.client().restartIce(after);
      long unknown = server.counters().dropped(DropReason.STUN_UNKNOWN_USER);
      long more = pair.client().answers();
      await().until(() -> pair.client().answers() > more + 2);
      pair.client().put(pair.client().checkOf(before, true));
      await().until(() -> server.counters().dropped(DropReason.STUN_UNKNOWN_USER) == unknown + 1);
      pair.clientSends(packet(1, 10));
      await().until(() -> pair.here().rtp.size() == 1);
      assertThat(pair.here().disconnected).isNotDone();
    }
  }

  @Test
  void aPeerThatMovesIsFollowed() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.CLIENT)) {
      pair.clientSends(packet(1, 10));
      await().until(() -> pair.here().rtp.size() == 1);
      InetSocketAddress before = pair.client().localAddress();
      pair.client().move();
      assertThat(pair.client().localAddress()).isNotEqualTo(before);
      await().until(() -> pair.stats().remoteAddress().equals(pair.client().localAddress()));
      assertThat(pair.stats().selectedPairChanges()).isEqualTo(1);
      pair.clientSends(packet(2, 10));
      await().until(() -> pair.here().rtp.size() == 2);
      assertThat(pair.transportSends(packet(3, 10))).isTrue();
      await().until(() -> pair.there().rtp.size() == 1);
    }
  }

  @Test
  void closingTellsThePeerAndIsToldByThePeer() throws Exception {
    Pair first = pair(BOTH, DtlsRole.CLIENT);
    close(first.transport());
    assertThat(first.here().disconnected.get(5, TimeUnit.SECONDS))
        .isEqualTo(DisconnectReason.CLOSED);
    assertThat(first.client().ended().get(5, TimeUnit.SECONDS))
        .isEqualTo(DisconnectReason.PEER_CLOSED);
    first.client().close();
    assertThat(first.transportSends(packet(1, 1))).isFalse();

    Pair second = pair(BOTH, DtlsRole.CLIENT);
    second.client().close();
    assertThat(second.here().disconnected.get(5, TimeUnit.SECONDS))
        .isEqualTo(DisconnectReason.PEER_CLOSED);
  }

  @Test
  void aTakenPortIsSaid() {
    TransportServer second = new TransportServer(TransportConfig.of(LOOPBACK, server.port()));
    assertThatThrownBy(second::start)
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("cannot listen on UDP")
        .hasMessageContaining(Integer.toString(server.port()));
    second.close();
  }

  @Test
  void callsFromOtherThreadsAreRefused() {
    WebRtcTransport transport = create(new Collector());
    assertThatThrownBy(transport::stats).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(transport::close).isInstanceOf(IllegalStateException.class);
  }
}
