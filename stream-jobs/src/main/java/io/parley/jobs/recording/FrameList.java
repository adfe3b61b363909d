package io.parley.jobs.recording;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.track.EncodedFrame;
import java.util.ArrayList;
import java.util.List;

/** Frames as bytes: version, count, frames. */
final class FrameList {
  private static final int VERSION = 1;

  private FrameList() {}

  static byte[] toBytes(List<EncodedFrame> frames) {
    ByteWriter out = new ByteWriter(1 << 16);
    out.u8(VERSION).u32(frames.size());
    frames.forEach(frame -> frame.write(out));
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  static List<EncodedFrame> fromBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("frame list of unknown version " + version);
    }
    List<EncodedFrame> frames = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      frames.add(EncodedFrame.read(in));
    }
    return frames;
  }
}
