package io.parley.sfu.browser;

import java.util.concurrent.TimeUnit;

/** How processes of tests are ended. */
final class Ending {
  private static final int PATIENCE_SECONDS = 10;

  private Ending() {}

  /** Asks it to end, and waits; one that does not is killed. */
  static void inOrder(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
