package io.parley.jobs.media.window;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.track.EncodedFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames of one track that open windows still need. {@link #forgetBefore} keeps it bounded: sound
 * to a second beyond the open windows, pictures to the frames since the last key frame before them,
 * and never more than {@link #MAX_BYTES}. One thread.
 */
public final class TrackBuffer {
  /** Beyond this the oldest frames go, whatever windows still want. */
  public static final int MAX_BYTES = 64 << 20;

  private static final int VERSION = 1;

  private final Deque<EncodedFrame> frames = new ArrayDeque<>();
  private long bytes;
  private long droppedFrames;

  /** Adds the next frame. Frames come in capture order, as {@code TrackState} gives them. */
  public void add(EncodedFrame frame) {
    frames.addLast(frame);
    bytes += frame.data().length;
    while (bytes > MAX_BYTES) {
      bytes -= frames.removeFirst().data().length;
      droppedFrames++;
    }
  }

  public boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Payload bytes held. */
  public long bytes() {
    return bytes;
  }

  /** Frames lost to {@link #MAX_BYTES}. */
  public long droppedFrames() {
    return droppedFrames;
  }

  /** The track's part of a window's input; null if it has no frame for it. */
  public WindowInput.@Nullable Track forWindow(long window) {
    EncodedFrame first = frames.peekFirst();
    if (first == null) {
      return null;
    }
    List<EncodedFrame> part = first.codec().isAudio() ? sound(window) : picture(window);
    return part.isEmpty()
        ? null
        : new WindowInput.Track(
            first.trackId(), first.participantId(), first.source(), first.codec(), part);
  }

  private List<EncodedFrame> sound(long window) {
    long from = WindowGrid.startMicros(window) - WindowGrid.AUDIO_BEFORE_MICROS;
    long to = WindowGrid.endMicros(window) + WindowGrid.AUDIO_AFTER_MICROS;
    List<EncodedFrame> part = new ArrayList<>();
    for (EncodedFrame frame : frames) {
      if (frame.micros() >= from && frame.micros() < to) {
        part.add(frame);
      }
    }
    return part;
  }

  private List<EncodedFrame> picture(long window) {
    long start = WindowGrid.startMicros(window);
    long end = WindowGrid.endMicros(window);
    List<EncodedFrame> part = new ArrayList<>();
    for (EncodedFrame frame : frames) {
      if (frame.micros() >= end) {
        break;
      }
      if (frame.keyFrame() && (frame.micros() <= start || part.isEmpty())) {
        part.clear();
        part.add(frame);
      } else if (!part.isEmpty()) {
        part.add(frame);
      }
    }
    return part;
  }

  /** Drops what no window from this one on can need. */
  public void forgetBefore(long window) {
    long start = WindowGrid.startMicros(window);
    long keepFrom = start - WindowGrid.AUDIO_BEFORE_MICROS;
    EncodedFrame first = frames.peekFirst();
    if (first == null) {
      return;
    }
    if (!first.codec().isAudio()) {
      keepFrom = Long.MIN_VALUE;
      for (EncodedFrame frame : frames) {
        if (frame.keyFrame() && frame.micros() <= start) {
          keepFrom = frame.micros();
        }
      }
    }
    while (!frames.isEmpty() && frames.getFirst().micros() < keepFrom) {
      bytes -= frames.removeFirst().data().length;
    }
  }

  /** Version 1: version, dropped, frames after their count. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter((int) bytes + 64 * frames.size() + 16);
    out.u8(VERSION).i64(droppedFrames).u32(frames.size());
    frames.forEach(frame -> frame.write(out));
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  public static TrackBuffer fromBytes(byte[] stored) {
    ByteReader in = new ByteReader(stored);
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("track buffer of unknown version " + version);
    }
    TrackBuffer buffer = new TrackBuffer();
    buffer.droppedFrames = in.i64();
    for (int left = in.size(); left > 0; left--) {
      EncodedFrame frame = EncodedFrame.read(in);
      buffer.frames.addLast(frame);
      buffer.bytes += frame.data().length;
    }
    return buffer;
  }
}
