package io.parley.storage.codec.rtp;

import java.util.Arrays;

/**
 * Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01
 * §3.1): which packets of a numbered run arrived, and when.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      SSRC of media source                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      base sequence number     |      packet status count      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |        reference time (24 bits, 64 ms)        | fb pkt. count |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          packet chunk         |         packet chunk        …
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  recv delta (8 bits, or 16 with sign; 250 µs)  …  | zero padding
 *
 * run length chunk |0| S |      run length (13)    |   S: 0 lost, 1 small delta, 2 large delta
 * status vectors   |1|0|  14 symbols of one bit    |
 *                  |1|1|   7 symbols of two bits   |
 * </pre>
 *
 * @param baseSequence transport-wide number of the first packet, 0…65535
 * @param referenceTime in 64 ms, modulo 2²⁴
 * @param feedbackCount counts feedback packets, modulo 256
 * @param arrivalTicks of each packet from {@code baseSequence} on, 1…65535 of them: arrival after
 *     the reference time in 250 µs, or {@link #NOT_RECEIVED}; neighbours at most ±2¹⁵ ticks apart
 */
public record TransportFeedback(
    long senderSsrc,
    long mediaSsrc,
    int baseSequence,
    int referenceTime,
    int feedbackCount,
    int[] arrivalTicks) {
  public static final int NOT_RECEIVED = Integer.MIN_VALUE;
  public static final long TICK_MICROS = 250;
  public static final long REFERENCE_MICROS = 64_000;

  static final int BASE_SEQUENCE = 12;
  static final int STATUS_COUNT = 14;
  static final int REFERENCE_TIME = 16;
  static final int FEEDBACK_COUNT = 19;
  static final int CHUNKS = 20;

  static final int LOST = 0;
  static final int SMALL = 1;
  static final int LARGE = 2;
  static final int VECTOR_BIT = 0x8000;
  static final int TWO_BIT_SYMBOLS = 0x4000;
  static final int MAX_RUN = 0x1fff;

  public TransportFeedback {
    Bytes.checkUnsigned("sender ssrc", senderSsrc, 32);
    Bytes.checkUnsigned("media ssrc", mediaSsrc, 32);
    Bytes.checkUnsigned("base sequence", baseSequence, 16);
    Bytes.checkUnsigned("reference time", referenceTime, 24);
    Bytes.checkUnsigned("feedback count", feedbackCount, 8);
    if (arrivalTicks.length == 0) {
      throw new IllegalArgumentException("feedback on no packet");
    }
    Bytes.checkUnsigned("packets", arrivalTicks.length, 16);
    arrivalTicks = arrivalTicks.clone();
    long before = 0;
    for (int ticks : arrivalTicks) {
      if (ticks != NOT_RECEIVED) {
        if (ticks - before != (short) (ticks - before)) {
          throw new IllegalArgumentException("arrivals too far apart: " + (ticks - before));
        }
        before = ticks;
      }
    }
  }

  @Override
  public int[] arrivalTicks() {
    return arrivalTicks.clone();
  }

  public int packetCount() {
    return arrivalTicks.length;
  }

  /** Transport-wide number of the {@code index}-th packet, 0…65535. */
  public int sequence(int index) {
    return (baseSequence + index) & 0xffff;
  }

  public boolean received(int index) {
    return arrivalTicks[index] != NOT_RECEIVED;
  }

  /** Arrival on the receiver's own clock, which wraps every 2²⁴ × 64 ms; only if received. */
  public long arrivalMicros(int index) {
    return referenceTime * REFERENCE_MICROS + arrivalTicks[index] * TICK_MICROS;
  }

  /**
   * The feedback at which the walk stands.
   *
   * @throws MalformedPacketException if it is another packet, has no packets, or chunks or deltas
   *     are cut short
   */
  public static TransportFeedback parse(RtcpCompound walk) {
    RtcpPacket.expect(walk, RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.FMT_TRANSPORT_WIDE, CHUNKS);
    byte[] buf = walk.buffer();
    int off = walk.offset();
    int end = off + walk.length();
    int count = Bytes.u16(buf, off + STATUS_COUNT);
    if (count == 0) {
      throw new MalformedPacketException("feedback on no packet");
    }
    byte[] symbols = new byte[count];
    int at = parseChunks(buf, off + CHUNKS, end, symbols);
    return new TransportFeedback(
        Bytes.u32(buf, off + RtcpPacket.SENDER_SSRC),
        Bytes.u32(buf, off + RtcpPacket.MEDIA_SSRC),
        Bytes.u16(buf, off + BASE_SEQUENCE),
        Bytes.u24(buf, off + REFERENCE_TIME),
        Bytes.u8(buf, off + FEEDBACK_COUNT),
        parseDeltas(buf, at, end, symbols));
  }

  private static int parseChunks(byte[] buf, int off, int end, byte[] symbols) {
    int at = off;
    int done = 0;
    while (done < symbols.length) {
      if (end - at < 2) {
        throw new MalformedPacketException("packet chunk cut short");
      }
      int chunk = Bytes.u16(buf, at);
      at += 2;
      if ((chunk & VECTOR_BIT) == 0) {
        int until = Math.min(symbols.length, done + (chunk & MAX_RUN));
        Arrays.fill(symbols, done, until, (byte) ((chunk >> 13) & 3));
        done = until;
      } else {
        int width = (chunk & TWO_BIT_SYMBOLS) == 0 ? 1 : 2;
        for (int shift = 14 - width; shift >= 0 && done < symbols.length; shift -= width) {
          symbols[done++] = (byte) ((chunk >> shift) & ((1 << width) - 1));
        }
      }
    }
    return at;
  }

  private static int[] parseDeltas(byte[] buf, int off, int end, byte[] symbols) {
    int[] ticks = new int[symbols.length];
    int at = off;
    int now = 0;
    for (int i = 0; i < symbols.length; i++) {
      int width = symbols[i];
      if (width > LARGE) {
        throw new MalformedPacketException("reserved packet status");
      }
      if (width > end - at) {
        throw new MalformedPacketException("receive delta cut short");
      }
      if (width == LOST) {
        ticks[i] = NOT_RECEIVED;
        continue;
      }
      now += width == SMALL ? Bytes.u8(buf, at) : (short) Bytes.u16(buf, at);
      ticks[i] = now;
      at += width;
    }
    return ticks;
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    byte[] symbols = symbols();
    int[] chunks = new int[symbols.length];
    int chunkCount = chunks(symbols, chunks);
    int length = CHUNKS + 2 * chunkCount;
    for (byte symbol : symbols) {
      length += symbol;
    }
    int padded = (length + 3) & ~3;
    RtcpPacket.putFeedbackHeader(
        buf,
        off,
        RtcpPacket.FMT_TRANSPORT_WIDE,
        RtcpPacket.TRANSPORT_FEEDBACK,
        padded,
        senderSsrc,
        mediaSsrc);
    Bytes.put16(buf, off + BASE_SEQUENCE, baseSequence);
    Bytes.put16(buf, off + STATUS_COUNT, arrivalTicks.length);
    Bytes.put24(buf, off + REFERENCE_TIME, referenceTime);
    Bytes.put8(buf, off + FEEDBACK_COUNT, feedbackCount);
    int at = off + CHUNKS;
    for (int i = 0; i < chunkCount; i++) {
      Bytes.put16(buf, at, chunks[i]);
      at += 2;
    }
    writeDeltas(symbols, buf, at);
    Arrays.fill(buf, off + length, off + padded, (byte) 0);
    return padded;
  }

  private byte[] symbols() {
    byte[] symbols = new byte[arrivalTicks.length];
    int before = 0;
    for (int i = 0; i < symbols.length; i++) {
      if (received(i)) {
        int delta = arrivalTicks[i] - before;
        symbols[i] = (byte) (delta >= 0 && delta <= 0xff ? SMALL : LARGE);
        before = arrivalTicks[i];
      }
    }
    return symbols;
  }

  /** Takes a run where it is at least as short as a vector, else the widest vector that fits. */
  private static int chunks(byte[] symbols, int[] chunks) {
    int count = 0;
    int at = 0;
    while (at < symbols.length) {
      int run = run(symbols, at);
      int narrow = narrow(symbols, at);
      if (run >= narrow && run >= Math.min(7, symbols.length - at)) {
        chunks[count++] = (symbols[at] << 13) | run;
        at += run;
      } else if (narrow > 7 || narrow == symbols.length - at) {
        chunks[count++] = VECTOR_BIT | vector(symbols, at, 14, 1);
        at += narrow;
      } else {
        chunks[count++] = VECTOR_BIT | TWO_BIT_SYMBOLS | vector(symbols, at, 7, 2);
        at += 7;
      }
    }
    return count;
  }

  private static int run(byte[] symbols, int from) {
    int at = from;
    while (at < symbols.length && at - from < MAX_RUN && symbols[at] == symbols[from]) {
      at++;
    }
    return at - from;
  }

  /** How many symbols one vector of single bits takes from here: 14, fewer at the end, or 0. */
  private static int narrow(byte[] symbols, int from) {
    int until = Math.min(symbols.length, from + 14);
    for (int at = from; at < until; at++) {
      if (symbols[at] == LARGE) {
        return 0;
      }
    }
    return until - from;
  }

  private static int vector(byte[] symbols, int from, int capacity, int width) {
    int bits = 0;
    for (int i = 0; i < capacity; i++) {
      int symbol = from + i < symbols.length ? symbols[from + i] : LOST;
      bits = (bits << width) | symbol;
    }
    return bits;
  }

  private void writeDeltas(byte[] symbols, byte[] buf, int off) {
    int at = off;
    int before = 0;
    for (int i = 0; i < symbols.length; i++) {
      if (symbols[i] == LOST) {
        continue;
      }
      int delta = arrivalTicks[i] - before;
      before = arrivalTicks[i];
      if (symbols[i] == SMALL) {
        Bytes.put8(buf, at, delta);
      } else {
        Bytes.put16(buf, at, delta);
      }
      at += symbols[i];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransportFeedback that
        && that.senderSsrc == senderSsrc
        && that.mediaSsrc == mediaSsrc
        && that.baseSequence == baseSequence
        && that.referenceTime == referenceTime
        && that.feedbackCount == feedbackCount
        && Arrays.equals(that.arrivalTicks, arrivalTicks);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(arrivalTicks) * 31 + ((baseSequence << 8) | feedbackCount);
  }

  @Override
  public String toString() {
    return "TransportFeedback[#"
        + feedbackCount
        + " from "
        + baseSequence
        + " at "
        + referenceTime
        + " × 64 ms: "
        + Arrays.toString(arrivalTicks)
        + "]";
  }

  /**
   * Collects arrivals for one feedback packet. {@code add} in order of transport-wide numbers
   * (widened by {@link SequenceUnwrapper}); holes become "not received".
   */
  public static final class Builder {
    /** Keeps a packet with large deltas for all within an Ethernet frame. */
    public static final int MAX_PACKETS = 500;

    private final long baseSequence;
    private final long referenceTime;
    private int[] ticks = new int[64];
    private int count;
    private long lastTick;

    /** Starts at the first packet to report: its wide number and its arrival, microseconds. */
    public Builder(long sequence, long arrivalMicros) {
      baseSequence = sequence;
      referenceTime = Math.floorDiv(arrivalMicros, REFERENCE_MICROS);
      add(sequence, arrivalMicros);
    }

    /**
     * Adds the next packet.
     *
     * @return false if it cannot stand in this feedback (not after the last, too far away in time
     *     or number): build this one and start another with it
     */
    public boolean add(long sequence, long arrivalMicros) {
      long index = sequence - baseSequence;
      long tick = Math.floorDiv(arrivalMicros - referenceTime * REFERENCE_MICROS, TICK_MICROS);
      if (index < count || index >= MAX_PACKETS || tick - lastTick != (short) (tick - lastTick)) {
        return false;
      }
      if (index >= ticks.length) {
        ticks = Arrays.copyOf(ticks, MAX_PACKETS);
      }
      Arrays.fill(ticks, count, (int) index, NOT_RECEIVED);
      ticks[(int) index] = (int) tick;
      count = (int) index + 1;
      lastTick = tick;
      return true;
    }

    /** The number after the last packet reported. */
    public long nextSequence() {
      return baseSequence + count;
    }

    /**
     * @param feedbackCount its low 8 bits are taken
     */
    public TransportFeedback build(long senderSsrc, long mediaSsrc, long feedbackCount) {
      return new TransportFeedback(
          senderSsrc,
          mediaSsrc,
          (int) baseSequence & 0xffff,
          (int) referenceTime & 0xffffff,
          (int) feedbackCount & 0xff,
          Arrays.copyOf(ticks, count));
    }
  }
}
