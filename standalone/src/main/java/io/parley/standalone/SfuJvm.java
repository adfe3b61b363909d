package io.parley.standalone;

import java.util.List;

/** How the SFU's JVM runs in the product, for those who run it elsewhere, to measure it. */
public final class SfuJvm {
  private SfuJvm() {}

  /**
   * Options of the JVM.
   *
   * @param tapBufferBytes what may wait for the broker; 0 without broker
   */
  public static List<String> options(long tapBufferBytes) {
    return PartProcess.Terms.sfu(tapBufferBytes).jvmOptions();
  }
}
