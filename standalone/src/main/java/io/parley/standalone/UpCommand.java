package io.parley.standalone;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything, says where it is, and stops it in order when told to. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Starts everything and prints the address. Ctrl-C or SIGTERM stops it.")
final class UpCommand implements Callable<Integer> {
  @Mixin private UpOptions options = new UpOptions();

  @Option(
      names = "--without",
      paramLabel = "PART",
      description = "Leave a part out (${COMPLETION-CANDIDATES}) to run it by itself.")
  private Set<Part> without = new LinkedHashSet<>();

  @Option(
      names = "--reset-admin",
      description = "Give the first account a new password and print it.")
  private boolean resetAdmin;

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    Path path = UpOptions.path(settings);
    long minimumFree = settings.values().getBytes("minimum-free-disk");
    try (DataDirectory data = DataDirectory.open(path, minimumFree)) {
      logTo(data.resolve("parley.log"));
      unpackNativeLibrariesIn(path);
      Set<Part> parts = EnumSet.allOf(Part.class);
      parts.removeAll(without);
      return run(settings, data, parts);
    }
  }

  private int run(Settings settings, DataDirectory data, Set<Part> parts) throws StartupException {
    AtomicBoolean told = new AtomicBoolean();
    CountDownLatch stopped = new CountDownLatch(1);
    Progress progress = new Progress(System.out);
    // The hook only passes the word on, so that stopping happens in one place and in order, also
    // when it comes in the middle of starting.
    Thread starter = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              told.set(true);
              starter.interrupt();
              await(stopped);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Installation installation =
        Installation.start(options, settings, data, parts, resetAdmin, progress)) {
      installation.announce(progress);
      awaitTheWord();
      progress.line("Stopping …");
    } catch (StartupException | InterruptedException e) {
      // An interrupted part may put it in words of its own.
      if (!told.get() && e instanceof StartupException notStarted) {
        throw notStarted;
      }
      progress.line("Stopped before it was ready.");
    } finally {
      stopped.countDown();
      closeLog();
    }
    return 0;
  }

  /**
   * Returns when the hook says so; the interrupt is used up, so that closing may wait for things.
   */
  private static void awaitTheWord() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // this is the word
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Must come before the first line is logged: logback reads the property when it configures. */
  static void logTo(Path file) throws IOException {
    System.setProperty("parley.log", file.toString());
    // Configured here and now: parts that start side by side would otherwise race for it.
    LoggerFactory.getLogger(UpCommand.class).info("Parley starts");
  }

  /** FFmpeg's libraries are unpacked once, and with the rest of the data. */
  static void unpackNativeLibrariesIn(Path data) {
    System.setProperty("org.bytedeco.javacpp.cachedir", data.resolve("native").toString());
  }

  private static void closeLog() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
