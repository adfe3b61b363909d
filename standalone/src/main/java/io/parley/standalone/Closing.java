package io.parley.standalone;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stopping parts; one that fails to stop does not keep the others from it. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  /** Closes all of them side by side and waits for the slowest. */
  static void all(Collection<? extends AutoCloseable> parts) {
    if (parts.isEmpty()) {
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(parts.size());
    try {
      List<? extends Future<?>> closing =
          parts.stream().map(part -> executor.submit(() -> one(part))).toList();
      for (Future<?> each : closing) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      LOG.warn("a part did not stop in order", e);
    } finally {
      executor.shutdown();
    }
  }

  /** Closes it, and logs what went wrong. */
  static void one(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not stop in order", part.getClass().getSimpleName(), e);
    }
  }
}
