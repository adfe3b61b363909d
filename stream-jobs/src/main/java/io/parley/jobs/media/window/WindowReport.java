package io.parley.jobs.media.window;

import io.parley.storage.contract.TrackId;
import java.util.List;

/**
 * What a window lacks; goes into the manifest.
 *
 * @param tracks one line for every track that took part, by track id
 */
public record WindowReport(long window, List<TrackGap> tracks) {
  public WindowReport {
    tracks = List.copyOf(tracks);
  }

  /**
   * @param frames that fell into the window
   * @param undecodable frames the decoder refused
   * @param discontinuities places where frames were lost before the decoder
   * @param missingMicros sound filled with silence between frames that arrived, or picture held
   *     longer than {@link #FROZEN_AFTER_MICROS}
   */
  public record TrackGap(
      TrackId trackId, int frames, int undecodable, int discontinuities, long missingMicros) {
    /** A picture that stands longer than this counts as frozen. */
    public static final long FROZEN_AFTER_MICROS = 1_000_000;
  }
}
