package io.parley.standalone;

import io.parley.storage.embedded.ChildJvm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SFU in a JVM of its own, started again should it die. */
final class SfuProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SfuProcess.class);
  private static final long START_SECONDS = 120;
  private static final long RESTART_DELAY_SECONDS = 1;
  private static final long PROBE_MILLIS = 50;

  /** A small heap, short pauses; Netty's buffers live outside of it. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xms192m", "-Xmx640m", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=10");

  private final Path data;
  private final List<String> arguments;
  private ChildJvm child;
  private boolean closed;

  private SfuProcess(Path data, List<String> arguments) throws IOException {
    this.data = data;
    this.arguments = arguments;
    this.child = launch();
  }

  /**
   * Starts the process and waits until signalling is reachable.
   *
   * @param arguments of {@code run sfu}: where data, broker and ports are
   */
  static SfuProcess start(Path data, List<String> arguments, InetSocketAddress signalling)
      throws StartupException, IOException, InterruptedException {
    SfuProcess sfu = new SfuProcess(data, arguments);
    try {
      sfu.awaitReachable(signalling);
      return sfu;
    } catch (StartupException | IOException | InterruptedException e) {
      sfu.close();
      throw e;
    }
  }

  private synchronized ChildJvm launch() throws IOException {
    ChildJvm launched =
        ChildJvm.launch(data.resolve("sfu.out"), JVM_OPTIONS, Main.class, arguments);
    launched.onExit().thenAccept(this::ended);
    return launched;
  }

  private synchronized void ended(int code) {
    if (closed) {
      return;
    }
    LOG.error(
        "The SFU ended with code {} and is started again; its last words are in sfu.out", code);
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
      LOG.error("The SFU can't be started", e);
    }
  }

  private void awaitReachable(InetSocketAddress signalling)
      throws StartupException, IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      if (!current().isAlive()) {
        break;
      }
      try (Socket probe = new Socket()) {
        probe.connect(signalling, 1_000);
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
      }
    }
    throw new StartupException("the SFU did not start: " + current().logTail());
  }

  private synchronized ChildJvm current() {
    return child;
  }

  /** For measurements. */
  long pid() {
    return current().pid();
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
