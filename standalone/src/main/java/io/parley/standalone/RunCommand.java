package io.parley.standalone;

import io.parley.sfu.Sfu;
import io.parley.storage.embedded.ParentWatch;
import io.parley.web.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs one part against servers that are up already, with the data directory's secrets. Does not
 * take the data directory: {@code up} has it.
 */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs one part alone, against servers that are up (see up --without).")
final class RunCommand implements Callable<Integer> {
  @Mixin private UpOptions options = new UpOptions();

  @Parameters(paramLabel = "PART", description = "One of ${COMPLETION-CANDIDATES}.")
  private Part part = Part.SFU;

  @Option(names = "--end-with-parent", hidden = true)
  private boolean endWithParent;

  @Option(names = "--ready-file", hidden = true)
  private @Nullable Path readyFile;

  @Override
  public Integer call() throws Exception {
    if (endWithParent) {
      ParentWatch.exitWithParent();
    }
    Settings settings = options.settings();
    Path path = UpOptions.home().resolve(settings.values().getString("data-dir")).normalize();
    UpCommand.logTo(path.resolve(part + ".log"));
    UpCommand.unpackNativeLibrariesIn(path);
    DataDirectory data = DataDirectory.shared(path);
    Progress progress = new Progress(System.out);
    AutoCloseable running =
        switch (part) {
          case SFU -> Sfu.start(new SfuSettings(settings, data).config());
          case WEB -> WebServer.start(configs(settings, data, progress).web());
          case JOBS -> configs(settings, data, progress).startJobs();
        };
    progress.line(part + " is running. Stop with Ctrl-C.");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Closing.one(running), "stop"));
    if (readyFile != null) {
      Files.createFile(readyFile);
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private static PartConfigs configs(Settings settings, DataDirectory data, Progress progress)
      throws Exception {
    return new PartConfigs(
        settings,
        data,
        Servers.alreadyUp(settings, data),
        ModelPart.provision(settings, data, progress));
  }
}
