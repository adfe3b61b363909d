package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.transport.TransportFixture.Collector;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that are asked for their part of the handshake and say nothing. */
@Tag("alone")
@Timeout(90)
class HalfOpenHandshakesIT {
  private static final int THREADS = 2;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final TransportServer server =
      new TransportServer(
          TransportConfig.of(LOOPBACK, 0)
              .withThreads(1, THREADS)
              .withTimeouts(
                  Duration.ofSeconds(80), Duration.ofSeconds(80), Duration.ofMillis(100)));

  private WebRtcTransport create(Collector here, RtcClient client) throws Exception {
    WebRtcTransport transport = server.create(server.nextLoop(), here);
    TransportFixture.connect(transport, client.dtlsParameters());
    return transport;
  }

  /** Passes a check and waits until the unit shakes hands, which takes a thread. */
  private void beginAndFallSilent(RtcClient client, WebRtcTransport transport, DatagramSocket from)
      throws Exception {
    byte[] check = client.checkOf(transport.iceParameters(), true);
    from.send(
        new DatagramPacket(check, check.length, new InetSocketAddress(LOOPBACK, server.port())));
    DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
    do {
      answer.setLength(2_048);
      from.receive(answer);
    } while (DatagramKind.of(answer.getData()[0]) != DatagramKind.DTLS);
  }

  @Test
  void giveTheirThreadsToThoseWhoWait() throws Exception {
    List<DatagramSocket> sockets = new ArrayList<>();
    List<CompletableFuture<DisconnectReason>> ends = new ArrayList<>();
    server.start();
    try (RtcClient silent = new RtcClient(TransportFixture.BOTH, DtlsRole.SERVER, new Collector());
        RtcClient honest = new RtcClient(TransportFixture.BOTH, DtlsRole.CLIENT, new Collector())) {
      for (int i = 0; i < THREADS; i++) {
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        sockets.add(socket);
        Collector here = new Collector();
        ends.add(here.disconnected);
        beginAndFallSilent(silent, create(here, silent), socket);
      }
      assertThat(ends).noneMatch(CompletableFuture::isDone);
      honest.connect(create(new Collector(), honest)).get(60, TimeUnit.SECONDS);
      assertThat(CompletableFuture.anyOf(ends.toArray(new CompletableFuture<?>[0])))
          .succeedsWithin(Duration.ofSeconds(20))
          .isEqualTo(DisconnectReason.CONNECT_TIMEOUT);
    } finally {
      sockets.forEach(DatagramSocket::close);
      server.close();
    }
  }
}
