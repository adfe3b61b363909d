package io.parley.sfu.forward;

import io.parley.sfu.track.DependencyDescriptor;
import io.parley.sfu.track.DependencyStructure;
import io.parley.sfu.track.LayeredDescriptor;
import io.parley.sfu.track.Vp9Descriptor;
import io.parley.storage.codec.rtp.RtpPacket;
import java.util.List;
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

  /**
   * A packet came.
   *
   * @param onTheWire its length
   */
  void packet(LayeredDescriptor layered, RtpPacket rtp, int onTheWire, long nowMicros) {
    int temporal = Math.min(layered.temporalLayer(), LayerRate.TEMPORAL_LAYERS - 1);
    rates[layered.spatialLayer()].packet(temporal, onTheWire, nowMicros);
    if (layered instanceof Vp9Descriptor vp9 && vp9.structureLayers() > 0) {
      count(vp9.structureLayers());
      for (int layer = 0; layer < vp9.structureLayers(); layer++) {
        int size = vp9.size(rtp.buffer(), rtp.payloadOffset(), layer);
        size(layer, size >>> 16, size & 0xffff);
      }
    } else if (layered instanceof DependencyDescriptor av1) {
      targets(av1);
    }
  }

  private void targets(DependencyDescriptor av1) {
    if (av1.activeTargets() != 0) {
      count(av1.structure().highestSpatialLayer(av1.activeTargets()) + 1);
    }
    List<DependencyStructure.Size> told = av1.structure().sizes();
    for (int layer = 0; av1.structured() && layer < told.size(); layer++) {
      size(layer, told.get(layer).width(), told.get(layer).height());
    }
  }

  /** The stream says how many it has from now on, 1–8. */
  private void count(int layers) {
    count = Math.max(1, Math.min(MAX, layers));
  }

  int count() {
    return count;
  }

  /** What has no pixels is ignored. */
  private void size(int layer, int width, int height) {
    if (width != 0 && height != 0) {
      sizes[layer] = new LayerSize(width, height);
    }
  }

  /** Null until the stream told. */
  @Nullable LayerSize size(int layer) {
    return sizes[layer];
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
