package io.parley.standalone;

import com.typesafe.config.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line of an installation: {@code up}, {@code run} and {@code prepare}. */
@Command(
    name = "parley",
    description = "Meetings with a memory.",
    subcommands = {UpCommand.class, RunCommand.class, PrepareCommand.class})
public final class Main {
  /** Exit code for "it did not start, and the line above says why". */
  static final int NOT_STARTED = 1;

  /** Exit code for a command line that can't be understood. */
  static final int MISUSED = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Every way not to start ends in one line on standard error. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setParameterExceptionHandler(Main::misused);
    commandLine.setExecutionExceptionHandler(
        (thrown, command, parsed) -> notStarted(thrown, command.getErr()));
    return commandLine;
  }

  private static int misused(ParameterException thrown, String[] args) {
    CommandLine command = thrown.getCommandLine();
    command
        .getErr()
        .println(
            "parley: "
                + thrown.getMessage()
                + "; ./"
                + command.getCommandSpec().qualifiedName()
                + " --help lists what there is");
    return MISUSED;
  }

  private static int notStarted(Exception thrown, PrintWriter err) {
    if (thrown instanceof ConfigException) {
      err.println("parley: " + thrown.getMessage() + "; reference.conf says what it takes");
      return NOT_STARTED;
    }
    if (!(thrown instanceof StartupException)) {
      thrown.printStackTrace(err);
    }
    err.println("parley: " + thrown.getMessage());
    return NOT_STARTED;
  }
}
