package io.parley.bench;

import io.parley.bench.sfu.Scenario;
import io.parley.bench.sfu.SfuBench;
import io.parley.bench.sfu.SfuReport;
import io.parley.bench.unit.JanusUnit;
import io.parley.bench.unit.ParleyUnit;
import io.parley.bench.unit.StreamUnit;
import io.parley.bench.unit.StreamUrls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            + "packets, CPU per forwarded packet, delay, memory, allocation.",
    footer = {
      "",
      "Any unit that speaks WHIP and WHEP can be added, one stream for each publisher:",
      "  --unit mtx=http://{address}:8889/{stream}/whip --unit-command mtx='mediamtx my.yml'",
      "  --unit other=http://TOKEN@127.0.0.1:8080/whip/{stream} --unit-pid other=4711"
    })
final class SfuCommand implements Callable<Integer> {
  private static final Set<String> OURS =
      Set.of(ParleyUnit.KEY, StreamUnit.PARLEY_KEY, JanusUnit.KEY);

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Run only these scenarios: 1-to-20, 1-to-200, 10x10, 20x4, 50x4, ...")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--units",
      paramLabel = "UNIT",
      split = ",",
      description =
          "Units to be loaded: parley, janus, those of --unit, and parley-whip, our own by WHIP and "
              + "WHEP (default: parley, janus where it can run, those of --unit).")
  private List<String> units = new ArrayList<>();

  @Option(
      names = "--variant",
      paramLabel = "NAME=OPTIONS",
      description =
          "Our unit once more under this name, with these JVM options added; may be repeated.")
  private Map<String, String> variants = new LinkedHashMap<>();

  @Option(
      names = "--unit",
      paramLabel = "NAME=WHIP_URL[,WHEP_URL]",
      description =
          "A unit that speaks WHIP (RFC 9725) and WHEP. {stream} in a URL "
              + "becomes the name of a publisher's stream, {player} in the second that of a "
              + "player, {address} the address of the network that the benchmark makes for itself. "
              + "Without WHEP_URL it is the first with whep for whip. TOKEN@ before the host is "
              + "sent as bearer token, NAME:PASSWORD@ as basic authentication. Repeatable.")
  private Map<String, String> added = new LinkedHashMap<>();

  @Option(
      names = "--unit-command",
      paramLabel = "NAME=COMMAND",
      description =
          "Starts that unit in the benchmark's network, on the unit's core, when a "
              + "scenario begins, and ends it afterwards; {address} as above. Without a command "
              + "the unit runs already, and the benchmark stays in the machine's own network. "
              + "Repeatable.")
  private Map<String, String> commands = new LinkedHashMap<>();

  @Option(
      names = "--unit-pid",
      paramLabel = "NAME=PID",
      description =
          "The process on this machine whose CPU time and memory count for a unit that "
              + "runs already; without it they are not known. Repeatable.")
  private Map<String, Long> pids = new LinkedHashMap<>();

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
    boolean outside = !commands.keySet().containsAll(added.keySet());
    chooseUnits(outside);
    Arena arena = outside ? Arena.ofTheMachine() : Arena.here();
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

  /** Checks what was asked for, and fills in what was not. */
  private void chooseUnits(boolean outside) {
    for (String name : added.keySet()) {
      if (OURS.contains(name) || !name.matches("[\\w.-]+")) {
        throw wrong("a unit of --unit can't be called " + name);
      }
    }
    for (String name : Stream.concat(commands.keySet().stream(), pids.keySet().stream()).toList()) {
      if (!added.containsKey(name)) {
        throw wrong("there is no --unit " + name);
      }
    }
    if (units.isEmpty()) {
      units.add(ParleyUnit.KEY);
      if (!outside) {
        units.add(JanusUnit.KEY);
      }
    }
    added.keySet().stream().filter(name -> !units.contains(name)).forEach(units::add);
    if (outside && units.contains(JanusUnit.KEY)) {
      throw wrong(
          "janus takes no loopback address and so runs in the benchmark's own network only:"
              + " start the other unit there with --unit-command, or leave janus out");
    }
  }

  private List<SfuBench.Start> starts(Arena arena, Path work) {
    List<SfuBench.Start> starts = new ArrayList<>();
    InetAddress address = arena.address();
    for (String unit : units) {
      String urls = added.get(unit);
      if (urls != null) {
        starts.add(start(unit, urls, arena, work));
      } else if (unit.equals(ParleyUnit.KEY)) {
        starts.add(ours(unit, List.of(), arena, work));
      } else if (unit.equals(StreamUnit.PARLEY_KEY)) {
        starts.add(
            shared ->
                StreamUnit.of(
                    ParleyUnit.start(unit, List.of(), shared, address, arena.unitCpus(), work),
                    shared));
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

  private SfuBench.Start start(String name, String text, Arena arena, Path work) {
    String address = arena.address().getHostAddress();
    StreamUrls urls;
    try {
      urls = StreamUrls.parse(text, address);
    } catch (IllegalArgumentException e) {
      throw wrong("--unit " + name + ": " + e.getMessage());
    }
    Long pid = pids.get(name);
    String command = commands.get(name);
    return command == null
        ? shared ->
            StreamUnit.running(
                name, shared, urls, pid == null ? OptionalLong.empty() : OptionalLong.of(pid))
        : shared ->
            StreamUnit.start(
                name, shared, urls, command.replace("{address}", address), arena.unitCpus(), work);
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
