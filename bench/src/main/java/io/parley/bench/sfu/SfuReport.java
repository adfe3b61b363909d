package io.parley.bench.sfu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures, as JSON or as a table. Filled scenario by scenario; one thread. */
public final class SfuReport {
  private static final int P50 = 500;
  private static final int P99 = 990;
  private static final int P999 = 999;

  private final Map<String, Map<String, List<Measurement>>> scenarios = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> leftOut = new LinkedHashMap<>();
  private final Map<String, Object> setting = new LinkedHashMap<>();

  /** What a reader must know to judge the figures. */
  public void setting(String key, Object value) {
    setting.put(key, value);
  }

  /** Says why a scenario has no figures of a unit. */
  void leaveOut(String scenario, String unit, String why) {
    scenarios.computeIfAbsent(scenario, key -> new LinkedHashMap<>());
    leftOut.computeIfAbsent(scenario, key -> new LinkedHashMap<>()).put(unit, why);
  }

  /** Adds a round's figures. */
  void add(String scenario, String unit, Measurement measurement) {
    scenarios
        .computeIfAbsent(scenario, key -> new LinkedHashMap<>())
        .computeIfAbsent(unit, key -> new ArrayList<>())
        .add(measurement);
  }

  /** One object, as documented in docs/performance.md. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    var list = root.putArray("scenarios");
    scenarios.forEach(
        (name, units) -> {
          ObjectNode scenario = list.addObject().put("name", name);
          units.forEach((unit, rounds) -> write(scenario.putObject(unit), rounds));
          leftOut
              .getOrDefault(name, Map.of())
              .forEach((unit, why) -> scenario.putObject(unit).put("left_out", why));
        });
    root.set("setting", mapper.valueToTree(setting));
    return root.toPrettyString();
  }

  private static Measurement all(List<Measurement> rounds) {
    return rounds.stream().reduce(Measurement::plus).orElseThrow();
  }

  private static void write(ObjectNode to, List<Measurement> rounds) {
    Measurement figures = all(rounds);
    double[] delays = figures.sortedDelays();
    to.put("offered", figures.offered())
        .put("delivered", figures.delivered())
        .put("gaps", figures.gaps());
    write(to, "cpu_us_per_packet", figures.cpuMicrosPerPacket(), 3);
    write(to, "compiler_us_per_packet", figures.compilerMicrosPerPacket(), 3);
    to.putObject("delay_us")
        .put("p50", rounded(rank(delays, P50), 1))
        .put("p99", rounded(rank(delays, P99), 1))
        .put("p999", rounded(rank(delays, P999), 1));
    write(to, "rss_mb", figures.residentMegabytes(), 1);
    write(to, "alloc_bytes_per_packet", figures.allocatedBytesPerPacket(), 1);
    var byRound = to.putArray("rounds");
    for (Measurement round : rounds) {
      ObjectNode one = byRound.addObject().put("delivered", round.delivered());
      write(one, "cpu_us_per_packet", round.cpuMicrosPerPacket(), 3);
      write(one, "compiler_us_per_packet", round.compilerMicrosPerPacket(), 3);
    }
  }

  private static void write(ObjectNode to, String name, @Nullable Double value, int digits) {
    if (value == null) {
      to.putNull(name);
    } else {
      to.put(name, rounded(value, digits));
    }
  }

  /** A figure for people; a dash where it isn't known. */
  static String orDash(@Nullable Double value, int digits) {
    return value == null ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Nearest rank, so it is always a delay that was seen; {@code perMille} above 0. */
  static double rank(double[] sorted, int perMille) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(perMille / 1_000.0 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }

  /** For people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    row(
        text,
        "%-16s %-8s %10s %10s %7s %8s %7s %8s %8s %7s %8s",
        "scenario",
        "unit",
        "offered",
        "delivered",
        "gaps",
        "cpu us/p",
        "p50 us",
        "p99 us",
        "p99.9 us",
        "rss MB",
        "alloc/p");
    scenarios.forEach(
        (name, units) -> {
          units.forEach((unit, rounds) -> row(text, name, unit, all(rounds)));
          leftOut
              .getOrDefault(name, Map.of())
              .forEach((unit, why) -> row(text, "%-16s %-8s left out: %s", name, unit, why));
        });
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, String name, String unit, Measurement figures) {
    double[] delays = figures.sortedDelays();
    row(
        text,
        "%-16s %-8s %10d %10d %7d %8s %7.0f %8.0f %8.0f %7s %8s",
        name,
        unit,
        figures.offered(),
        figures.delivered(),
        figures.gaps(),
        orDash(figures.cpuMicrosPerPacket(), 2),
        rank(delays, P50),
        rank(delays, P99),
        rank(delays, P999),
        orDash(figures.residentMegabytes(), 0),
        orDash(figures.allocatedBytesPerPacket(), 0));
  }

  private static void row(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
