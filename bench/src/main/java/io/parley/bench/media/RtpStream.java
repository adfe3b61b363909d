package io.parley.bench.media;

import io.parley.sfu.transport.RtcClient;
import io.parley.sfu.transport.WebRtcTransport;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.SenderReport;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One SSRC on a connected transport: numbers packets, adds the header extensions a browser adds,
 * and reports once a second. Sends from one thread; counters may be read by any.
 */
public final class RtpStream {
  public static final int MID_EXTENSION = 1;
  public static final int TRANSPORT_CC_EXTENSION = 5;
  public static final int AUDIO_LEVEL_EXTENSION = 10;

  /** No audio level in the packet. */
  static final int NO_LEVEL = -1;

  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;
  private static final int ROOM = 1_500;

  private final RtcClient client;
  private final AtomicInteger transportSequence;
  private final byte[] mid;
  private final int payloadType;
  private final long ssrc;
  private final byte[] buf = new byte[ROOM + WebRtcTransport.TAIL_ROOM];
  private final RtpWriter writer = new RtpWriter(buf);
  private final AtomicLong packets = new AtomicLong();
  private long octets;
  private int sequence;

  /**
   * @param transportSequence shared by all streams of the transport
   * @param mid one character
   */
  public RtpStream(
      RtcClient client,
      AtomicInteger transportSequence,
      char mid,
      int payloadType,
      long ssrc,
      Random random) {
    this.client = client;
    this.transportSequence = transportSequence;
    this.mid = new byte[] {(byte) mid};
    this.payloadType = payloadType;
    this.ssrc = ssrc;
    this.sequence = random.nextInt(0x8000);
  }

  public long ssrc() {
    return ssrc;
  }

  /** RTP packets sent so far. */
  public long packets() {
    return packets.get();
  }

  /**
   * @param level first byte of the audio level extension (RFC 6464), or {@link #NO_LEVEL}
   */
  void send(boolean marker, long timestamp, int level, byte[] payload, int length) {
    writer.begin(0, marker, payloadType, sequence++ & 0xffff, timestamp & 0xffff_ffffL, ssrc);
    writer.extension(MID_EXTENSION, mid, 0, 1);
    int number = transportSequence.getAndIncrement();
    byte[] wide = {(byte) (number >> 8), (byte) number};
    writer.extension(TRANSPORT_CC_EXTENSION, wide, 0, 2);
    if (level != NO_LEVEL) {
      writer.extension(AUDIO_LEVEL_EXTENSION, new byte[] {(byte) level}, 0, 1);
    }
    int size = writer.payload(payload, 0, length).end();
    packets.incrementAndGet();
    octets += length;
    client.sendRtp(buf, 0, size);
  }

  /** Reports that {@code timestamp} on the media clock was at {@code epochMicros}. */
  void report(long epochMicros, long timestamp) {
    long seconds = Math.floorDiv(epochMicros, 1_000_000L) + NTP_EPOCH_SECONDS;
    long fraction = (Math.floorMod(epochMicros, 1_000_000L) << 32) / 1_000_000L;
    SenderReport report =
        new SenderReport(
            ssrc,
            (seconds << 32) | fraction,
            timestamp & 0xffff_ffffL,
            packets.get(),
            octets & 0xffff_ffffL,
            List.of());
    byte[] rtcp = new byte[64 + WebRtcTransport.TAIL_ROOM];
    client.sendRtcp(rtcp, 0, report.write(rtcp, 0));
  }
}
