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
    PictureComposer.Pictures pictures = PictureComposer.compose(input, spec);
    SoundComposer.Sound sound = SoundComposer.compose(input, spec.audioBitRateBps());
    byte[] init =
        Fmp4.init(spec.width(), spec.height(), pictures.parameterSets(), spec.audioBitRateBps());
    byte[] segment =
        Fmp4.segment(
            input.window(),
            WindowGrid.startSample(input.window()),
            pictures.accessUnits(),
            spec.samplesPerFrame(),
            sound.frames());
    List<TrackGap> gaps = new ArrayList<>(pictures.gaps());
    gaps.addAll(sound.gaps());
    gaps.sort(Comparator.comparing(gap -> gap.trackId().value()));
    return new ComposedWindow(
        input.window(), init, segment, new WindowReport(input.window(), gaps));
  }
}
