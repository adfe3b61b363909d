package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * H.264 over RTP (RFC 6184 §5.4, packetization modes 0 and 1): single NAL units, STAP-A and FU-A.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |F|NRI|  Type   |  NAL unit, STAP-A (24) or FU indicator (28)
 * |S|E|R|  Type   |  FU header
 * </pre>
 */
final class H264Payload {
  static final int IDR = 5;
  static final int SPS = 7;
  static final int PPS = 8;
  private static final int ACCESS_UNIT_DELIMITER = 9;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private H264Payload() {}

  /** The NAL units of one access unit, without start codes. */
  static List<byte[]> nalUnits(List<byte[]> payloads) {
    List<byte[]> units = new ArrayList<>();
    ByteWriter fragments = new ByteWriter();
    boolean open = false;
    for (byte[] payload : payloads) {
      ByteReader in = new ByteReader(payload);
      int indicator = in.u8();
      int type = indicator & 0x1f;
      if (open != (type == FU_A && (payload.length < 2 || (payload[1] & 0x80) == 0))) {
        throw new Depacketized.IncompleteException("H.264 fragments out of order");
      }
      if (type == STAP_A) {
        while (in.remaining() > 0) {
          units.add(in.raw(in.u16()));
        }
      } else if (type == FU_A) {
        int header = in.u8();
        if (!open) {
          fragments = new ByteWriter(payloads.size() * 1_200);
          fragments.u8((indicator & 0xe0) | (header & 0x1f));
        }
        fragments.raw(payload, in.position(), in.remaining());
        open = (header & 0x40) == 0;
        if (!open) {
          units.add(fragments.toByteArray());
        }
      } else if (type >= 1 && type < STAP_A) {
        units.add(payload);
      } else {
        throw new Depacketized.IncompleteException("H.264 payload of type " + type);
      }
    }
    if (open || units.isEmpty()) {
      throw new Depacketized.IncompleteException("H.264 access unit without its end");
    }
    return units;
  }

  /**
   * The access unit in Annex B form.
   *
   * @param parameterSets SPS and PPS in Annex B form, put before a key frame that brings none
   */
  static Depacketized annexB(List<byte[]> units, byte[] parameterSets) {
    boolean keyFrame = units.stream().anyMatch(unit -> type(unit) == IDR);
    boolean bringsParameters = units.stream().anyMatch(unit -> type(unit) == SPS);
    if (keyFrame && !bringsParameters && parameterSets.length == 0) {
      throw new Depacketized.IncompleteException("H.264 key frame nobody can decode");
    }
    ByteWriter out = new ByteWriter(1 << 14);
    if (keyFrame && !bringsParameters) {
      out.raw(parameterSets);
    }
    for (byte[] unit : units) {
      if (type(unit) != ACCESS_UNIT_DELIMITER) {
        out.u32(1).raw(unit);
      }
    }
    return new Depacketized(out.toByteArray(), keyFrame);
  }

  /** SPS and PPS among the units, in Annex B form; empty if there are none. */
  static byte[] parameterSets(List<byte[]> units) {
    ByteWriter out = new ByteWriter();
    for (byte[] unit : units) {
      if (type(unit) == SPS || type(unit) == PPS) {
        out.u32(1).raw(unit);
      }
    }
    return out.toByteArray();
  }

  static int type(byte[] unit) {
    return unit.length == 0 ? 0 : unit[0] & 0x1f;
  }
}
