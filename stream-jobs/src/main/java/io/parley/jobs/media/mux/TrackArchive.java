package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.codec.VideoDecoder;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.storage.contract.MediaCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Archives frames as received, without encoding them again, as WebM or, for H.264, Matroska (RFC
 * 9559):
 *
 * <pre>
 * EBML | Segment: Info, Tracks, Cluster (≤ 5 s): SimpleBlock…, Cluster…, Cues
 * </pre>
 *
 * <p>Timestamps are those of the meeting clock, in milliseconds as WebM wants.
 */
public final class TrackArchive {
  private static final long CLUSTER_MILLIS = 5_000;

  /** RFC 7845 §4.2: a decoder needs 80 ms to settle. */
  private static final long OPUS_SEEK_PRE_ROLL_NANOS = 80_000_000;

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
    ByteWriter segment = new ByteWriter(1 << 16);
    EncodedFrame last = kept.get(kept.size() - 1);
    double millis = (last.endMicros() - Math.max(0, first.micros())) / 1_000.0;
    Ebml.master(
        segment,
        0x1549A966L,
        info -> {
          Ebml.unsigned(info, 0x2AD7B1, 1_000_000);
          Ebml.real(info, 0x4489, Math.max(1, millis));
          Ebml.text(info, 0x4D80, "Parley");
          Ebml.text(info, 0x5741, "Parley");
        });
    Ebml.master(
        segment, 0x1654AE6BL, tracks -> Ebml.master(tracks, 0xAE, entry -> entry(entry, first)));
    List<long[]> cues = clusters(kept, segment);
    Ebml.master(segment, 0x1C53BB6BL, out -> cues.forEach(cue -> cue(out, cue)));

    ByteWriter file = new ByteWriter(segment.size() + 64);
    String type = first.codec() == MediaCodec.H264 ? "matroska" : "webm";
    Ebml.master(
        file,
        0x1A45DFA3L,
        header -> {
          Ebml.unsigned(header, 0x4286, 1);
          Ebml.unsigned(header, 0x42F7, 1);
          Ebml.unsigned(header, 0x42F2, 4);
          Ebml.unsigned(header, 0x42F3, 8);
          Ebml.text(header, 0x4282, type);
          Ebml.unsigned(header, 0x4287, 4);
          Ebml.unsigned(header, 0x4285, 2);
        });
    Ebml.binary(file, 0x18538067L, segment.toByteArray());
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

  private static void entry(ByteWriter out, EncodedFrame first) {
    Ebml.unsigned(out, 0xD7, 1);
    Ebml.unsigned(out, 0x73C5, 1);
    Ebml.unsigned(out, 0x83, first.codec().isAudio() ? 2 : 1);
    Ebml.unsigned(out, 0x9C, 0);
    Ebml.text(
        out,
        0x86,
        switch (first.codec()) {
          case OPUS -> "A_OPUS";
          case VP8 -> "V_VP8";
          case VP9 -> "V_VP9";
          case AV1 -> "V_AV1";
          case H264 -> "V_MPEG4/ISO/AVC";
        });
    if (first.codec() == MediaCodec.OPUS) {
      Ebml.unsigned(out, 0x56BB, OPUS_SEEK_PRE_ROLL_NANOS);
      Ebml.binary(out, 0x63A2, opusHead());
      Ebml.master(
          out,
          0xE1,
          audio -> {
            Ebml.real(audio, 0xB5, 48_000);
            Ebml.unsigned(audio, 0x9F, 2);
          });
      return;
    }
    if (first.codec() == MediaCodec.H264) {
      Ebml.binary(out, 0x63A2, SampleEntries.avcConfiguration(first.data()));
    } else if (first.codec() == MediaCodec.AV1) {
      Ebml.binary(out, 0x63A2, Av1Configuration.of(first.data()));
    }
    int[] size = size(first);
    Ebml.master(
        out,
        0xE0,
        video -> {
          Ebml.unsigned(video, 0xB0, size[0]);
          Ebml.unsigned(video, 0xBA, size[1]);
        });
  }

  /** Width and height, which only the codec itself knows; 2×2 for a frame it refuses. */
  private static int[] size(EncodedFrame frame) {
    try (VideoDecoder decoder = new VideoDecoder(frame.codec())) {
      decoder.decode(frame.data(), 0);
      return new int[] {Math.max(2, decoder.width()), Math.max(2, decoder.height())};
    }
  }

  /** RFC 7845 §5.1, without pre-skip: nothing is to be cut from live sound. */
  private static byte[] opusHead() {
    ByteWriter out = new ByteWriter(19).ascii("OpusHead").u8(1).u8(2).u16(0);
    return out.u8(0x80).u8(0xbb).u16(0).u16(0).u8(0).toByteArray();
  }

  /** Gives time and position of each cluster that begins with a key frame. */
  private static List<long[]> clusters(List<EncodedFrame> frames, ByteWriter segment) {
    List<long[]> cues = new ArrayList<>();
    int from = 0;
    while (from < frames.size()) {
      long start = millis(frames.get(from));
      int to = from + 1;
      while (to < frames.size() && millis(frames.get(to)) - start < CLUSTER_MILLIS) {
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
          0x1F43B675L,
          cluster -> {
            Ebml.unsigned(cluster, 0xE7, start);
            part.forEach(frame -> block(cluster, frame, start));
          });
      from = to;
    }
    return cues;
  }

  private static void block(ByteWriter out, EncodedFrame frame, long clusterMillis) {
    byte[] data =
        frame.codec() == MediaCodec.H264 ? AnnexB.lengthPrefixed(frame.data(), true) : frame.data();
    ByteWriter block = new ByteWriter(data.length + 4);
    block.u8(0x81).u16((int) (millis(frame) - clusterMillis));
    block.u8(frame.keyFrame() ? 0x80 : 0).raw(data);
    Ebml.binary(out, 0xA3, block.toByteArray());
  }

  private static void cue(ByteWriter out, long[] cue) {
    Ebml.master(
        out,
        0xBB,
        point -> {
          Ebml.unsigned(point, 0xB3, cue[0]);
          Ebml.master(
              point,
              0xB7,
              positions -> {
                Ebml.unsigned(positions, 0xF7, 1);
                Ebml.unsigned(positions, 0xF1, cue[1]);
              });
        });
  }

  /** Matroska has no time before zero. */
  private static long millis(EncodedFrame frame) {
    return Math.max(0, Math.floorDiv(frame.micros() + 500, 1_000));
  }
}
