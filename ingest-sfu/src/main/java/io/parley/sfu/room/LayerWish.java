package io.parley.sfu.room;

import io.parley.sfu.forward.PublishedTrack;
import org.jspecify.annotations.Nullable;

/** What one subscriber wants of one track: no more than it can show, or chose. */
final class LayerWish {
  private static final int HIGHEST = Integer.MAX_VALUE;

  private int width;
  private int height;
  private int spatial = HIGHEST;
  private int temporal = HIGHEST;

  /**
   * Replaces the wish.
   *
   * @param width of the picture on the screen, device pixels; null for any
   * @param height of the picture on the screen, device pixels; null for any
   * @param spatial highest simulcast layer, from 0; null for the highest
   * @param temporal highest temporal layer, from 0; null for the highest
   */
  void set(
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Integer spatial,
      @Nullable Integer temporal) {
    this.width = width == null ? 0 : Math.max(0, width);
    this.height = height == null ? 0 : Math.max(0, height);
    this.spatial = spatial == null ? HIGHEST : Math.max(0, spatial);
    this.temporal = temporal == null ? HIGHEST : Math.max(0, temporal);
  }

  /** The highest simulcast layer that is of use. */
  int spatial(PublishedTrack track) {
    int bySize = width > 0 && height > 0 ? track.layerFor(width, height) : track.layers() - 1;
    return Math.min(bySize, spatial);
  }

  /** The highest temporal layer that is of use. */
  int temporal() {
    return temporal;
  }

  /** How many pixels it takes on the screen; 0 if unknown. */
  long area() {
    return (long) width * height;
  }
}
