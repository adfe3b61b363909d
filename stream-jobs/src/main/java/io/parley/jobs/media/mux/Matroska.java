package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.storage.contract.MediaCodec;

/**
 * The elements that our Matroska and WebM files are made of (RFC 9559):
 *
 * <pre>
 * EBML | Segment: Info, Tracks, [Cues], Cluster: SimpleBlock…, Cluster…, [Cues, Tags]
 * </pre>
 *
 * <p>Timestamps are milliseconds, as WebM wants.
 */
final class Matroska {
  static final long EBML = 0x1A45DFA3L;
  static final long SEGMENT = 0x18538067L;
  static final long INFO = 0x1549A966L;
  static final long TRACKS = 0x1654AE6BL;
  static final long CUES = 0x1C53BB6BL;
  static final long CLUSTER = 0x1F43B675L;
  static final long CLUSTER_TIME = 0xE7;
  static final long SIMPLE_BLOCK = 0xA3;
  static final long TAGS = 0x1254C367L;
  static final long TAG = 0x7373;
  static final long SIMPLE_TAG = 0x67C8;
  static final long TAG_NAME = 0x45A3;
  static final long TAG_STRING = 0x4487;

  static final int KEY_FRAME = 0x80;

  /** A cluster of ours is not longer, and its blocks' 16-bit times hold far more. */
  static final long CLUSTER_MILLIS = 5_000;

  private static final long TAG_TARGETS = 0x63C0;

  /** RFC 7845 §4.2: a decoder needs 80 ms to settle. */
  private static final long OPUS_SEEK_PRE_ROLL_NANOS = 80_000_000;

  private Matroska() {}

  /**
   * @param type {@code webm} or {@code matroska}
   */
  static void head(ByteWriter out, String type) {
    Ebml.master(
        out,
        EBML,
        header -> {
          Ebml.unsigned(header, 0x4286, 1);
          Ebml.unsigned(header, 0x42F7, 1);
          Ebml.unsigned(header, 0x42F2, 4);
          Ebml.unsigned(header, 0x42F3, 8);
          Ebml.text(header, 0x4282, type);
          Ebml.unsigned(header, 0x4287, 4);
          Ebml.unsigned(header, 0x4285, 2);
        });
  }

  static void info(ByteWriter out, double durationMillis) {
    Ebml.master(
        out,
        INFO,
        info -> {
          Ebml.unsigned(info, 0x2AD7B1, 1_000_000);
          Ebml.real(info, 0x4489, Math.max(1, durationMillis));
          Ebml.text(info, 0x4D80, "Parley");
          Ebml.text(info, 0x5741, "Parley");
        });
  }

  /**
   * The entry of a picture track.
   *
   * @param first key frame of the track in the form {@link io.parley.jobs.media.track.EncodedFrame}
   *     has
   */
  static void pictureTrack(ByteWriter out, int number, MediaCodec codec, byte[] first) {
    Ebml.master(
        out,
        0xAE,
        entry -> {
          begin(entry, number, 1);
          Ebml.text(
              entry,
              0x86,
              switch (codec) {
                case VP8 -> "V_VP8";
                case VP9 -> "V_VP9";
                case AV1 -> "V_AV1";
                case H264 -> "V_MPEG4/ISO/AVC";
                case OPUS -> throw new IllegalArgumentException("Opus is no picture");
              });
          if (codec == MediaCodec.H264) {
            Ebml.binary(entry, 0x63A2, SampleEntries.avcConfiguration(first));
          } else if (codec == MediaCodec.AV1) {
            Ebml.binary(entry, 0x63A2, Av1Configuration.of(first));
          }
          PictureSize size = PictureSize.of(codec, first);
          Ebml.master(
              entry,
              0xE0,
              video -> {
                Ebml.unsigned(video, 0xB0, size.width());
                Ebml.unsigned(video, 0xBA, size.height());
              });
        });
  }

  /** The entry of a track of Opus packets. */
  static void opusTrack(ByteWriter out, int number) {
    Ebml.master(
        out,
        0xAE,
        entry -> {
          begin(entry, number, 2);
          Ebml.text(entry, 0x86, "A_OPUS");
          Ebml.unsigned(entry, 0x56BB, OPUS_SEEK_PRE_ROLL_NANOS);
          Ebml.binary(entry, 0x63A2, opusHead());
          Ebml.master(
              entry,
              0xE1,
              audio -> {
                Ebml.real(audio, 0xB5, 48_000);
                Ebml.unsigned(audio, 0x9F, 2);
              });
        });
  }

  private static void begin(ByteWriter entry, int number, int type) {
    Ebml.unsigned(entry, 0xD7, number);
    Ebml.unsigned(entry, 0x73C5, number);
    Ebml.unsigned(entry, 0x83, type);
    Ebml.unsigned(entry, 0x9C, 0);
  }

  /** RFC 7845 §5.1, without pre-skip: nothing is to be cut from live sound. */
  private static byte[] opusHead() {
    ByteWriter out = new ByteWriter(19).ascii("OpusHead").u8(1).u8(2).u16(0);
    return out.u8(0x80).u8(0xbb).u16(0).u16(0).u8(0).toByteArray();
  }

  /**
   * @param offsetMillis from the cluster's time
   */
  static void block(ByteWriter out, int track, long offsetMillis, boolean keyFrame, byte[] data) {
    ByteWriter block = new ByteWriter(data.length + 4);
    block.u8(0x80 | track).u16((int) offsetMillis).u8(keyFrame ? KEY_FRAME : 0).raw(data);
    Ebml.binary(out, SIMPLE_BLOCK, block.toByteArray());
  }

  /**
   * Says where a cluster is. Its length depends on no number in it, so that cues can be written in
   * front of what they point at.
   *
   * @param position of the cluster, from the first byte in the segment
   */
  static void cue(ByteWriter out, long millis, long position) {
    Ebml.master(
        out,
        0xBB,
        point -> {
          Ebml.unsigned64(point, 0xB3, millis);
          Ebml.master(
              point,
              0xB7,
              positions -> {
                Ebml.unsigned(positions, 0xF7, 1);
                Ebml.unsigned64(positions, 0xF1, position);
              });
        });
  }

  static void tag(ByteWriter out, String name, String text) {
    Ebml.master(
        out,
        TAGS,
        tags ->
            Ebml.master(
                tags,
                TAG,
                tag -> {
                  Ebml.master(tag, TAG_TARGETS, everything -> {});
                  Ebml.master(
                      tag,
                      SIMPLE_TAG,
                      simple -> {
                        Ebml.text(simple, TAG_NAME, name);
                        Ebml.text(simple, TAG_STRING, text);
                      });
                }));
  }
}
