package io.parley.bench;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks. */
@Command(
    name = "bench",
    description = "Measures the running product.",
    mixinStandardHelpOptions = true,
    subcommands = {PipelineCommand.class, SfuCommand.class})
public final class Main {
  /** Exit code for "it could not be measured, and the line above says why". */
  private static final int NOT_MEASURED = 1;

  private Main() {}

  public static void main(String[] args) {
    // Before the first line is logged: logback reads the property when it configures.
    Path log = Path.of(System.getProperty("parley.home", "."), "target", "bench.log");
    System.setProperty("parley.log", log.toString());
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          thrown.printStackTrace(System.err);
          System.err.println("bench: " + thrown.getMessage());
          return NOT_MEASURED;
        });
    return commandLine;
  }
}
