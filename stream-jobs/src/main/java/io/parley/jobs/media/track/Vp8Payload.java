package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.List;

/**
 * VP8 over RTP (RFC 7741 §4.2).
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |X|R|N|S|R| PID |  required
 * |I|L|T|K| RSV   |  if X
 * |M| PictureID   |  if I; 15 bits if M
 * |   TL0PICIDX   |  if L
 * |TID|Y| KEYIDX  |  if T or K
 * </pre>
 */
final class Vp8Payload {
  private Vp8Payload() {}

  static Depacketized depacketize(List<byte[]> payloads) {
    ByteWriter frame = new ByteWriter(payloads.size() * 1_200);
    boolean first = true;
    for (byte[] payload : payloads) {
      ByteReader in = new ByteReader(payload);
      boolean start = readDescriptor(in);
      if (first && !start) {
        throw new Depacketized.IncompleteException("VP8 frame without its start");
      }
      first = false;
      frame.raw(payload, in.position(), in.remaining());
    }
    byte[] data = frame.toByteArray();
    if (data.length == 0) {
      throw new Depacketized.IncompleteException("empty VP8 frame");
    }
    return new Depacketized(data, (data[0] & 1) == 0);
  }

  /** Stands behind the descriptor afterwards; true if the frame starts here. */
  private static boolean readDescriptor(ByteReader in) {
    int required = in.u8();
    if ((required & 0x80) != 0) {
      int extension = in.u8();
      if ((extension & 0x80) != 0 && (in.u8() & 0x80) != 0) {
        in.skip(1);
      }
      if ((extension & 0x40) != 0) {
        in.skip(1);
      }
      if ((extension & 0x30) != 0) {
        in.skip(1);
      }
    }
    return (required & 0x17) == 0x10;
  }
}
