package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import java.util.List;
import java.util.Set;

/** Sample descriptions: {@code avc1} (ISO/IEC 14496-15 §5.3) and {@code mp4a} (14496-14 §5.6). */
final class SampleEntries {
  /** AAC-LC, 48 kHz, stereo (ISO/IEC 14496-3 §1.6.2.1). */
  static final byte[] AUDIO_SPECIFIC_CONFIG = {0x11, (byte) 0x90};

  /** Whose configuration record says more (ISO/IEC 14496-15 §5.3.3.1.2). */
  private static final Set<Integer> HIGH_PROFILES = Set.of(100, 110, 122, 144);

  private SampleEntries() {}

  /**
   * Pictures of one size.
   *
   * @param parameterSets SPS and PPS in Annex B form
   */
  record Picture(PictureSize size, byte[] parameterSets) {}

  /** One description for each size, numbered from 1. */
  static void video(ByteWriter out, List<Picture> pictures) {
    Boxes.fullBox(
        out,
        "stsd",
        0,
        0,
        stsd -> {
          stsd.u32(pictures.size());
          for (Picture picture : pictures) {
            Boxes.box(stsd, "avc1", avc1 -> avc1(avc1, picture));
          }
        });
  }

  private static void avc1(ByteWriter avc1, Picture picture) {
    avc1.zeros(6).u16(1).zeros(16).u16(picture.size().width()).u16(picture.size().height());
    avc1.u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32);
    avc1.u16(24).u16(0xffff);
    Boxes.box(avc1, "avcC", avcC -> avcC.raw(avcConfiguration(picture.parameterSets())));
    Boxes.box(avc1, "pasp", pasp -> pasp.u32(1).u32(1));
  }

  /** AVCDecoderConfigurationRecord from SPS and PPS in Annex B form. */
  static byte[] avcConfiguration(byte[] parameterSets) {
    List<byte[]> units = AnnexB.units(parameterSets);
    List<byte[]> sps = units.stream().filter(unit -> AnnexB.type(unit) == AnnexB.SPS).toList();
    List<byte[]> pps = units.stream().filter(unit -> AnnexB.type(unit) == AnnexB.PPS).toList();
    if (sps.isEmpty() || pps.isEmpty() || sps.get(0).length < 4) {
      throw new IllegalArgumentException("SPS or PPS missing");
    }
    ByteWriter out = new ByteWriter(64);
    out.u8(1).raw(sps.get(0), 1, 3).u8(0xff).u8(0xe0 | sps.size());
    sps.forEach(unit -> out.u16(unit.length).raw(unit));
    out.u8(pps.size());
    pps.forEach(unit -> out.u16(unit.length).raw(unit));
    if (HIGH_PROFILES.contains(sps.get(0)[1] & 0xff)) {
      // 4:2:0 of 8 bits is all that browsers send.
      out.u8(0xfd).u8(0xf8).u8(0xf8).u8(0);
    }
    return out.toByteArray();
  }

  static void audio(ByteWriter out, int bitRateBps) {
    Boxes.fullBox(
        out,
        "stsd",
        0,
        0,
        stsd -> {
          stsd.u32(1);
          Boxes.box(
              stsd,
              "mp4a",
              mp4a -> {
                mp4a.zeros(6).u16(1).zeros(8).u16(2).u16(16).zeros(4);
                mp4a.u16(Movie.TIMESCALE).u16(0);
                Boxes.fullBox(mp4a, "esds", 0, 0, esds -> esds.raw(elementaryStream(bitRateBps)));
              });
        });
  }

  /** ES_Descriptor (ISO/IEC 14496-1 §7.2.6.5); all lengths fit one byte. */
  private static byte[] elementaryStream(int bitRateBps) {
    ByteWriter out = new ByteWriter(64);
    int specific = AUDIO_SPECIFIC_CONFIG.length;
    int decoder = 13 + 2 + specific;
    out.u8(3).u8(3 + 2 + decoder + 3).u16(Movie.AUDIO_TRACK).u8(0);
    out.u8(4).u8(decoder).u8(0x40).u8(0x15).u24(0x1800).u32(bitRateBps).u32(bitRateBps);
    out.u8(5).u8(specific).raw(AUDIO_SPECIFIC_CONFIG);
    out.u8(6).u8(1).u8(2);
    return out.toByteArray();
  }
}
