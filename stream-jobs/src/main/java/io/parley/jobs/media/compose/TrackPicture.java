package io.parley.jobs.media.compose;

import io.parley.jobs.media.codec.VideoDecoder;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.media.window.WindowReport.TrackGap;
import io.parley.storage.contract.MediaSource;
import java.util.List;

/**
 * The picture of one video track as a window goes by. After a loss the last good picture stands
 * until the next key frame, or for {@link #FREEZE_MICROS} at most: better a damaged picture then.
 * One thread; to be closed.
 */
final class TrackPicture implements AutoCloseable {
  static final long FREEZE_MICROS = 3_000_000;

  /** A camera silent for so long gives way to the tile with initials. */
  static final long STALE_MICROS = 8_000_000;

  private final WindowInput.Track track;
  private final long windowStart;
  private final VideoDecoder decoder;
  private int next;
  private boolean any;
  private boolean frozen;
  private long frozenSince;
  private long lastShown = Long.MIN_VALUE;
  private int inWindow;
  private int undecodable;
  private int discontinuities;
  private long missing;

  TrackPicture(WindowInput.Track track, long windowStart) {
    this.track = track;
    this.windowStart = windowStart;
    this.decoder = new VideoDecoder(track.codec());
  }

  WindowInput.Track track() {
    return track;
  }

  VideoDecoder decoder() {
    return decoder;
  }

  /** Decodes what was captured up to a time; true if there is a new picture to show. */
  boolean advanceTo(long micros) {
    boolean changed = false;
    List<EncodedFrame> frames = track.frames();
    while (next < frames.size() && frames.get(next).micros() <= micros) {
      changed |= decode(frames.get(next++));
    }
    return changed;
  }

  private boolean decode(EncodedFrame frame) {
    boolean counts = frame.micros() >= windowStart;
    inWindow += counts ? 1 : 0;
    discontinuities += counts && frame.discontinuity() ? 1 : 0;
    if (frame.keyFrame()) {
      frozen = false;
    } else if (frame.discontinuity() && !frozen) {
      frozen = true;
      frozenSince = frame.micros();
    }
    if (frozen && frame.micros() - frozenSince < FREEZE_MICROS) {
      return false;
    }
    boolean decoded = decoder.decode(frame.data(), frame.micros());
    undecodable += counts && !decoded ? 1 : 0;
    if (decoded) {
      noteShown(frame.micros());
    }
    return decoded;
  }

  private void noteShown(long micros) {
    if (lastShown != Long.MIN_VALUE && micros - lastShown > TrackGap.FROZEN_AFTER_MICROS) {
      missing += Math.max(0, micros - Math.max(lastShown, windowStart));
    }
    any = true;
    lastShown = micros;
  }

  /** Whether it has something to show at this time. */
  boolean visibleAt(long micros) {
    return any && (track.source() == MediaSource.SCREEN || micros - lastShown < STALE_MICROS);
  }

  /** What the window lacked of this track. */
  TrackGap gap(long windowEnd) {
    if (any && windowEnd - lastShown > TrackGap.FROZEN_AFTER_MICROS) {
      missing += windowEnd - Math.max(lastShown, windowStart);
    }
    // A screen that does not change sends nothing: that is no loss.
    boolean still = track.source() == MediaSource.SCREEN && discontinuities == 0;
    return new TrackGap(
        track.trackId(), inWindow, undecodable, discontinuities, still ? 0 : missing);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
