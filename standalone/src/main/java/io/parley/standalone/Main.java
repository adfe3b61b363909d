package io.parley.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of an installation: {@code up} and {@code run}. */
@Command(
    name = "parley",
    description = "Meetings with a memory.",
    subcommands = {UpCommand.class, RunCommand.class})
public final class Main {
  /** Exit code for "it did not start, and the line above says why". */
  static final int NOT_STARTED = 1;

  private Main() {}

  public static void main(String[] args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          if (!(thrown instanceof StartupException)) {
            thrown.printStackTrace(System.err);
          }
          System.err.println("parley: " + thrown.getMessage());
          return NOT_STARTED;
        });
    System.exit(commandLine.execute(args));
  }
}
