package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.codec.rtp.RtpWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A server of two loops, and connected pairs of a transport of its and a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class TransportFixture {
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  static final List<SrtpProfile> BOTH =
      List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80);
  static final long SSRC = 0xdeadbeefL;

  final TransportServer server =
      new TransportServer(
          config()
              .withThreads(2, 8)
              .withTimeouts(
                  Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMillis(100)));

  TransportConfig config() {
    return TransportConfig.of(LOOPBACK, 0);
  }

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

  WebRtcTransport create(Collector collector) {
    WebRtcTransport transport = server.create(server.nextLoop(), collector);
    collector.transport = transport;
    return transport;
  }

  static <T> T on(WebRtcTransport transport, Callable<T> task) throws Exception {
    return transport.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
  }

  static void connect(WebRtcTransport transport, DtlsParameters remote) throws Exception {
    on(
        transport,
        () -> {
          transport.connect(remote);
          return null;
        });
  }

  static void close(WebRtcTransport transport) {
    transport.eventLoop().submit(transport::close).awaitUninterruptibly();
  }

  static byte[] packet(int sequence, int payload) {
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

  static byte[] roomy(byte[] packet) {
    return Arrays.copyOf(packet, packet.length + WebRtcTransport.TAIL_ROOM);
  }

  /** A connected pair. */
  record Pair(WebRtcTransport transport, Collector here, RtcClient client, Collector there)
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
      TransportFixture.close(transport);
      client.close();
      assertThat(here.wrongThread).hasValue(0);
    }
  }

  Pair pair(List<SrtpProfile> profiles, DtlsRole role) throws Exception {
    Collector here = new Collector();
    Collector there = new Collector();
    WebRtcTransport transport = create(here);
    RtcClient client = new RtcClient(profiles, role, there);
    connect(transport, client.dtlsParameters());
    client.connect(transport).get(20, TimeUnit.SECONDS);
    here.connected.get(20, TimeUnit.SECONDS);
    return new Pair(transport, here, client, there);
  }
}
