package io.parley.jobs.media.compose;

import io.parley.jobs.media.mux.Fmp4;
import io.parley.jobs.media.sound.SoundComposer;
import io.parley.jobs.media.window.ComposedWindow;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.media.window.WindowReport;
import io.parley.jobs.media.window.WindowReport.TrackGap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Composes one window: picture, sound, segment. */
public final class WindowComposer {
  private WindowComposer() {}

  /** The same input and spec give the same bytes. Any thread; takes about a second of one core. */
  public static ComposedWindow compose(WindowInput input, CompositionSpec spec) {
    return compose(input, spec, WindowGrid.WINDOW_MICROS);
  }

  /**
   * As {@link #compose(WindowInput, CompositionSpec)}, for a recording that ends in this window.
   *
   * @param durationMicros how much of the window is wanted; rounded up to whole pictures and whole
   *     AAC frames, at least one of each
   */
  public static ComposedWindow compose(
      WindowInput input, CompositionSpec spec, long durationMicros) {
    PictureComposer.Pictures pictures = PictureComposer.compose(input, spec);
    SoundComposer.Sound sound = SoundComposer.compose(input, spec.audioBitRateBps());
    byte[] init =
        Fmp4.init(spec.width(), spec.height(), pictures.parameterSets(), spec.audioBitRateBps());
    byte[] segment =
        Fmp4.segment(
            input.window(),
            WindowGrid.startSample(input.window()),
            beginning(pictures.accessUnits(), durationMicros),
            spec.samplesPerFrame(),
            beginning(sound.frames(), durationMicros));
    List<TrackGap> gaps = new ArrayList<>(pictures.gaps());
    gaps.addAll(sound.gaps());
    gaps.replaceAll(gap -> withoutTail(gap, WindowGrid.WINDOW_MICROS - durationMicros));
    gaps.sort(Comparator.comparing(gap -> gap.trackId().value()));
    return new ComposedWindow(
        input.window(), init, segment, new WindowReport(input.window(), gaps));
  }

  private static <T> List<T> beginning(List<T> window, long durationMicros) {
    long wanted = -Math.floorDiv(-durationMicros * window.size(), WindowGrid.WINDOW_MICROS);
    return window.subList(0, (int) Math.min(window.size(), Math.max(1, wanted)));
  }

  /** What stood still only because the recording was over is no gap. */
  private static TrackGap withoutTail(TrackGap gap, long tailMicros) {
    if (tailMicros < TrackGap.FROZEN_AFTER_MICROS || gap.missingMicros() < tailMicros) {
      return gap;
    }
    long left = gap.missingMicros() - tailMicros;
    return new TrackGap(
        gap.trackId(),
        gap.frames(),
        gap.undecodable(),
        gap.discontinuities(),
        left < TrackGap.FROZEN_AFTER_MICROS ? 0 : left);
  }
}
