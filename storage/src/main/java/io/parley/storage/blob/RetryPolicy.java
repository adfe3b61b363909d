package io.parley.storage.blob;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * How often and how patiently a request is tried that failed for a passing reason. The wait doubles
 * from try to try.
 *
 * @param attempts at least 1, the first included
 * @param firstWait before the second try
 * @param longestWait no wait exceeds it
 */
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait) {
  /** Bears about half a minute of outage. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(8, Duration.ofMillis(200), Duration.ofSeconds(10));

  public RetryPolicy {
    if (attempts < 1 || firstWait.isNegative() || longestWait.isNegative()) {
      throw new IllegalArgumentException("at least one attempt, and no negative wait");
    }
  }

  /** One try at the request. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * @throws IOException what the last attempt threw, or the first that is no passing fault of the
   *     store
   */
  <T> T run(Attempt<T> attempt) throws IOException {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.run();
      } catch (BlobException e) {
        if (!e.fault().isPassing() || tried >= attempts) {
          throw e;
        }
        pause(waitAfter(tried), e);
      }
    }
  }

  Duration waitAfter(int tried) {
    long doubled = firstWait.toMillis() << Math.min(tried - 1, 30);
    return Duration.ofMillis(Math.min(doubled, longestWait.toMillis()));
  }

  private static void pause(Duration wait, BlobException reason) throws IOException {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while waiting to try again");
      interrupted.addSuppressed(reason);
      throw interrupted;
    }
  }
}
