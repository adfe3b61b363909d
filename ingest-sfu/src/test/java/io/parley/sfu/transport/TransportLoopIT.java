package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.SenderReport;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transport and a client over loopback: all that a browser does, and what attackers try. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class TransportLoopIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final List<SrtpProfile> BOTH =
      List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80);
  private static final long SSRC = 0xdeadbeefL;

  private final TransportServer server =
      new TransportServer(
          TransportConfig.of(LOOPBACK, 0)
              .withThreads(2, 8)
              .withTimeouts(
                  Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMillis(100)));

  @BeforeAll
  void start() {
    server.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Keeps what came, and checks that it came on the transport's loop. */
  static final class Collector implements WebRtcTransport.Listener, RtcClient.Receiver {
    final CompletableFuture<Void> connected = new CompletableFuture<>();
    final CompletableFuture<DisconnectReason> disconnected = new CompletableFuture<>();
    final List<byte[]> rtp = new CopyOnWriteArrayList<>();
    final List<byte[]> rtcp = new CopyOnWriteArrayList<>();
    final List<Long> arrivals = new CopyOnWriteArrayList<>();
    final AtomicInteger wrongThread = new AtomicInteger();
    volatile WebRtcTransport transport;

    private void checkThread() {
      if (transport != null && !transport.eventLoop().inEventLoop()) {
        wrongThread.incrementAndGet();
      }
    }

    @Override
    public void onConnected() {
      checkThread();
      connected.complete(null);
    }

    @Override
    public void onRtp(byte[] buf, int off, int len, long arrivalEpochMicros) {
      checkThread();
      arrivals.add(arrivalEpochMicros);
      onRtp(buf, off, len);
    }

    @Override
    public void onRtcp(byte[] buf, int off, int len, long arrivalEpochMicros) {
      checkThread();
      onRtcp(buf, off, len);
    }

    @Override
    public void onRtp(byte[] buf, int off, int len) {
      rtp.add(Arrays.copyOfRange(buf, off, off + len));
    }

    @Override
    public void onRtcp(byte[] buf, int off, int len) {
      rtcp.add(Arrays.copyOfRange(buf, off, off + len));
    }

    @Override
    public void onDisconnected(DisconnectReason reason) {
      checkThread();
      disconnected.complete(reason);
    }
  }

  private WebRtcTransport create(Collector collector) {
    WebRtcTransport transport = server.create(server.nextLoop(), collector);
    collector.transport = transport;
    return transport;
  }

  private static <T> T on(WebRtcTransport transport, Callable<T> task) throws Exception {
    return transport.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
  }

  private static void connect(WebRtcTransport transport, DtlsParameters remote) throws Exception {
    on(
        transport,
        () -> {
          transport.connect(remote);
          return null;
        });
  }

  private static void close(WebRtcTransport transport) {
    transport.eventLoop().submit(transport::close).awaitUninterruptibly();
  }

  private static byte[] packet(int sequence, int payload) {
    byte[] buf = new byte[payload + 200];
    byte[] data = new byte[payload];
    new Random(sequence).nextBytes(data);
    int length =
        new RtpWriter(buf)
            .begin(0, sequence % 7 == 0, 96, sequence, 3000L * sequence, SSRC)
            .extension(3, new byte[] {1, 2}, 0, 2)
            .payload(data, 0, payload)
            .end();
    return Arrays.copyOf(buf, length);
  }

  private static byte[] roomy(byte[] packet) {
    return Arrays.copyOf(packet, packet.length + WebRtcTransport.TAIL_ROOM);
  }

  /** A connected pair. */
  private record Pair(WebRtcTransport transport, Collector here, RtcClient client, Collector there)
      implements AutoCloseable {
    void clientSends(byte[] packet) {
      client.sendRtp(roomy(packet), 0, packet.length);
    }

    boolean transportSends(byte[] packet) throws Exception {
      return on(transport, () -> transport.sendRtp(roomy(packet), 0, packet.length));
    }

    TransportStats stats() throws Exception {
      return on(transport, transport::stats);
    }

    @Override
    public void close() {
      TransportLoopIT.close(transport);
      client.close();
      assertThat(here.wrongThread).hasValue(0);
    }
  }

  private Pair pair(List<SrtpProfile> profiles, DtlsRole role) throws Exception {
    Collector here = new Collector();
    Collector there = new Collector();
    WebRtcTransport transport = create(here);
    RtcClient client = new RtcClient(profiles, role, there);
    connect(transport, client.dtlsParameters());
    client.connect(transport).get(20, TimeUnit.SECONDS);
    here.connected.get(20, TimeUnit.SECONDS);
    return new Pair(transport, here, client, there);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void packetsCrossBothWaysUnchanged(SrtpProfile profile) throws Exception {
    try (Pair pair = pair(List.of(profile), DtlsRole.CLIENT)) {
      for (int i = 0; i < 200; i++) {
        byte[] packet = packet(65_436 + i, 1 + 6 * i);
        pair.clientSends(packet);
        assertThat(pair.transportSends(packet)).isTrue();
      }
      await().until(() -> pair.here.rtp.size() == 200 && pair.there.rtp.size() == 200);
      for (int i = 0; i < 200; i++) {
        byte[] packet = packet(65_436 + i, 1 + 6 * i);
        assertThat(pair.here.rtp.get(i)).isEqualTo(packet);
        assertThat(pair.there.rtp.get(i)).isEqualTo(packet);
      }
      assertThat(pair.here.arrivals).isSorted();
      TransportStats stats = pair.stats();
      assertThat(stats.srtpProfile()).isEqualTo(profile.name());
      assertThat(stats.dtlsState()).isEqualTo(DtlsState.CONNECTED);
      assertThat(stats.rtpPacketsReceived()).isEqualTo(200);
      assertThat(stats.rtpPacketsSent()).isEqualTo(200);
      assertThat(stats.packetsDropped()).isZero();
      assertThat(stats.remoteAddress()).isEqualTo(pair.client.localAddress());
    }
  }

  @Test
  void serverTakesTheDtlsClientRole() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.SERVER)) {
      pair.clientSends(packet(1, 100));
      await().until(() -> pair.here.rtp.size() == 1);
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
        pairs.get(i).here.connected.get(40, TimeUnit.SECONDS);
      }
      for (int sequence = 0; sequence < 20; sequence++) {
        for (Pair pair : pairs) {
          pair.clientSends(packet(sequence, 100));
        }
      }
      await().until(() -> pairs.stream().allMatch(pair -> pair.here.rtp.size() == 20));
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
      assertThat(on(pair.transport, () -> pair.transport.sendRtcp(buf, 0, length))).isTrue();
      await().until(() -> pair.there.rtcp.size() == 1);
      assertThat(pair.there.rtcp.get(0)).isEqualTo(report);

      byte[] answer = new byte[200];
      ReportBlock block = new ReportBlock(SSRC, 0, 0, 9, 0, NtpTime.middle(ntp), 0);
      int answered = new ReceiverReport(77, List.of(block)).write(answer, 0);
      pair.client.sendRtcp(answer, 0, answered);
      await().until(() -> pair.here.rtcp.size() == 1);
      assertThat(pair.stats().roundTripMicros()).isBetween(0L, 60_000_000L);
      assertThat(pair.stats().rtcpPacketsReceived()).isEqualTo(1);
    }
  }

  @Test
  void aWrongFingerprintIsRefused() throws Exception {
    Collector here = new Collector();
    WebRtcTransport transport = create(here);
    try (RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector())) {
      String other = "00:".repeat(31) + "00";
      connect(
          transport,
          new DtlsParameters(DtlsRole.CLIENT, List.of(new DtlsFingerprint("sha-256", other))));
      CompletableFuture<SrtpProfile> connecting = client.connect(transport);
      assertThat(here.disconnected.get(20, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.FINGERPRINT_MISMATCH);
      assertThatThrownBy(() -> connecting.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(here.connected).isNotDone();
      assertThat(on(transport, transport::stats).dtlsState()).isEqualTo(DtlsState.FAILED);
    }
  }

  @Test
  void aWrongFingerprintIsRefusedAsDtlsClientToo() throws Exception {
    Collector here = new Collector();
    WebRtcTransport transport = create(here);
    try (RtcClient client = new RtcClient(BOTH, DtlsRole.SERVER, new Collector())) {
      String other = "AB:".repeat(31) + "00";
      connect(
          transport,
          new DtlsParameters(DtlsRole.SERVER, List.of(new DtlsFingerprint("sha-256", other))));
      client.connect(transport);
      assertThat(here.disconnected.get(20, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.FINGERPRINT_MISMATCH);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void forgedAndRepeatedPacketsAreDroppedAndCounted(SrtpProfile profile) throws Exception {
    try (Pair pair = pair(List.of(profile), DtlsRole.CLIENT)) {
      long forged = server.counters().dropped(DropReason.SRTP_FORGED);
      long replayed = server.counters().dropped(DropReason.SRTP_REPLAYED);
      long malformed = server.counters().dropped(DropReason.SRTP_MALFORMED);
      byte[] first = pair.client.protectRtp(roomy(packet(1, 300)), 0, packet(1, 300).length);
      pair.client.put(first);
      await().until(() -> pair.here.rtp.size() == 1);
      for (int at = 0; at < first.length; at += 17) {
        byte[] tampered = pair.client.protectRtp(roomy(packet(2, 300)), 0, 320);
        tampered[Math.max(12, at)] ^= 0x10;
        pair.client.put(tampered);
      }
      pair.client.put(first);
      pair.client.put(first);
      byte[] header = Arrays.copyOf(first, 14);
      pair.client.put(header);
      byte[] last = packet(3, 20);
      pair.clientSends(last);
      await().until(() -> pair.here.rtp.size() == 2);
      assertThat(pair.here.rtp.get(1)).isEqualTo(last);
      int tries = (first.length + 16) / 17;
      assertThat(server.counters().dropped(DropReason.SRTP_FORGED) - forged)
          .isPositive()
          .isLessThanOrEqualTo(tries);
      assertThat(server.counters().dropped(DropReason.SRTP_REPLAYED) - replayed).isEqualTo(2);
      assertThat(server.counters().dropped(DropReason.SRTP_MALFORMED) - malformed).isPositive();
      assertThat(pair.stats().packetsDropped()).isEqualTo(tries + 3);
    }
  }

  @Test
  void lostHandshakeDatagramsAreSentAgain() throws Exception {
    Collector here = new Collector();
    WebRtcTransport transport = create(here);
    IceCandidate candidate = transport.iceCandidates().get(0);
    AtomicInteger lost = new AtomicInteger();
    Random random = new Random(20261121);
    try (LossyRelay relay =
            new LossyRelay(
                new InetSocketAddress(candidate.ip(), candidate.port()),
                (up, datagram) -> {
                  boolean dtls = DatagramKind.of(datagram[0]) == DatagramKind.DTLS;
                  synchronized (random) {
                    boolean lose = dtls && lost.get() < 12 && random.nextInt(100) < 60;
                    if (lose) {
                      lost.incrementAndGet();
                    }
                    return lose;
                  }
                });
        RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector())) {
      connect(transport, client.dtlsParameters());
      client
          .connect(relay.address(), transport.iceParameters(), transport.dtlsParameters().sha256())
          .get(40, TimeUnit.SECONDS);
      here.connected.get(40, TimeUnit.SECONDS);
      assertThat(lost.get()).isGreaterThanOrEqualTo(3);
      client.sendRtp(roomy(packet(9, 50)), 0, packet(9, 50).length);
      await().until(() -> here.rtp.size() == 1);
      close(transport);
    }
  }

  /** Without it the browser waits for ever, though the server thinks all is well. */
  @Test
  void theServersLastFlightIsSentAgain() throws Exception {
    Collector here = new Collector();
    WebRtcTransport transport = create(here);
    IceCandidate candidate = transport.iceCandidates().get(0);
    AtomicInteger lost = new AtomicInteger();
    try (LossyRelay relay =
            new LossyRelay(
                new InetSocketAddress(candidate.ip(), candidate.port()),
                (up, datagram) -> {
                  boolean changeCipherSpec = datagram[0] == 20;
                  boolean finished = datagram[0] == 22 && datagram[4] == 1;
                  return !up && (changeCipherSpec || finished) && lost.getAndIncrement() < 2;
                });
        RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector())) {
      connect(transport, client.dtlsParameters());
      CompletableFuture<SrtpProfile> connecting =
          client.connect(
              relay.address(), transport.iceParameters(), transport.dtlsParameters().sha256());
      here.connected.get(20, TimeUnit.SECONDS);
      connecting.get(20, TimeUnit.SECONDS);
      assertThat(lost.get()).isGreaterThanOrEqualTo(2);
      close(transport);
    }
  }

  /** A peer that is done first sends at once; its first frames are the dearest. */
  @Test
  void mediaThatComesBeforeTheKeysWaitsForThem() throws Exception {
    Collector here = new Collector();
    WebRtcTransport transport = create(here);
    IceCandidate candidate = transport.iceCandidates().get(0);
    AtomicInteger lost = new AtomicInteger();
    long early = server.counters().dropped(DropReason.SRTP_BEFORE_KEYS);
    try (LossyRelay relay =
            new LossyRelay(
                new InetSocketAddress(candidate.ip(), candidate.port()),
                (up, datagram) -> {
                  boolean finished = datagram[0] == 22 && datagram[4] == 1;
                  return up && finished && lost.getAndIncrement() < 1;
                });
        RtcClient client = new RtcClient(BOTH, DtlsRole.SERVER, new Collector())) {
      connect(transport, client.dtlsParameters());
      client
          .connect(relay.address(), transport.iceParameters(), transport.dtlsParameters().sha256())
          .get(20, TimeUnit.SECONDS);
      for (int i = 0; i < 5; i++) {
        client.sendRtp(roomy(packet(i, 60)), 0, packet(i, 60).length);
      }
      here.connected.get(20, TimeUnit.SECONDS);
      await().until(() -> here.rtp.size() == 5);
      assertThat(lost.get()).isGreaterThanOrEqualTo(2);
      for (int i = 0; i < 5; i++) {
        assertThat(here.rtp.get(i)).isEqualTo(packet(i, 60));
      }
      assertThat(server.counters().dropped(DropReason.SRTP_BEFORE_KEYS)).isEqualTo(early);
      close(transport);
    }
  }

  @Test
  void iceRestartChangesCredentialsAndKeepsMediaFlowing() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.CLIENT)) {
      IceParameters before = pair.transport.iceParameters();
      IceParameters after = on(pair.transport, pair.transport::restartIce);
      assertThat(after.usernameFragment()).isNotEqualTo(before.usernameFragment());
      assertThat(after.password()).isNotEqualTo(before.password());
      long answers = pair.client.answers();
      await().until(() -> pair.client.answers() > answers + 1);

      pair.client.restartIce(after);
      long unknown = server.counters().dropped(DropReason.STUN_UNKNOWN_USER);
      long more = pair.client.answers();
      await().until(() -> pair.client.answers() > more + 2);
      pair.client.put(pair.client.checkOf(before, true));
      await().until(() -> server.counters().dropped(DropReason.STUN_UNKNOWN_USER) == unknown + 1);
      pair.clientSends(packet(1, 10));
      await().until(() -> pair.here.rtp.size() == 1);
      assertThat(pair.here.disconnected).isNotDone();
    }
  }

  @Test
  void aPeerThatMovesIsFollowed() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.CLIENT)) {
      pair.clientSends(packet(1, 10));
      await().until(() -> pair.here.rtp.size() == 1);
      InetSocketAddress before = pair.client.localAddress();
      pair.client.move();
      assertThat(pair.client.localAddress()).isNotEqualTo(before);
      await().until(() -> pair.stats().remoteAddress().equals(pair.client.localAddress()));
      assertThat(pair.stats().selectedPairChanges()).isEqualTo(1);
      pair.clientSends(packet(2, 10));
      await().until(() -> pair.here.rtp.size() == 2);
      assertThat(pair.transportSends(packet(3, 10))).isTrue();
      await().until(() -> pair.there.rtp.size() == 1);
    }
  }

  @Test
  void garbageAndStrangersAreCountedAndHarmNobody() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.CLIENT);
        DatagramSocket stranger = new DatagramSocket(0, LOOPBACK)) {
      TransportCounters counters = server.counters();
      long before = counters.drops().values().stream().mapToLong(Long::longValue).sum();
      long received = pair.stats().packetsDropped();
      IceParameters wrong =
          new IceParameters(pair.transport.iceParameters().usernameFragment(), "guess", true);
      IceParameters unknown = new IceParameters("nobody", "guess", true);
      long password = counters.dropped(DropReason.STUN_WRONG_PASSWORD);
      long user = counters.dropped(DropReason.STUN_UNKNOWN_USER);
      send(stranger, pair.client.checkOf(wrong, true));
      send(stranger, pair.client.checkOf(unknown, true));
      Random random = new Random(7);
      int garbage = 2000;
      for (int i = 0; i < garbage; i++) {
        byte[] datagram = new byte[random.nextInt(400)];
        random.nextBytes(datagram);
        send(stranger, datagram);
        if (i % 50 == 49) {
          long sofar = i + 3L;
          await().until(() -> drops(counters) - before >= sofar);
        }
      }
      assertThat(drops(counters) - before).isEqualTo(garbage + 2);
      assertThat(counters.dropped(DropReason.STUN_WRONG_PASSWORD) - password).isEqualTo(1);
      assertThat(counters.dropped(DropReason.STUN_UNKNOWN_USER) - user).isEqualTo(1);
      for (int i = 0; i < 500; i++) {
        byte[] datagram = new byte[1 + random.nextInt(300)];
        random.nextBytes(datagram);
        pair.client.put(datagram);
      }
      pair.clientSends(packet(1, 10));
      await().until(() -> pair.here.rtp.size() == 1);
      assertThat(pair.here.rtp.get(0)).isEqualTo(packet(1, 10));
      assertThat(pair.stats().packetsDropped()).isGreaterThan(received);
      assertThat(pair.here.disconnected).isNotDone();
    }
  }

  private static long drops(TransportCounters counters) {
    return counters.drops().values().stream().mapToLong(Long::longValue).sum();
  }

  private void send(DatagramSocket from, byte[] datagram) throws Exception {
    from.send(
        new java.net.DatagramPacket(
            datagram, datagram.length, new InetSocketAddress(LOOPBACK, server.port())));
  }

  @Test
  void closingTellsThePeerAndIsToldByThePeer() throws Exception {
    Pair first = pair(BOTH, DtlsRole.CLIENT);
    close(first.transport);
    assertThat(first.here.disconnected.get(5, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.CLOSED);
    assertThat(first.client.ended().get(5, TimeUnit.SECONDS))
        .isEqualTo(DisconnectReason.PEER_CLOSED);
    first.client.close();
    assertThat(first.transportSends(packet(1, 1))).isFalse();

    Pair second = pair(BOTH, DtlsRole.CLIENT);
    second.client.close();
    assertThat(second.here.disconnected.get(5, TimeUnit.SECONDS))
        .isEqualTo(DisconnectReason.PEER_CLOSED);
  }

  @Test
  void silenceEndsATransport() throws Exception {
    try (TransportServer impatient =
        new TransportServer(
            TransportConfig.of(LOOPBACK, 0)
                .withThreads(1, 2)
                .withTimeouts(
                    Duration.ofMillis(400), Duration.ofMillis(500), Duration.ofMillis(100)))) {
      impatient.start();
      Collector never = new Collector();
      WebRtcTransport waiting = impatient.create(impatient.nextLoop(), never);
      try (RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector())) {
        connect(waiting, client.dtlsParameters());
        assertThat(never.disconnected.get(10, TimeUnit.SECONDS))
            .isEqualTo(DisconnectReason.CONNECT_TIMEOUT);
      }
      assertThat(impatient.size()).isZero();
    }
  }

  @Test
  void lostConsentEndsATransport() throws Exception {
    try (TransportServer impatient =
            new TransportServer(
                TransportConfig.of(LOOPBACK, 0)
                    .withThreads(1, 2)
                    .withTimeouts(
                        Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofMillis(100)));
        RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector())) {
      impatient.start();
      Collector here = new Collector();
      WebRtcTransport transport = impatient.create(impatient.nextLoop(), here);
      connect(transport, client.dtlsParameters());
      client.connect(transport).get(10, TimeUnit.SECONDS);
      here.connected.get(10, TimeUnit.SECONDS);
      long answers = client.answers();
      await().until(() -> client.answers() >= answers + 20);
      assertThat(here.disconnected).isNotDone();
      client.fallSilent();
      assertThat(here.disconnected.get(10, TimeUnit.SECONDS))
          .isEqualTo(DisconnectReason.CONSENT_EXPIRED);
      assertThat(impatient.size()).isZero();
    }
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
