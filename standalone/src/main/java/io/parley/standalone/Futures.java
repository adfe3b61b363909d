package io.parley.standalone;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for parts that start side by side. */
final class Futures {
  private Futures() {}

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
