package io.parley.jobs.recording;

import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.window.TrackBuffer;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.jobs.media.window.WindowInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The frames a meeting still needs, seen at one cut. Pure: what a window or an archive file gets
 * depends on the frames and the times given, never on when they are asked for.
 */
final class FrameShelf {
  /** A key frame this old is forgotten, so that state stays bounded whatever a publisher does. */
  static final long OLDEST_KEY_FRAME_MICROS = 60_000_000;

  private final Map<String, List<Held>> tracks = new LinkedHashMap<>();

  /**
   * A frame in its place.
   *
   * @param number of its place in state
   * @param completeEpochMicros event time at which it was complete
   */
  record Held(long number, long completeEpochMicros, EncodedFrame frame) {}

  /** Frames of a track come in capture order. */
  void add(Held held) {
    tracks.computeIfAbsent(held.frame().trackId().value(), id -> new ArrayList<>()).add(held);
  }

  List<String> trackIds() {
    return tracks.keySet().stream().sorted().toList();
  }

  /**
   * The tracks' part of a window.
   *
   * @param cutEpochMicros frames completed later missed the window
   * @param shown whether a moment of the meeting clock may be shown
   */
  List<WindowInput.Track> forWindow(long window, long cutEpochMicros, LongPredicate shown) {
    List<WindowInput.Track> parts = new ArrayList<>();
    for (List<Held> track : tracks.values()) {
      TrackBuffer buffer = new TrackBuffer();
      for (Held held : track) {
        if (held.completeEpochMicros() <= cutEpochMicros && shown.test(held.frame().micros())) {
          buffer.add(held.frame());
        }
      }
      WindowInput.Track part = buffer.forWindow(window);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  /**
   * Where the archive file that ends about {@code micros} is cut: pictures at the last key frame
   * before it, so that the next file can be decoded on its own; sound right there.
   *
   * @param floorMicros where the file begins
   */
  long archiveCut(String trackId, long floorMicros, long micros) {
    List<Held> track = tracks.getOrDefault(trackId, List.of());
    if (track.isEmpty() || track.get(0).frame().codec().isAudio()) {
      return micros;
    }
    long cut = floorMicros;
    for (Held held : track) {
      if (held.frame().keyFrame() && held.frame().micros() <= micros) {
        cut = Math.max(cut, held.frame().micros());
      }
    }
    return micros - cut > OLDEST_KEY_FRAME_MICROS ? micros : cut;
  }

  /**
   * Frames of a track from {@code fromMicros} to before {@code toMicros}. Pictures begin with a key
   * frame: nobody could show what is before it; none is shown for longer than to the end, where the
   * next file begins.
   */
  List<EncodedFrame> between(
      String trackId, long fromMicros, long toMicros, long cutEpochMicros, LongPredicate shown) {
    return tracks.getOrDefault(trackId, List.of()).stream()
        .filter(held -> held.completeEpochMicros() <= cutEpochMicros)
        .map(Held::frame)
        .filter(frame -> frame.micros() >= fromMicros && frame.micros() < toMicros)
        .filter(frame -> shown.test(frame.micros()))
        .dropWhile(frame -> !frame.keyFrame())
        .map(frame -> frame.codec().isAudio() ? frame : frame.endingBy(toMicros))
        .toList();
  }

  /**
   * Numbers of the frames that neither a window from {@code nextWindow} on nor an archive file
   * needs.
   *
   * @param archivedMicros by track: what is archived up to where
   */
  List<Long> needless(long nextWindow, Map<String, Long> archivedMicros) {
    long start = WindowGrid.startMicros(nextWindow);
    List<Long> numbers = new ArrayList<>();
    tracks.forEach(
        (id, track) -> {
          long keep = Math.min(neededFrom(track, start), archivedMicros.getOrDefault(id, 0L));
          for (Held held : track) {
            if (held.frame().micros() < keep) {
              numbers.add(held.number());
            }
          }
        });
    return numbers;
  }

  private static long neededFrom(List<Held> track, long startMicros) {
    if (track.get(0).frame().codec().isAudio()) {
      return startMicros - WindowGrid.AUDIO_BEFORE_MICROS;
    }
    long key = startMicros;
    for (Held held : track) {
      if (held.frame().keyFrame() && held.frame().micros() <= startMicros) {
        key = held.frame().micros();
      }
    }
    return startMicros - key > OLDEST_KEY_FRAME_MICROS ? startMicros : key;
  }
}
