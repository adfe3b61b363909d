package io.parley.standalone;

import io.parley.transcription.model.ProvisionedModel;
import io.parley.web.WebServer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A running Parley: first the servers (side by side), then the parts that need them (side by side).
 * Closing goes the other way round.
 */
final class Installation implements AutoCloseable {
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final UpOptions options;
  private final Settings settings;
  private final DataDirectory data;
  private @Nullable FirstAccount firstAccount;
  private String url = "";
  private @Nullable ProvisionedModel model;

  private Installation(UpOptions options, Settings settings, DataDirectory data) {
    this.options = options;
    this.settings = settings;
    this.data = data;
  }

  /**
   * Returns when everything answers.
   *
   * @throws StartupException in one line why not; what had been started is stopped again
   */
  static Installation start(
      UpOptions options,
      Settings settings,
      DataDirectory data,
      Set<Part> parts,
      boolean resetAdmin,
      Progress progress)
      throws StartupException, InterruptedException {
    requireFreePorts(settings, parts);
    Installation installation = new Installation(options, settings, data);
    ExecutorService executor = Executors.newCachedThreadPool();
    try {
      installation.startServersThenParts(parts, resetAdmin, progress, executor);
      return installation;
    } catch (StartupException | InterruptedException | RuntimeException e) {
      boolean interrupted = Thread.interrupted();
      Futures.abandon(executor);
      installation.close();
      if (interrupted) {
        throw new InterruptedException();
      }
      throw e;
    } finally {
      executor.shutdown();
    }
  }

  private void startServersThenParts(
      Set<Part> parts, boolean resetAdmin, Progress progress, ExecutorService executor)
      throws StartupException, InterruptedException {
    Future<ProvisionedModel> provisioning =
        executor.submit(
            () ->
                progress.step("speech model", () -> ModelPart.provision(settings, data, progress)));
    Servers servers = keep(Servers.start(settings, data, progress, executor));
    firstAccount = progress.step("catalogue", () -> Preparation.of(settings, servers, resetAdmin));
    ProvisionedModel provisioned = Futures.result(provisioning);
    model = provisioned;

    PartConfigs configs = new PartConfigs(settings, data, servers, provisioned);
    url = configs.webUrl();
    List<Future<?>> starting = new ArrayList<>();
    if (parts.contains(Part.SFU) && settings.values().getBoolean("sfu.embedded")) {
      PartProcess.Terms terms = PartProcess.Terms.sfu(settings.values().getBytes("sfu.tap-buffer"));
      starting.add(
          executor.submit(() -> keep(progress.step("SFU", () -> start(Part.SFU, terms, servers)))));
    }
    if (parts.contains(Part.JOBS)) {
      PartProcess.Terms terms = PartProcess.Terms.jobs(settings.values().getInt("flink.niceness"));
      starting.add(
          executor.submit(
              () -> keep(progress.step("jobs", () -> start(Part.JOBS, terms, servers)))));
    }
    if (parts.contains(Part.WEB)) {
      starting.add(
          executor.submit(
              () -> keep(progress.step("web server", () -> WebServer.start(configs.web())))));
    }
    for (Future<?> part : starting) {
      Futures.result(part);
    }
  }

  /** The SFU's pauses and the jobs' crashes shall be nobody else's. */
  private PartProcess start(Part part, PartProcess.Terms terms, Servers servers)
      throws StartupException, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(options.arguments());
    arguments.addAll(
        List.of(
            "--data-dir",
            data.path().toString(),
            "--set",
            "kafka.bootstrap-servers=" + servers.bootstrapServers()));
    return PartProcess.start(part, data.path(), terms, arguments);
  }

  private static void requireFreePorts(Settings settings, Set<Part> parts) throws StartupException {
    if (settings.text("kafka.bootstrap-servers").isEmpty()) {
      Ports.requireFreeTcp("kafka.port", "127.0.0.1", settings.port("kafka.port"));
    }
    if (settings.text("s3.endpoint").isEmpty()) {
      Ports.requireFreeTcp("s3.port", "127.0.0.1", settings.port("s3.port"));
    }
    if (settings.text("database.jdbc-url").isEmpty()) {
      Ports.requireFreeTcp("database.port", "127.0.0.1", settings.port("database.port"));
    }
    if (parts.contains(Part.WEB)) {
      Ports.requireFreeTcp(
          "web.port", settings.values().getString("web.host"), settings.port("web.port"));
    }
    if (parts.contains(Part.SFU) && settings.values().getBoolean("sfu.embedded")) {
      Ports.requireFreeTcp(
          "sfu.port", settings.values().getString("sfu.host"), settings.port("sfu.port"));
      Ports.requireFreeUdp(
          "sfu.udp-port",
          settings.values().getString("sfu.udp-host"),
          settings.port("sfu.udp-port"));
      if (settings.values().getBoolean("sfu.tcp")) {
        Ports.requireFreeTcp(
            "sfu.udp-port",
            settings.values().getString("sfu.udp-host"),
            settings.port("sfu.udp-port"));
      }
    }
  }

  /** Tells the person at the terminal where to go. */
  void announce(Progress progress) {
    progress.line("");
    progress.line(
        String.format(
            Locale.ROOT, "Parley is ready: %s   (%.1f s)", url, progress.elapsedSeconds()));
    FirstAccount account = firstAccount;
    if (account != null) {
      progress.line("First account:   " + account.sentence());
    }
    progress.line("Data:            " + data.path());
    ProvisionedModel provisioned = model;
    if (provisioned != null && provisioned.notice() != null) {
      progress.line("Captions:        " + provisioned.notice().message());
      progress.line("                 " + provisioned.notice().remedy());
    }
    progress.line("Stop with Ctrl-C.");
  }

  private <T extends AutoCloseable> T keep(T part) {
    synchronized (running) {
      running.push(part);
    }
    return part;
  }

  /** Stops web server, jobs and SFU side by side, then the servers. */
  @Override
  public void close() {
    List<AutoCloseable> parts = new ArrayList<>();
    List<AutoCloseable> servers = new ArrayList<>();
    synchronized (running) {
      for (AutoCloseable each : running) {
        (each instanceof Servers ? servers : parts).add(each);
      }
      running.clear();
    }
    Closing.all(parts);
    Closing.all(servers);
  }
}
