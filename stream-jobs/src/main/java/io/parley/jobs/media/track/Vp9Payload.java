package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * VP9 over RTP (RFC 9628 §4.2).
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |I|P|L|F|B|E|V|Z|  required
 * |M| PICTURE ID  |  if I; 15 bits if M
 * | TID |U| SID |D|  if L
 * |   TL0PICIDX   |  if L and not F
 * | P_DIFF      |N|  if F and P, up to three times
 * | scalability structure …  if V
 * </pre>
 */
final class Vp9Payload {
  private Vp9Payload() {}

  static Depacketized depacketize(List<byte[]> payloads) {
    List<ByteWriter> layers = new ArrayList<>();
    boolean keyFrame = false;
    boolean ended = true;
    for (byte[] payload : payloads) {
      ByteReader in = new ByteReader(payload);
      int required = in.u8();
      int spatialLayer = readDescriptor(in, required);
      if ((required & 0x08) != 0) {
        keyFrame |= layers.isEmpty() && (required & 0x40) == 0 && spatialLayer == 0;
        layers.add(new ByteWriter(payloads.size() * 1_200));
      } else if (ended) {
        throw new Depacketized.IncompleteException("VP9 frame without its start");
      }
      ended = (required & 0x04) != 0;
      layers.get(layers.size() - 1).raw(payload, in.position(), in.remaining());
    }
    if (!ended) {
      throw new Depacketized.IncompleteException("VP9 frame without its end");
    }
    return new Depacketized(superframe(layers), keyFrame);
  }

  /** Stands behind the descriptor afterwards; gives the spatial layer. */
  private static int readDescriptor(ByteReader in, int required) {
    if ((required & 0x80) != 0 && (in.u8() & 0x80) != 0) {
      in.skip(1);
    }
    int spatialLayer = 0;
    boolean flexible = (required & 0x10) != 0;
    if ((required & 0x20) != 0) {
      spatialLayer = in.u8() >> 1 & 0x07;
      if (!flexible) {
        in.skip(1);
      }
    }
    if (flexible && (required & 0x40) != 0) {
      int references = 0;
      while ((in.u8() & 1) != 0) {
        if (++references == 3) {
          throw new Depacketized.IncompleteException("VP9 descriptor with too many references");
        }
      }
    }
    if ((required & 0x02) != 0) {
      skipScalabilityStructure(in);
    }
    return spatialLayer;
  }

  private static void skipScalabilityStructure(ByteReader in) {
    int structure = in.u8();
    int layers = (structure >> 5) + 1;
    if ((structure & 0x10) != 0) {
      in.skip(4 * layers);
    }
    if ((structure & 0x08) != 0) {
      int pictures = in.u8();
      for (int i = 0; i < pictures; i++) {
        in.skip(in.u8() >> 2 & 0x03);
      }
    }
  }

  /** Spatial layers of one picture travel as a superframe (VP9 bitstream, annex B). */
  private static byte[] superframe(List<ByteWriter> layers) {
    if (layers.size() == 1) {
      return layers.get(0).toByteArray();
    }
    ByteWriter frame = new ByteWriter(1 << 16);
    layers.forEach(layer -> frame.raw(layer.toByteArray()));
    int marker = 0xc0 | 3 << 3 | (layers.size() - 1);
    frame.u8(marker);
    for (ByteWriter layer : layers) {
      int size = layer.size();
      frame.u8(size).u8(size >>> 8).u8(size >>> 16).u8(size >>> 24);
    }
    return frame.u8(marker).toByteArray();
  }
}
