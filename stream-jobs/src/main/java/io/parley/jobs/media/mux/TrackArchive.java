package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.storage.contract.MediaCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Archives frames as received, without encoding them again, as WebM or, for H.264, Matroska ({@link
 * Matroska}). Timestamps are those of the meeting clock. A tag says before which frames something
 * was lost; {@link ArchivedFrame} is the way back.
 */
public final class TrackArchive {
  /** Numbers, from 0, of the frames before which frames were lost; separated by commas. */
  static final String LOST_BEFORE = "PARLEY_LOST_BEFORE";

  private static final int TRACK = 1;

  private TrackArchive() {}

  /** {@code webm}, or {@code mkv} for H.264. */
  public static String fileExtension(MediaCodec codec) {
    return codec == MediaCodec.H264 ? "mkv" : "webm";
  }

  /**
   * One chunk of a track as a file of its own. For video, frames before the first key frame cannot
   * be shown by anybody and are left out.
   *
   * @param frames of one track, in order
   * @throws IllegalArgumentException if nothing can be kept
   */
  public static byte[] chunk(List<EncodedFrame> frames) {
    List<EncodedFrame> kept = fromKeyFrame(frames);
    EncodedFrame first = kept.get(0);
    EncodedFrame last = kept.get(kept.size() - 1);
    ByteWriter segment = new ByteWriter(1 << 16);
    Matroska.info(segment, (last.endMicros() - Math.max(0, first.micros())) / 1_000.0);
    Ebml.master(
        segment,
        Matroska.TRACKS,
        tracks -> {
          if (first.codec().isAudio()) {
            Matroska.opusTrack(tracks, TRACK);
          } else {
            Matroska.pictureTrack(tracks, TRACK, first.codec(), first.data());
          }
        });
    List<long[]> cues = clusters(kept, segment);
    Ebml.master(
        segment, Matroska.CUES, out -> cues.forEach(cue -> Matroska.cue(out, cue[0], cue[1])));
    String lost =
        IntStream.range(0, kept.size())
            .filter(i -> kept.get(i).discontinuity())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    if (!lost.isEmpty()) {
      Matroska.tag(segment, LOST_BEFORE, lost);
    }
    ByteWriter file = new ByteWriter(segment.size() + 64);
    Matroska.head(file, first.codec() == MediaCodec.H264 ? "matroska" : "webm");
    Ebml.binary(file, Matroska.SEGMENT, segment.toByteArray());
    return file.toByteArray();
  }

  private static List<EncodedFrame> fromKeyFrame(List<EncodedFrame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).keyFrame()) {
        return frames.subList(i, frames.size());
      }
    }
    throw new IllegalArgumentException("no key frame among " + frames.size() + " frames");
  }

  /** Gives time and position of each cluster that begins with a key frame. */
  private static List<long[]> clusters(List<EncodedFrame> frames, ByteWriter segment) {
    List<long[]> cues = new ArrayList<>();
    int from = 0;
    while (from < frames.size()) {
      long start = millis(frames.get(from));
      int to = from + 1;
      while (to < frames.size() && millis(frames.get(to)) - start < Matroska.CLUSTER_MILLIS) {
        boolean newPictureGroup = frames.get(to).keyFrame() && !frames.get(to).codec().isAudio();
        if (newPictureGroup) {
          break;
        }
        to++;
      }
      if (frames.get(from).keyFrame()) {
        cues.add(new long[] {start, segment.size()});
      }
      List<EncodedFrame> part = frames.subList(from, to);
      Ebml.master(
          segment,
          Matroska.CLUSTER,
          cluster -> {
            Ebml.unsigned(cluster, Matroska.CLUSTER_TIME, start);
            part.forEach(frame -> block(cluster, frame, start));
          });
      from = to;
    }
    return cues;
  }

  private static void block(ByteWriter out, EncodedFrame frame, long clusterMillis) {
    byte[] data =
        frame.codec() == MediaCodec.H264 ? AnnexB.lengthPrefixed(frame.data(), true) : frame.data();
    Matroska.block(out, TRACK, millis(frame) - clusterMillis, frame.keyFrame(), data);
  }

  /** Matroska has no time before zero. */
  private static long millis(EncodedFrame frame) {
    return Math.max(0, Math.floorDiv(frame.micros() + 500, 1_000));
  }
}
