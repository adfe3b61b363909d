package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.List;
import java.util.Locale;

/**
 * The fragmented MP4 form of a recording (ISO/IEC 14496-12 §8.8): one init segment, and for each
 * window a segment of one {@code moof} and one {@code mdat}, picture then sound. All times count 48
 * kHz samples of the meeting clock.
 */
public final class Fmp4 {
  /** Depends on others, others may depend on it; not a random access point. */
  private static final int DELTA_SAMPLE = 0x01010000;

  private static final int SYNC_SAMPLE = 0x02000000;

  private Fmp4() {}

  /**
   * The init segment.
   *
   * @param parameterSets SPS and PPS in Annex B form
   */
  public static byte[] init(int width, int height, byte[] parameterSets, int audioBitRateBps) {
    ByteWriter out = new ByteWriter(1_024);
    Boxes.box(out, "ftyp", box -> box.ascii("iso6").u32(0).ascii("iso6").ascii("mp41"));
    Boxes.box(
        out,
        "moov",
        moov -> {
          Movie.mvhd(moov, 0);
          Movie.trak(
              moov,
              Movie.VIDEO_TRACK,
              0,
              width,
              height,
              stbl -> {
                SampleEntries.video(
                    stbl,
                    List.of(
                        new SampleEntries.Picture(new PictureSize(width, height), parameterSets)));
                emptyTables(stbl);
              });
          Movie.trak(
              moov,
              Movie.AUDIO_TRACK,
              0,
              0,
              0,
              stbl -> {
                SampleEntries.audio(stbl, audioBitRateBps);
                emptyTables(stbl);
              });
          Boxes.box(
              moov,
              "mvex",
              mvex -> {
                trex(mvex, Movie.VIDEO_TRACK);
                trex(mvex, Movie.AUDIO_TRACK);
              });
        });
    return out.toByteArray();
  }

  private static void emptyTables(ByteWriter out) {
    Boxes.fullBox(out, "stts", 0, 0, box -> box.u32(0));
    Boxes.fullBox(out, "stsc", 0, 0, box -> box.u32(0));
    Boxes.fullBox(out, "stsz", 0, 0, box -> box.u32(0).u32(0));
    Boxes.fullBox(out, "stco", 0, 0, box -> box.u32(0));
  }

  private static void trex(ByteWriter out, int track) {
    Boxes.fullBox(out, "trex", 0, 0, box -> box.u32(track).u32(1).zeros(12));
  }

  /**
   * A media segment.
   *
   * @param sequence from 0
   * @param startSample its place on the meeting clock
   * @param pictures H.264 access units in Annex B form, the first an IDR
   * @param pictureSamples how long each of them lasts
   * @param sounds raw AAC frames of 1,024 samples
   */
  public static byte[] segment(
      long sequence,
      long startSample,
      List<byte[]> pictures,
      int pictureSamples,
      List<byte[]> sounds) {
    List<byte[]> video = pictures.stream().map(unit -> AnnexB.lengthPrefixed(unit, false)).toList();
    int videoBytes = video.stream().mapToInt(sample -> sample.length).sum();
    int audioBytes = sounds.stream().mapToInt(sample -> sample.length).sum();
    ByteWriter out = new ByteWriter(videoBytes + audioBytes + 4_096);
    Boxes.box(out, "styp", box -> box.ascii("msdh").u32(0).ascii("msdh").ascii("msix"));
    int moofAt = out.size();
    // Where the two data offsets stand, once they are written.
    int[] offsets = new int[2];
    Boxes.box(
        out,
        "moof",
        moof -> {
          Boxes.fullBox(moof, "mfhd", 0, 0, box -> box.u32(sequence + 1));
          offsets[0] = traf(moof, Movie.VIDEO_TRACK, startSample, pictureSamples, video);
          offsets[1] = traf(moof, Movie.AUDIO_TRACK, startSample, 1_024, sounds);
        });
    int dataAt = out.size() + Boxes.HEADER - moofAt;
    out.putU32(offsets[0], dataAt);
    out.putU32(offsets[1], (long) dataAt + videoBytes);
    Boxes.box(
        out,
        "mdat",
        mdat -> {
          video.forEach(mdat::raw);
          sounds.forEach(mdat::raw);
        });
    return out.toByteArray();
  }

  /** Gives the position of the data offset, to be filled in. */
  private static int traf(
      ByteWriter out, int track, long startSample, int duration, List<byte[]> samples) {
    boolean video = track == Movie.VIDEO_TRACK;
    int[] offsetAt = new int[1];
    Boxes.box(
        out,
        "traf",
        traf -> {
          Boxes.fullBox(
              traf,
              "tfhd",
              0,
              0x020000 | 0x08 | 0x20,
              box -> box.u32(track).u32(duration).u32(video ? DELTA_SAMPLE : SYNC_SAMPLE));
          Boxes.fullBox(traf, "tfdt", 1, 0, box -> box.i64(startSample));
          Boxes.fullBox(
              traf,
              "trun",
              0,
              0x200 | 0x01 | (video ? 0x04 : 0),
              box -> {
                box.u32(samples.size());
                offsetAt[0] = box.size();
                box.u32(0);
                if (video) {
                  box.u32(SYNC_SAMPLE);
                }
                samples.forEach(sample -> box.u32(sample.length));
              });
        });
    return offsetAt[0];
  }

  /** The RFC 6381 codecs string of an init segment, such as {@code avc1.42c01f,mp4a.40.2}. */
  public static String codecs(byte[] init) {
    Boxes.Found avc1 = sampleDescription(init, 0).child("avc1", 0, 8);
    Boxes.Found avcC = avc1.child("avcC", 0, 78);
    int profile = Boxes.i32(init, avcC.contents()) & 0xffffff;
    return String.format(Locale.ROOT, "avc1.%06x,mp4a.40.2", profile);
  }

  /** The {@code stsd} box of the n-th track. */
  static Boxes.Found sampleDescription(byte[] init, int n) {
    return Boxes.find(init, "moov")
        .child("trak", n, 0)
        .child("mdia")
        .child("minf")
        .child("stbl")
        .child("stsd");
  }

  static int width(byte[] init) {
    return Boxes.i32(init, sampleDescription(init, 0).child("avc1", 0, 8).contents() + 24) >>> 16;
  }

  static int height(byte[] init) {
    return Boxes.i32(init, sampleDescription(init, 0).child("avc1", 0, 8).contents() + 26) >>> 16;
  }

  /** SPS and PPS of an init segment in Annex B form. */
  static byte[] parameterSets(byte[] init) {
    Boxes.Found avcC = sampleDescription(init, 0).child("avc1", 0, 8).child("avcC", 0, 78);
    ByteReader in = new ByteReader(init, avcC.contents(), avcC.length() - 8);
    in.skip(5);
    ByteWriter out = new ByteWriter(64);
    for (int kind = 0; kind < 2; kind++) {
      int count = in.u8() & (kind == 0 ? 0x1f : 0xff);
      for (int i = 0; i < count; i++) {
        out.u32(1).raw(in.raw(in.u16()));
      }
    }
    return out.toByteArray();
  }
}
