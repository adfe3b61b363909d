package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * AV1 over RTP (RTP Payload Format for AV1, §4): OBU elements behind an aggregation header.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |Z|Y| W |N|-|-|-|  Z: first element continues; Y: last one goes on; W: count; N: new sequence
 * </pre>
 */
final class Av1Payload {
  static final int SEQUENCE_HEADER = 1;
  private static final int TEMPORAL_DELIMITER = 2;
  private static final int TILE_LIST = 8;
  private static final int HAS_SIZE = 0x02;
  private static final int HAS_EXTENSION = 0x04;

  private Av1Payload() {}

  /** One temporal unit; a key frame is what begins with a new coded video sequence. */
  static Depacketized depacketize(List<byte[]> payloads) {
    List<byte[]> elements = elements(payloads);
    ByteWriter out = new ByteWriter(1 << 14);
    boolean keyFrame = false;
    for (byte[] obu : elements) {
      int type = obu.length == 0 ? 0 : obu[0] >> 3 & 0x0f;
      keyFrame |= type == SEQUENCE_HEADER;
      if (obu.length > 0 && type != TEMPORAL_DELIMITER && type != TILE_LIST) {
        writeWithSize(obu, out);
      }
    }
    if (out.size() == 0) {
      throw new Depacketized.IncompleteException("empty AV1 temporal unit");
    }
    return new Depacketized(out.toByteArray(), keyFrame);
  }

  private static List<byte[]> elements(List<byte[]> payloads) {
    List<byte[]> elements = new ArrayList<>();
    ByteWriter open = null;
    for (byte[] payload : payloads) {
      ByteReader in = new ByteReader(payload);
      int header = in.u8();
      boolean continues = (header & 0x80) != 0;
      if (continues != (open != null)) {
        throw new Depacketized.IncompleteException("AV1 fragments out of order");
      }
      int count = header >> 4 & 0x03;
      for (int i = 1; in.remaining() > 0; i++) {
        int length = i == count ? in.remaining() : (int) leb128(in);
        byte[] element = in.raw(length);
        ByteWriter whole = open == null ? new ByteWriter(length) : open;
        whole.raw(element);
        boolean goesOn = in.remaining() == 0 && (header & 0x40) != 0;
        open = goesOn ? whole : null;
        if (!goesOn) {
          elements.add(whole.toByteArray());
        }
      }
    }
    if (open != null) {
      throw new Depacketized.IncompleteException("AV1 temporal unit without its end");
    }
    return elements;
  }

  private static void writeWithSize(byte[] obu, ByteWriter out) {
    if ((obu[0] & HAS_SIZE) != 0) {
      out.raw(obu);
      return;
    }
    int headerLength = (obu[0] & HAS_EXTENSION) != 0 ? 2 : 1;
    if (obu.length < headerLength) {
      throw new Depacketized.IncompleteException("AV1 OBU cut short");
    }
    out.u8(obu[0] | HAS_SIZE).raw(obu, 1, headerLength - 1);
    int size = obu.length - headerLength;
    do {
      out.u8((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
      size >>>= 7;
    } while (size > 0);
    out.raw(obu, headerLength, obu.length - headerLength);
  }

  /** AV1 specification §4.10.5. */
  static long leb128(ByteReader in) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      int next = in.u8();
      value |= (long) (next & 0x7f) << (7 * i);
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new Depacketized.IncompleteException("leb128 too long");
  }
}
