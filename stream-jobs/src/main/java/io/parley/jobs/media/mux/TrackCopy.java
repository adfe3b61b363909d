package io.parley.jobs.media.mux;

import io.parley.storage.contract.MediaCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One person's camera or screen with that person's sound, as a file to download. The picture is
 * copied out of the archive and never encoded again: H.264 into MP4 with the sound as AAC ({@link
 * Mp4Copy}), VP8, VP9 and AV1 into WebM with the sound copied as well ({@link WebmCopy}).
 *
 * <p>The file begins with the first picture and stays in step with the meeting clock: where
 * pictures are missing the last one stands, where sound is missing there is silence.
 */
public final class TrackCopy {
  private TrackCopy() {}

  /**
   * What to copy.
   *
   * @param codec of the pictures
   * @param sound null if the person never had any
   * @param endMicros where the file ends on the meeting clock, if no picture comes later
   */
  public record Input(
      MediaCodec codec, FrameSource pictures, @Nullable FrameSource sound, long endMicros) {}

  /**
   * What was written.
   *
   * @param startMicros where the file begins on the meeting clock
   * @param leftOut pictures that could not be decoded as meant, because others were lost
   */
  public record Written(long startMicros, long durationMicros, int leftOut) {}

  /** {@code mp4} or {@code webm}. */
  public static String fileExtension(MediaCodec codec) {
    return codec == MediaCodec.H264 ? "mp4" : "webm";
  }

  /**
   * Writes the file to {@code out}. Holds a window of sound and an index of some bytes a frame,
   * however long the track.
   *
   * @param scratch a file that may be written over; as long as the result
   * @return empty, and nothing written, if there is no picture
   * @throws IllegalArgumentException if the archive is damaged
   */
  public static Optional<Written> write(
      Input input, int audioBitRateBps, Path scratch, OutputStream out) throws IOException {
    WholePictures pictures = new WholePictures(input.pictures());
    ArchivedFrame first = pictures.peek();
    if (first == null) {
      return Optional.empty();
    }
    return Optional.of(
        input.codec() == MediaCodec.H264
            ? new Mp4Copy(input, pictures, first.micros(), audioBitRateBps).write(scratch, out)
            : new WebmCopy(input, pictures, first).write(scratch, out));
  }
}
