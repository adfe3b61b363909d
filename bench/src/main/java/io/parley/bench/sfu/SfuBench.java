package io.parley.bench.sfu;

import io.parley.bench.load.LoadLoop;
import io.parley.bench.measure.Allocations;
import io.parley.bench.unit.Unit;
import io.parley.sfu.transport.LightPeer;
import io.parley.sfu.transport.SrtpProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios on units in turn: in each scenario all units are started afresh, and each round
 * gives all of them the same traffic one after the other, the order reversed from round to round.
 */
public final class SfuBench {
  /** How a unit is started. */
  public interface Start {
    Unit start(LightPeer.Shared shared) throws IOException, InterruptedException;
  }

  /**
   * How long things take.
   *
   * @param rounds of each scenario
   * @param seconds counted in each round
   * @param warmUpSeconds before that; twice as long in the first round
   * @param ownCore whether the load client has a core of its own, and never sleeps
   */
  public record Terms(int rounds, double seconds, double warmUpSeconds, boolean ownCore) {
    public Terms {
      if (rounds < 1 || !(seconds > 0) || !(warmUpSeconds >= 0)) {
        throw new IllegalArgumentException("nothing would be measured");
      }
    }
  }

  private static final int HANDSHAKES_AT_ONCE = 8;
  private static final long SEED = 2_718_281;

  private final Terms terms;
  private final Consumer<String> progress;

  /**
   * @param progress takes a line for people, now and then
   */
  public SfuBench(Terms terms, Consumer<String> progress) {
    this.terms = terms;
    this.progress = progress;
  }

  /**
   * Runs them all.
   *
   * @throws IOException if something could not be measured; the message says what
   */
  public SfuReport run(List<Scenario> scenarios, List<Start> starts)
      throws IOException, InterruptedException {
    SfuReport report = new SfuReport();
    report.setting("rounds", terms.rounds());
    report.setting("seconds", terms.seconds());
    report.setting("warm_up_seconds", terms.warmUpSeconds());
    try (LightPeer.Shared shared =
            new LightPeer.Shared(List.of(SrtpProfile.AEAD_AES_128_GCM), HANDSHAKES_AT_ONCE);
        LoadLoop loop = new LoadLoop(terms.ownCore())) {
      for (Scenario scenario : scenarios) {
        run(scenario, starts, shared, loop, report);
      }
    }
    return report;
  }

  private void run(
      Scenario scenario,
      List<Start> starts,
      LightPeer.Shared shared,
      LoadLoop loop,
      SfuReport report)
      throws IOException, InterruptedException {
    List<Unit> units = new ArrayList<>();
    try {
      for (Start start : starts) {
        units.add(start.start(shared));
      }
      List<Unit> order = new ArrayList<>();
      for (Unit unit : units) {
        String why = scenario.leftOutOn(unit);
        if (why == null) {
          order.add(unit);
        } else {
          report.leaveOut(scenario.name(), unit.key(), why);
          progress.accept(scenario.name() + " is left out on " + unit.key() + ": " + why);
        }
      }
      for (int round = 0; round < terms.rounds(); round++) {
        for (Unit unit : order) {
          try (LoadRound load =
              new LoadRound(scenario, unit, loop, shared, "round" + round, SEED + round)) {
            Measurement measured = measure(load, unit, round);
            report.add(scenario.name(), unit.key(), measured);
            progress.accept(line(scenario, unit, round, measured));
          }
        }
        Collections.reverse(order);
      }
    } finally {
      units.forEach(Unit::close);
    }
  }

  private Measurement measure(LoadRound load, Unit unit, int round)
      throws IOException, InterruptedException {
    load.join();
    // Opened and asked once before the warm-up: it makes the JVM that is asked load and compile.
    Allocations allocations = unit.allocations();
    try {
      if (allocations != null) {
        allocations.bytes();
      }
      load.warmUp(terms.warmUpSeconds() * (round == 0 ? 2 : 1));
      return load.measure(terms.seconds(), allocations);
    } finally {
      close(allocations);
    }
  }

  private static void close(@Nullable Allocations allocations) throws IOException {
    if (allocations != null) {
      allocations.close();
    }
  }

  private static String line(Scenario scenario, Unit unit, int round, Measurement measured) {
    double[] delays = measured.sortedDelays();
    Double load = measured.load();
    Double compiler = measured.compilerMicrosPerPacket();
    return String.format(
        Locale.ROOT,
        "%-15s %-7s round %d: %d of %d packets, %s us of CPU each%s, delay p50 %.0f us p99 %.0f us,"
            + " unit %s %% of a core, client %.0f %%",
        scenario.name(),
        unit.key(),
        round + 1,
        measured.delivered(),
        measured.offered(),
        SfuReport.orDash(measured.cpuMicrosPerPacket(), 2),
        compiler == null ? "" : String.format(Locale.ROOT, " (%.2f of it compiling)", compiler),
        SfuReport.rank(delays, 500),
        SfuReport.rank(delays, 990),
        SfuReport.orDash(load == null ? null : Double.valueOf(100 * load), 0),
        100 * measured.clientLoad());
  }
}
