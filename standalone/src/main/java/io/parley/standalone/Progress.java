package io.parley.standalone;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Tells the person at the terminal what is going on: one line when a part is ready. Thread-safe.
 */
final class Progress {
  private final PrintStream out;
  private final long startedNanos = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  /** Runs {@code work} and says how long it took. */
  <T> T step(String what, Callable<T> work) throws StartupException {
    long began = System.nanoTime();
    try {
      T result = work.call();
      line(String.format(Locale.ROOT, "  %-32s %5.1f s", what, seconds(began)));
      return result;
    } catch (StartupException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException(what + ": interrupted", e);
    } catch (Exception e) {
      throw new StartupException(what + ": " + rootMessage(e), e);
    }
  }

  void line(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }

  /** Seconds since this progress began. */
  double elapsedSeconds() {
    return seconds(startedNanos);
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
