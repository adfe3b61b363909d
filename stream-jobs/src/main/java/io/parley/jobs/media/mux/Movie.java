package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import java.util.function.Consumer;

/** The parts of a {@code moov} box that fragmented and plain MP4 share (ISO/IEC 14496-12 §8). */
final class Movie {
  /** All tracks count 48 kHz samples. */
  static final int TIMESCALE = 48_000;

  static final int VIDEO_TRACK = 1;
  static final int AUDIO_TRACK = 2;

  private static final int[] UNITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

  private Movie() {}

  static void mvhd(ByteWriter out, long duration) {
    Boxes.fullBox(
        out,
        "mvhd",
        1,
        0,
        box -> {
          box.i64(0).i64(0).u32(TIMESCALE).i64(duration);
          box.u32(0x10000).u16(0x0100).zeros(10);
          matrix(box);
          box.zeros(24).u32(AUDIO_TRACK + 1);
        });
  }

  /**
   * One track.
   *
   * @param width pixels; 0 for sound
   * @param sampleTable contents of {@code stbl}
   */
  static void trak(
      ByteWriter out,
      int id,
      long duration,
      int width,
      int height,
      Consumer<ByteWriter> sampleTable) {
    boolean video = id == VIDEO_TRACK;
    Boxes.box(
        out,
        "trak",
        trak -> {
          tkhd(trak, id, duration, width, height);
          Boxes.box(
              trak,
              "mdia",
              mdia -> {
                Boxes.fullBox(
                    mdia,
                    "mdhd",
                    1,
                    0,
                    box -> box.i64(0).i64(0).u32(TIMESCALE).i64(duration).u16(0x55c4).u16(0));
                Boxes.fullBox(
                    mdia,
                    "hdlr",
                    0,
                    0,
                    box ->
                        box.u32(0)
                            .ascii(video ? "vide" : "soun")
                            .zeros(12)
                            .ascii(video ? "Picture" : "Sound")
                            .u8(0));
                Boxes.box(mdia, "minf", minf -> minf(minf, video, sampleTable));
              });
        });
  }

  private static void tkhd(ByteWriter out, int id, long duration, int width, int height) {
    Boxes.fullBox(
        out,
        "tkhd",
        1,
        3,
        box -> {
          box.i64(0).i64(0).u32(id).u32(0).i64(duration).zeros(8);
          box.u16(0).u16(0).u16(id == AUDIO_TRACK ? 0x0100 : 0).u16(0);
          matrix(box);
          box.u16(width).u16(0).u16(height).u16(0);
        });
  }

  private static void minf(ByteWriter out, boolean video, Consumer<ByteWriter> sampleTable) {
    if (video) {
      Boxes.fullBox(out, "vmhd", 0, 1, box -> box.zeros(8));
    } else {
      Boxes.fullBox(out, "smhd", 0, 0, box -> box.zeros(4));
    }
    Boxes.box(
        out,
        "dinf",
        dinf ->
            Boxes.fullBox(
                dinf,
                "dref",
                0,
                0,
                dref -> {
                  dref.u32(1);
                  Boxes.fullBox(dref, "url ", 0, 1, url -> {});
                }));
    Boxes.box(out, "stbl", sampleTable);
  }

  private static void matrix(ByteWriter out) {
    for (int value : UNITY) {
      out.u32(value);
    }
  }
}
