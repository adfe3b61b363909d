package io.parley.standalone;

import java.util.List;
import java.util.stream.Stream;

/** How the SFU's JVM runs in the product, for those who run it elsewhere, to measure it. */
public final class SfuJvm {
  private SfuJvm() {}

  /**
   * Options of the JVM.
   *
   * @param tapBufferBytes what may wait for the broker; 0 without broker
   */
  public static List<String> options(long tapBufferBytes) {
    return Stream.concat(
            PartProcess.COMPILE_WHAT_IS_HOT.stream(),
            PartProcess.Terms.sfu(tapBufferBytes).jvmOptions().stream())
        .toList();
  }
}
