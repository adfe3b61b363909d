package io.parley.storage.codec.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Generic NACK (RFC 4585 §6.2.1): the feedback header of {@link RtcpPacket}, then entries of a
 * packet id and a bit mask of the sixteen packets after it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            PID                |             BLP               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param sequences sequence numbers asked for, 0…65535, in order of appearance; those within
 *     sixteen of the one before share an entry when written
 */
public record Nack(long senderSsrc, long mediaSsrc, int[] sequences) {
  static final int ENTRY_LENGTH = 4;

  public Nack {
    Bytes.checkUnsigned("sender ssrc", senderSsrc, 32);
    Bytes.checkUnsigned("media ssrc", mediaSsrc, 32);
    for (int sequence : sequences) {
      Bytes.checkUnsigned("sequence", sequence, 16);
    }
    if (sequences.length == 0) {
      throw new IllegalArgumentException("a NACK asks for at least one packet");
    }
    sequences = sequences.clone();
  }

  @Override
  public int[] sequences() {
    return sequences.clone();
  }

  /**
   * The NACK at which the walk stands.
   *
   * @throws MalformedPacketException if it is another packet or has no entry
   */
  public static Nack parse(RtcpCompound at) {
    RtcpPacket.expect(
        at,
        RtcpPacket.TRANSPORT_FEEDBACK,
        RtcpPacket.FMT_NACK,
        RtcpPacket.FEEDBACK_HEADER_LENGTH + ENTRY_LENGTH);
    byte[] buf = at.buffer();
    int off = at.offset();
    int entries = (at.length() - RtcpPacket.FEEDBACK_HEADER_LENGTH) / ENTRY_LENGTH;
    int[] sequences = new int[17 * entries];
    int count = 0;
    for (int i = 0; i < entries; i++) {
      int entry = off + RtcpPacket.FEEDBACK_HEADER_LENGTH + i * ENTRY_LENGTH;
      int first = Bytes.u16(buf, entry);
      int mask = Bytes.u16(buf, entry + 2);
      sequences[count++] = first;
      for (int bit = 0; bit < 16; bit++) {
        if (((mask >> bit) & 1) != 0) {
          sequences[count++] = (first + 1 + bit) & 0xffff;
        }
      }
    }
    return new Nack(
        Bytes.u32(buf, off + RtcpPacket.SENDER_SSRC),
        Bytes.u32(buf, off + RtcpPacket.MEDIA_SSRC),
        Arrays.copyOf(sequences, count));
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    List<Integer> entries = entries();
    int length = RtcpPacket.FEEDBACK_HEADER_LENGTH + ENTRY_LENGTH * entries.size();
    RtcpPacket.putFeedbackHeader(
        buf,
        off,
        RtcpPacket.FMT_NACK,
        RtcpPacket.TRANSPORT_FEEDBACK,
        length,
        senderSsrc,
        mediaSsrc);
    int at = off + RtcpPacket.FEEDBACK_HEADER_LENGTH;
    for (int entry : entries) {
      Bytes.put32(buf, at, entry);
      at += ENTRY_LENGTH;
    }
    return length;
  }

  private List<Integer> entries() {
    List<Integer> entries = new ArrayList<>();
    int first = sequences[0];
    int mask = 0;
    for (int i = 1; i < sequences.length; i++) {
      int distance = (sequences[i] - first) & 0xffff;
      if (distance >= 1 && distance <= 16) {
        mask |= 1 << (distance - 1);
      } else {
        entries.add((first << 16) | mask);
        first = sequences[i];
        mask = 0;
      }
    }
    entries.add((first << 16) | mask);
    return entries;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nack nack
        && nack.senderSsrc == senderSsrc
        && nack.mediaSsrc == mediaSsrc
        && Arrays.equals(nack.sequences, sequences);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(senderSsrc * 31 + mediaSsrc) * 31 + Arrays.hashCode(sequences);
  }

  @Override
  public String toString() {
    return "Nack[" + senderSsrc + " to " + mediaSsrc + ": " + Arrays.toString(sequences) + "]";
  }
}
