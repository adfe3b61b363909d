package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transport and a client over loopback: loss, silence, and what attackers try. */
class TransportTroubleIT extends TransportFixture {
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
      byte[] first = pair.client().protectRtp(roomy(packet(1, 300)), 0, packet(1, 300).length);
      pair.client().put(first);
      await().until(() -> pair.here().rtp.size() == 1);
      for (int at = 0; at < first.length; at += 17) {
        byte[] tampered = pair.client().protectRtp(roomy(packet(2, 300)), 0, 320);
        tampered[Math.max(12, at)] ^= 0x10;
        pair.client().put(tampered);
      }
      pair.client().put(first);
      pair.client().put(first);
      byte[] header = Arrays.copyOf(first, 14);
      pair.client().put(header);
      byte[] last = packet(3, 20);
      pair.clientSends(last);
      await().until(() -> pair.here().rtp.size() == 2);
      assertThat(pair.here().rtp.get(1)).isEqualTo(last);
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
  void garbageAndStrangersAreCountedAndHarmNobody() throws Exception {
    try (Pair pair = pair(BOTH, DtlsRole.CLIENT);
        DatagramSocket stranger = new DatagramSocket(0, LOOPBACK)) {
      TransportCounters counters = server.counters();
      long before = counters.drops().values().stream().mapToLong(Long::longValue).sum();
      long received = pair.stats().packetsDropped();
      IceParameters wrong =
          new IceParameters(pair.transport().iceParameters().usernameFragment(), "guess", true);
      IceParameters unknown = new IceParameters("nobody", "guess", true);
      long password = counters.dropped(DropReason.STUN_WRONG_PASSWORD);
      long user = counters.dropped(DropReason.STUN_UNKNOWN_USER);
      send(stranger, pair.client().checkOf(wrong, true));
      send(stranger, pair.client().checkOf(unknown, true));
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
        pair.client().put(datagram);
      }
      pair.clientSends(packet(1, 10));
      await().until(() -> pair.here().rtp.size() == 1);
      assertThat(pair.here().rtp.get(0)).isEqualTo(packet(1, 10));
      assertThat(pair.stats().packetsDropped()).isGreaterThan(received);
      assertThat(pair.here().disconnected).isNotDone();
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
}
