package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred people join while others talk. */
@Tag("alone")
@Timeout(120)
class JoinStormIT extends TransportFixture {
  private static final int PEOPLE = 200;
  private static final int AT_ONCE = 20;
  private static final int TALK_MILLIS = 10;

  @Test
  void handshakesTakeTurnsAndNothingOfARunningMeetingIsLost() throws Exception {
    ScheduledExecutorService voice = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger said = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    List<Pair> joined = new ArrayList<>();
    try (Pair talking = pair(BOTH, DtlsRole.CLIENT)) {
      long done = server.counters().handshakesDone();
      talking.client().keepAlive();
      voice.scheduleAtFixedRate(
          () -> talk(talking, said, answered), 0, TALK_MILLIS, TimeUnit.MILLISECONDS);
      while (joined.size() < PEOPLE) {
        joined.addAll(join(AT_ONCE));
      }
      voice.shutdown();
      assertThat(voice.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  talking.here().rtp.size() == said.get()
                      && talking.there().rtp.size() == answered.get());
      assertThat(said.get()).isPositive().isEqualTo(answered.get());
      assertThat(server.counters().handshakesDone() - done).isEqualTo(PEOPLE);
      assertThat(server.counters().handshakesFailed()).isZero();
      assertThat(server.counters().dropped(DropReason.DTLS_BUSY)).isZero();
      assertThat(server.handshakesAtOnce())
          .isBetween(1, Math.max(1, Runtime.getRuntime().availableProcessors() / 4));
    } finally {
      voice.shutdownNow();
      joined.forEach(Pair::close);
    }
  }

  private static void talk(Pair talking, AtomicInteger said, AtomicInteger answered) {
    int number = said.get();
    talking.clientSends(packet(number, 200));
    said.incrementAndGet();
    talking
        .transport()
        .eventLoop()
        .execute(
            () -> {
              byte[] packet = packet(number, 200);
              if (talking.transport().sendRtp(roomy(packet), 0, packet.length)) {
                answered.incrementAndGet();
              }
            });
  }

  private List<Pair> join(int count) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    List<CompletableFuture<SrtpProfile>> connecting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Collector here = new Collector();
      Collector there = new Collector();
      WebRtcTransport transport = create(here);
      RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, there);
      connect(transport, client.dtlsParameters());
      connecting.add(client.connect(transport));
      pairs.add(new Pair(transport, here, client, there));
    }
    for (int i = 0; i < count; i++) {
      connecting.get(i).get(40, TimeUnit.SECONDS);
      pairs.get(i).here().connected.get(40, TimeUnit.SECONDS);
      pairs.get(i).client().keepAlive();
    }
    return pairs;
  }
}
