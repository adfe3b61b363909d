package io.parley.standalone;

import io.parley.jobs.running.RunningJobs;
import io.parley.sfu.Sfu;
import io.parley.storage.embedded.ParentWatch;
import io.parley.web.WebServer;
import java.io.IOException;
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
    DataDirectory data = options.sharedDirectory(settings);
    UpCommand.logTo(data.resolve(part + ".log"));
    UpCommand.unpackNativeLibrariesIn(data.path());
    Progress progress = new Progress(System.out);
    AutoCloseable running =
        switch (part) {
          case SFU -> Sfu.start(new SfuSettings(settings, data).config());
          case WEB -> WebServer.start(configs(settings, data, progress).web());
          case JOBS -> jobs(settings, configs(settings, data, progress));
        };
    progress.line(part + " is running. Stop with Ctrl-C.");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Closing.one(running), "stop"));
    if (readyFile != null) {
      Files.createFile(readyFile);
    }
    new CountDownLatch(1).await();
    return 0;
  }

  /** The jobs, and somebody to ask how they fare; a child of {@code up} has its parent for that. */
  private AutoCloseable jobs(Settings settings, PartConfigs configs) throws Exception {
    if (endWithParent) {
      return configs.startJobs();
    }
    String host = settings.values().getString("jobs.host");
    int port = settings.port("jobs.port");
    Ports.requireFreeTcp("jobs.port", host, port);
    RunningJobs jobs = configs.startJobs();
    HealthServer health;
    try {
      health = HealthServer.start(host, port, jobs);
    } catch (IOException e) {
      jobs.close();
      throw e;
    }
    return () -> {
      health.close();
      jobs.close();
    };
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
