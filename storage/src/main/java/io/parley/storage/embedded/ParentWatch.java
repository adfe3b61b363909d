package io.parley.storage.embedded;

import java.io.IOException;

/** The child's side of {@link ChildJvm}: it never outlives its parent. */
public final class ParentWatch {
  private ParentWatch() {}

  /** From now on the end of standard input ends this process in order. */
  public static void exitWithParent() {
    Thread watch = new Thread(ParentWatch::waitForEnd, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void waitForEnd() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said; only the end matters
      }
    } catch (IOException e) {
      // a broken pipe is an end too
    }
    System.exit(0);
  }
}
