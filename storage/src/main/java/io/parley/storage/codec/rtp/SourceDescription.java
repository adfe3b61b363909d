package io.parley.storage.codec.rtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * RTCP source description (RFC 3550 §6.5), of which only CNAME is kept.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    SC   |  PT=SDES=202  |             length            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                          SSRC/CSRC_1                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    CNAME=1    |     length    | user and domain name        ...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * Each chunk's items end with a zero byte and zeros up to the next 32-bit boundary.
 */
public record SourceDescription(List<Chunk> chunks) {
  static final int CHUNKS = 4;
  static final int END = 0;
  static final int CNAME = 1;

  /**
   * @param cname "" if the chunk had none; at most 255 bytes of UTF-8
   */
  public record Chunk(long ssrc, String cname) {
    public Chunk {
      Bytes.checkUnsigned("ssrc", ssrc, 32);
      Bytes.checkUnsigned("CNAME bytes", cname.getBytes(StandardCharsets.UTF_8).length, 8);
    }
  }

  public SourceDescription {
    if (chunks.size() > 31) {
      throw new IllegalArgumentException("at most 31 chunks, not " + chunks.size());
    }
    chunks = List.copyOf(chunks);
  }

  /**
   * The description at which the walk stands.
   *
   * @throws MalformedPacketException if it is another packet or its items do not fit
   */
  public static SourceDescription parse(RtcpCompound walk) {
    int count = walk.countOrFormat();
    RtcpPacket.expect(walk, RtcpPacket.SOURCE_DESCRIPTION, count, CHUNKS);
    byte[] buf = walk.buffer();
    int end = walk.offset() + walk.length();
    int at = walk.offset() + CHUNKS;
    List<Chunk> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      need(at, 4, end);
      long ssrc = Bytes.u32(buf, at);
      at += 4;
      String cname = "";
      need(at, 1, end);
      while (buf[at] != END) {
        need(at, 2, end);
        int length = Bytes.u8(buf, at + 1);
        need(at, 2 + length + 1, end);
        if (buf[at] == CNAME) {
          cname = text(buf, at + 2, length);
        }
        at += 2 + length;
      }
      at += 4 - (at - walk.offset()) % 4;
      chunks.add(new Chunk(ssrc, cname));
    }
    return new SourceDescription(chunks);
  }

  /** Replacing bad UTF-8 can make it longer than its 255 bytes; such a name is nobody's. */
  private static String text(byte[] buf, int off, int length) {
    String text = new String(buf, off, length, StandardCharsets.UTF_8);
    if (text.getBytes(StandardCharsets.UTF_8).length > 255) {
      throw new MalformedPacketException("CNAME is not UTF-8");
    }
    return text;
  }

  private static void need(int at, int bytes, int end) {
    if (bytes > end - at) {
      throw new MalformedPacketException("SDES item cut short");
    }
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    List<byte[]> names =
        chunks.stream().map(c -> c.cname.getBytes(StandardCharsets.UTF_8)).toList();
    int length = CHUNKS;
    for (byte[] name : names) {
      length += chunkLength(name);
    }
    RtcpPacket.putHeader(buf, off, chunks.size(), RtcpPacket.SOURCE_DESCRIPTION, length);
    int at = off + CHUNKS;
    for (int i = 0; i < chunks.size(); i++) {
      byte[] name = names.get(i);
      int next = at + chunkLength(name);
      Bytes.put32(buf, at, chunks.get(i).ssrc);
      Bytes.put8(buf, at + 4, CNAME);
      Bytes.put8(buf, at + 5, name.length);
      System.arraycopy(name, 0, buf, at + 6, name.length);
      for (int pad = at + 6 + name.length; pad < next; pad++) {
        buf[pad] = END;
      }
      at = next;
    }
    return length;
  }

  /** SSRC, item header and name, and one to four zeros. */
  private static int chunkLength(byte[] name) {
    return (6 + name.length) / 4 * 4 + 4;
  }
}
