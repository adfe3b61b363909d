package io.parley.sfu.forward;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The spatial layers of one stream that holds several: how many, how large, and what each adds to
 * those below. One without is a stream of one layer. One thread.
 */
final class SpatialLayers {
  static final int MAX = 8;

  /** W3C webrtc-svc §6: {@code L3T3_KEY} has three spatial layers in one stream. */
  private static final Pattern MODE = Pattern.compile("L([1-8])T[1-8](_KEY(_SHIFT)?|h(_KEY)?)?");

  private final LayerRate[] rates = new LayerRate[MAX];
  private final @Nullable LayerSize[] sizes = new LayerSize[MAX];
  private int count = 1;

  /**
   * @param scalabilityMode as the publisher announced it; null if it did not
   */
  SpatialLayers(@Nullable String scalabilityMode) {
    Matcher mode = scalabilityMode == null ? null : MODE.matcher(scalabilityMode);
    if (mode != null && mode.matches()) {
      count = Integer.parseInt(mode.group(1));
    }
    for (int layer = 0; layer < MAX; layer++) {
      rates[layer] = new LayerRate();
    }
  }

  /** The stream says how many it has from now on, 1–8. */
  void count(int layers) {
    count = Math.max(1, Math.min(MAX, layers));
  }

  int count() {
    return count;
  }

  /**
   * @param size width and height as {@code width << 16 | height}; what has no pixels is ignored
   */
  void size(int layer, int size) {
    if (size >>> 16 != 0 && (size & 0xffff) != 0) {
      sizes[layer] = new LayerSize(size >>> 16, size & 0xffff);
    }
  }

  /** Null until the stream told. */
  @Nullable LayerSize size(int layer) {
    return sizes[layer];
  }

  /**
   * @param spatial 0–7
   * @param temporal 0–3
   * @param length on the wire
   */
  void packet(int spatial, int temporal, int length, long nowMicros) {
    rates[spatial].packet(temporal, length, nowMicros);
  }

  boolean isKnown() {
    return rates[0].isKnown();
  }

  /** Of this layer with all below; of each, temporal layers 0 to {@code temporal}. */
  long bitsPerSecond(int spatial, int temporal) {
    long sum = 0;
    for (int layer = 0; layer <= spatial; layer++) {
      sum += rates[layer].bitsPerSecond(temporal);
    }
    return sum;
  }
}
