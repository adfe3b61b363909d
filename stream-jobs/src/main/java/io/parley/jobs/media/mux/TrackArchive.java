package io.parley.jobs.media.mux;

import io.parley.jobs.media.track.EncodedFrame;
import io.parley.storage.contract.MediaCodec;
import java.util.List;

/** Archives frames as received, without encoding them again, as WebM or Matroska (RFC 9559). */
@SuppressWarnings("DoNotCallSuggester")
public final class TrackArchive {
  private TrackArchive() {}

  /** {@code webm}, or {@code mkv} for H.264. */
  public static String fileExtension(MediaCodec codec) {
    return codec == MediaCodec.H264 ? "mkv" : "webm";
  }

  /**
   * One chunk of a track as a file of its own; its timestamps are those of the meeting clock. For
   * video it should begin with a key frame.
   */
  public static byte[] chunk(List<EncodedFrame> frames) {
    throw new UnsupportedOperationException(frames.size() + " frames");
  }
}
