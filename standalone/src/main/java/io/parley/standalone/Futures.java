package io.parley.standalone;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that start side by side: waiting for them, and giving them up. */
final class Futures {
  private static final Logger LOG = LoggerFactory.getLogger(Futures.class);
  private static final long GIVE_UP_SECONDS = 9;

  private Futures() {}

  /**
   * Interrupts what still runs and waits for its end, so that whatever it had started by then is
   * known and can be closed. Uses up an interrupt of the caller.
   */
  static void abandon(ExecutorService executor) {
    executor.shutdownNow();
    boolean ended = false;
    while (!ended) {
      try {
        ended = true;
        if (!executor.awaitTermination(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("a part that was starting does not answer to an interrupt");
        }
      } catch (InterruptedException e) {
        ended = false;
      }
    }
  }

  /**
   * The result, or the reason it did not come about as the person at the terminal shall read it.
   */
  static <T> T result(Future<T> future) throws StartupException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartupException startup) {
        throw startup;
      }
      throw new StartupException(String.valueOf(e.getCause()), e);
    }
  }
}
