package io.parley.bench.sfu;

import io.parley.bench.load.Delays;
import io.parley.bench.load.Impairment;
import io.parley.bench.load.LoadLoop;
import io.parley.bench.load.PublishingPeer;
import io.parley.bench.load.SubscribingPeer;
import io.parley.bench.load.Tally;
import io.parley.bench.measure.Allocations;
import io.parley.bench.measure.ProcFs;
import io.parley.bench.unit.Unit;
import io.parley.sfu.transport.LightPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One scenario on one unit, once: everybody joins, the traffic runs in, falls silent for a moment,
 * and then is counted from the first packet to the last.
 */
final class LoadRound implements AutoCloseable {
  private static final int JOINING_AT_ONCE = 8;
  private static final long SILENCE_MILLIS = 300;
  private static final long DRAIN_MILLIS = 1_500;
  private static final long LOOK_MILLIS = 100;
  private static final long PATIENCE_MILLIS = 15_000;

  private final Scenario scenario;
  private final Unit unit;
  private final LoadLoop loop;
  private final LightPeer.Shared shared;
  private final Random seeds;
  private final String name;
  private final Delays delays = new Delays();
  private final List<Unit.Attendee> attendees = new ArrayList<>();
  private final List<PublishingPeer> publishers = new ArrayList<>();
  private final List<SubscribingPeer> subscribers = new ArrayList<>();
  private boolean sending;

  /**
   * @param name of its meetings, used nowhere else on this unit
   * @param seed of the traffic and the network's troubles
   */
  LoadRound(
      Scenario scenario,
      Unit unit,
      LoadLoop loop,
      LightPeer.Shared shared,
      String name,
      long seed) {
    this.scenario = scenario;
    this.unit = unit;
    this.loop = loop;
    this.shared = shared;
    this.name = name;
    this.seeds = new Random(seed);
  }

  /** Everybody joins, all connections are made. */
  void join() throws IOException, InterruptedException {
    List<Callable<Void>> publishing = new ArrayList<>();
    List<Callable<Void>> subscribing = new ArrayList<>();
    for (int meeting = 0; meeting < scenario.meetings(); meeting++) {
      String where = name + "-" + meeting;
      for (int i = 0; i < scenario.publishers() + scenario.listeners(); i++) {
        String who = "p" + i;
        boolean publishes = i < scenario.publishers();
        PublishingPeer sending = publishes ? publisher(where + who, i) : null;
        int from = scenario.publishers() - (publishes ? 1 : 0);
        boolean receives = !publishes || scenario.everybodyReceives();
        List<SubscribingPeer> receiving =
            Stream.generate(this::subscriber).limit(receives ? unit.connections(from) : 0).toList();
        Person person = new Person(where, who);
        if (sending != null) {
          publishing.add(
              () -> {
                person.attendee().publish(sending);
                return null;
              });
        }
        if (receives) {
          subscribing.add(
              () -> {
                person.attendee().subscribe(receiving, from * scenario.tracks());
                return null;
              });
        }
      }
    }
    all(publishing);
    if (unit.flowsFirst()) {
      send();
    }
    all(subscribing);
  }

  /** Somebody who joins when first asked for. */
  private final class Person {
    private final String meeting;
    private final String name;
    private Unit.@Nullable Attendee attendee;

    Person(String meeting, String name) {
      this.meeting = meeting;
      this.name = name;
    }

    synchronized Unit.Attendee attendee() throws IOException, InterruptedException {
      Unit.Attendee joined = attendee;
      if (joined == null) {
        joined = unit.join(meeting, name);
        attendee = joined;
        synchronized (attendees) {
          attendees.add(joined);
        }
      }
      return joined;
    }
  }

  private PublishingPeer publisher(String who, int number) {
    PublishingPeer peer =
        new PublishingPeer(
            loop, shared, impairment(), who, scenario.media().apply(number), seeds.nextLong());
    publishers.add(peer);
    return peer;
  }

  private SubscribingPeer subscriber() {
    SubscribingPeer peer =
        new SubscribingPeer(
            loop, shared, impairment(), delays, 1L + seeds.nextInt(Integer.MAX_VALUE - 1));
    subscribers.add(peer);
    return peer;
  }

  private Impairment impairment() {
    return new Impairment(scenario.loss(), seeds.nextLong());
  }

  private static void all(List<Callable<Void>> tasks) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(JOINING_AT_ONCE);
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("somebody could not join: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Everybody sends, so that both sides are warm; nothing is counted. */
  void warmUp(double seconds) throws InterruptedException {
    send();
    sleep(seconds);
  }

  private void send() {
    if (!sending) {
      sending = true;
      loop.execute(() -> publishers.forEach(PublishingPeer::start));
    }
  }

  /** Counts what is sent in so many seconds. */
  Measurement measure(double seconds, @Nullable Allocations allocations)
      throws InterruptedException {
    pause(true);
    settle(SILENCE_MILLIS);
    loop.ask(
        () -> {
          Tally.begin(subscribers, delays);
          return true;
        });
    long allocatedBefore = allocations == null ? 0 : allocations.bytes();
    long clientBefore = ProcFs.cpuNanos(ProcessHandle.current().pid());
    Map<Long, Long> compilersBefore = compilers();
    Long cpuBefore = ofUnit(ProcFs::cpuNanos);
    long begin = System.nanoTime();
    pause(false);
    sleep(seconds);
    pause(true);
    long nanos = System.nanoTime() - begin;
    settle(DRAIN_MILLIS);
    Long cpuAfter = ofUnit(ProcFs::cpuNanos);
    Map<Long, Long> compilers = compilers();
    long clientCpu = ProcFs.cpuNanos(ProcessHandle.current().pid()) - clientBefore;
    Long allocated = allocations == null ? null : allocations.bytes() - allocatedBefore;
    Tally tally = loop.ask(() -> Tally.of(subscribers));
    if (tally.undecryptable() > 0) {
      throw new IllegalStateException(
          tally.undecryptable() + " packets came that nobody protected with our keys");
    }
    if (tally.delivered() == 0) {
      throw new IllegalStateException("nothing was delivered");
    }
    return new Measurement(
        tally.offered(),
        tally.delivered(),
        tally.gaps(),
        tally.repaired(),
        nanos,
        cpuBefore == null || cpuAfter == null ? null : Long.valueOf(cpuAfter - cpuBefore),
        compilers.isEmpty() ? null : between(compilersBefore, compilers),
        clientCpu,
        ofUnit(ProcFs::residentBytes),
        allocated,
        loop.ask(delays::toArray));
  }

  /** What the system says of the unit's process; null if it isn't known. */
  private @Nullable Long ofUnit(LongUnaryOperator figure) {
    OptionalLong pid = unit.pid();
    return pid.isPresent() ? Long.valueOf(figure.applyAsLong(pid.getAsLong())) : null;
  }

  private Map<Long, Long> compilers() {
    OptionalLong pid = unit.pid();
    return pid.isPresent() ? ProcFs.compilerCpuNanos(pid.getAsLong()) : Map.of();
  }

  /** Compilers come and go as there is work. */
  private static long between(Map<Long, Long> before, Map<Long, Long> after) {
    return after.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
        .sum();
  }

  /** Waits until nothing has come for so long. */
  private void settle(long silentMillis) throws InterruptedException {
    long packets = -1;
    long silent = 0;
    for (long waited = 0;
        silent < silentMillis && waited < PATIENCE_MILLIS;
        waited += LOOK_MILLIS) {
      long now = loop.ask(() -> Tally.of(subscribers)).delivered();
      silent = now == packets ? silent + LOOK_MILLIS : 0;
      packets = now;
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void pause(boolean paused) throws InterruptedException {
    loop.ask(
        () -> {
          publishers.forEach(publisher -> publisher.pause(paused));
          return true;
        });
  }

  private void sleep(double seconds) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep(Math.round(seconds * 1e6));
    loop.check();
  }

  @Override
  public void close() {
    attendees.forEach(Unit.Attendee::close);
    loop.execute(
        () -> {
          publishers.forEach(PublishingPeer::close);
          subscribers.forEach(SubscribingPeer::close);
        });
  }
}
