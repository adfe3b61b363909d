package io.parley.standalone;

import io.parley.storage.embedded.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A part in a JVM of its own, started again should it die. */
final class PartProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartProcess.class);
  private static final long START_SECONDS = 120;
  private static final long RESTART_DELAY_SECONDS = 1;
  private static final long PROBE_MILLIS = 20;

  /**
   * How a part's process runs.
   *
   * @param niceness 0–19, see {@link ChildJvm#launch}
   */
  record Terms(int niceness, List<String> jvmOptions) {
    /** What meetings need of it beside what waits for the broker. */
    private static final long SFU_HEAP_BYTES = 384L << 20;

    /**
     * A small heap, short pauses; Netty's buffers live outside of it. Packets that may be asked for
     * again live for a second: in a young generation of this size they die before anybody copies
     * them twice.
     *
     * <p>The quick compiler alone: its code is there after a few hundred packets, for good, and
     * counts nothing. The optimising one takes minutes of a core's time after the first call until
     * it has been everywhere, and what it makes quicker is less than half of what a packet costs;
     * ciphers and the kernel take the rest (docs/performance.md).
     *
     * @param tapBufferBytes what may wait for the broker: it must find room in the heap
     */
    static Terms sfu(long tapBufferBytes) {
      long mebibytes = (SFU_HEAP_BYTES + tapBufferBytes) >> 20;
      return new Terms(
          0,
          List.of(
              "-Xms192m",
              "-Xmx" + mebibytes + "m",
              "-Xmn96m",
              "-XX:+UseG1GC",
              "-XX:MaxGCPauseMillis=10",
              "-XX:TieredStopAtLevel=1"));
    }

    /**
     * Captions and recordings may come a little later, live media may not. The optimising compiler
     * comes in ten times later than it would by itself: where a small meeting has used a code path
     * for a minute it took more than the work it made quicker.
     */
    static Terms jobs(int niceness) {
      return new Terms(
          niceness,
          List.of(
              "-XX:Tier4InvocationThreshold=50000",
              "-XX:Tier4MinInvocationThreshold=6000",
              "-XX:Tier4CompileThreshold=150000",
              "-XX:Tier4BackEdgeThreshold=400000",
              "-Xmx2g",
              "-XX:+UseG1GC",
              "-XX:+ExitOnOutOfMemoryError",
              "-Djava.awt.headless=true",
              "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    }

    Terms {
      if (niceness < 0 || niceness > 19) {
        throw new IllegalArgumentException("niceness is 0 to 19, not " + niceness);
      }
    }
  }

  private final Part part;
  private final Path data;
  private final Terms terms;
  private final List<String> arguments;
  private final Path ready;
  private ChildJvm child;
  private boolean closed;

  private PartProcess(Part part, Path data, Terms terms, List<String> settings) throws IOException {
    this.part = part;
    this.data = data;
    this.terms = terms;
    this.ready = data.resolve(part + ".ready");
    this.arguments =
        new ArrayList<>(
            List.of("run", part.toString(), "--end-with-parent", "--ready-file", ready.toString()));
    arguments.addAll(settings);
    this.child = launch();
  }

  /**
   * Starts the process and waits until the part does its work.
   *
   * @param data the data directory; what the process prints goes to {@code part.out} in it
   * @param settings options of {@code run}: where data, broker and ports are
   */
  static PartProcess start(Part part, Path data, Terms terms, List<String> settings)
      throws StartupException, IOException, InterruptedException {
    PartProcess process = new PartProcess(part, data, terms, settings);
    try {
      process.awaitReady();
      return process;
    } catch (StartupException | IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  private synchronized ChildJvm launch() throws IOException {
    Files.deleteIfExists(ready);
    ChildJvm launched =
        ChildJvm.launch(
            data.resolve(part + ".out"),
            terms.niceness(),
            terms.jvmOptions(),
            Main.class,
            arguments);
    launched.onExit().thenAccept(this::ended);
    return launched;
  }

  private synchronized void ended(int code) {
    if (closed) {
      return;
    }
    LOG.error(
        "Part {} ended with code {} and is started again; its last words are in {}.out",
        part,
        code,
        part);
    CompletableFuture.delayedExecutor(RESTART_DELAY_SECONDS, TimeUnit.SECONDS)
        .execute(this::relaunch);
  }

  private synchronized void relaunch() {
    if (closed) {
      return;
    }
    try {
      child = launch();
    } catch (IOException e) {
      LOG.error("Part {} can't be started", part, e);
    }
  }

  /** The child makes the file when it is ready; see {@link RunCommand}. */
  private void awaitReady() throws StartupException, IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline && current().isAlive()) {
      if (Files.exists(ready)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
    }
    throw new StartupException("part " + part + " did not start: " + current().logTail());
  }

  private synchronized ChildJvm current() {
    return child;
  }

  @Override
  public void close() {
    ChildJvm last;
    synchronized (this) {
      closed = true;
      last = child;
    }
    last.close();
  }
}
