package io.parley.standalone;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code up} does before it starts the parts, for an installation whose parts run apart. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    description =
        "Makes tables, bucket, topics and the first account on your servers, where they are"
            + " missing.")
final class PrepareCommand implements Callable<Integer> {
  @Mixin private UpOptions options = new UpOptions();

  @Option(
      names = "--reset-admin",
      description = "Give the first account a new password and print it.")
  private boolean resetAdmin;

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    Files.createDirectories(UpOptions.path(settings));
    DataDirectory data = options.sharedDirectory(settings);
    UpCommand.logTo(data.resolve("prepare.log"));
    Progress progress = new Progress(System.out);
    Servers servers = Servers.alreadyUp(settings, data);
    FirstAccount account =
        progress.step("prepared", () -> Preparation.of(settings, servers, resetAdmin));
    progress.line("First account:   " + account.sentence());
    return 0;
  }
}
