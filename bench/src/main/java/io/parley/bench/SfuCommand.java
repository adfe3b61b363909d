package io.parley.bench;

import io.parley.bench.sfu.Scenario;
import io.parley.bench.sfu.SfuBench;
import io.parley.bench.sfu.SfuReport;
import io.parley.bench.unit.JanusUnit;
import io.parley.bench.unit.ParleyUnit;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code bench sfu}: forwarding units side by side under the same traffic. */
@Command(
    name = "sfu",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Many lightweight WebRTC peers load our SFU and others with the same traffic, in turn: "
            + "packets, CPU per forwarded packet, delay, memory, allocation.")
final class SfuCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Run only these scenarios: 1-to-20, 1-to-200, 10x10, 50x4, audio-100, ...")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--units",
      paramLabel = "UNIT",
      split = ",",
      defaultValue = "parley,janus",
      description = "Units to be loaded (default: ${DEFAULT-VALUE}).")
  private List<String> units = new ArrayList<>();

  @Option(
      names = "--variant",
      paramLabel = "NAME=OPTIONS",
      description =
          "Our unit once more under this name, with these JVM options added; may be repeated.")
  private Map<String, String> variants = new LinkedHashMap<>();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "Seconds that are counted in each round (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "6",
      description =
          "Seconds of the same traffic before that, twice as many in the first round "
              + "(default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "2",
      description = "Rounds of each scenario, units in turn (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Scenario> scenarios = scenarios();
    Arena arena = Arena.here();
    if (arena == null) {
      DebianPackages.need("ip", "iproute2");
      if (units.contains(JanusUnit.KEY)) {
        DebianPackages.need("janus", "janus");
      }
      return Arena.enter(arguments());
    }
    Path work = Path.of(System.getProperty("parley.home", "."), "target", "bench-sfu");
    Files.createDirectories(work);
    Progress progress = new Progress(System.err);
    progress.line("%s", arena);
    SfuReport report =
        new SfuBench(
                new SfuBench.Terms(rounds, seconds, warmUp, arena.unitCpus() != null),
                line -> progress.line("%s", line))
            .run(scenarios, starts(arena, work));
    report.setting("cores", arena.cores());
    report.setting("unit_cpus", arena.unitCpus() == null ? "all" : arena.unitCpus());
    System.out.println(json ? report.json() : report.table());
    System.out.flush();
    return 0;
  }

  private List<Scenario> scenarios() {
    List<Scenario> all = Scenario.all();
    for (String name : only) {
      if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
        throw wrong(
            "no scenario "
                + name
                + "; there are "
                + all.stream().map(Scenario::name).collect(Collectors.joining(", ")));
      }
    }
    return all.stream()
        .filter(scenario -> only.isEmpty() || only.contains(scenario.name()))
        .toList();
  }

  private List<SfuBench.Start> starts(Arena arena, Path work) {
    List<SfuBench.Start> starts = new ArrayList<>();
    InetAddress address = arena.address();
    for (String unit : units) {
      if (unit.equals(ParleyUnit.KEY)) {
        starts.add(ours(unit, List.of(), arena, work));
      } else if (unit.equals(JanusUnit.KEY)) {
        starts.add(shared -> JanusUnit.start(shared, address, arena.unitCpus(), work));
      } else {
        throw wrong("no unit " + unit);
      }
    }
    variants.forEach(
        (name, options) ->
            starts.add(ours(name, List.of(options.strip().split("\\s+")), arena, work)));
    return starts;
  }

  private static SfuBench.Start ours(
      String name, List<String> javaOptions, Arena arena, Path work) {
    return shared ->
        ParleyUnit.start(name, javaOptions, shared, arena.address(), arena.unitCpus(), work);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(new CommandLine(this), message);
  }

  /** The command line as it was given, from {@code sfu} on. */
  private List<String> arguments() throws IOException {
    CommandLine.Model.CommandSpec given = spec;
    if (given == null) {
      throw new IOException("no command line");
    }
    return given.root().commandLine().getParseResult().originalArgs();
  }
}
