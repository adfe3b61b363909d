package io.parley.bench.load;

import io.parley.sfu.transport.WebRtcTransport;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.Rtx;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.codec.rtp.SourceDescription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One SSRC of a publisher with the header extensions that a browser adds, and what it takes to send
 * lost packets again. On the loop's thread, but for the names.
 */
public final class OutgoingStream {
  /** Packets kept for repair: seconds of any stream sent here. */
  private static final int KEPT = 1_024;

  private static final int ROOM = 1_500;
  private static final int NO_LEVEL = -1;

  private final PublishingPeer peer;
  private final boolean video;
  private final int layer;
  private final byte[] mid;
  private final byte @Nullable [] rid;
  private final long ssrc;
  private final long rtxSsrc;
  private final byte[] buf = new byte[ROOM + WebRtcTransport.TAIL_ROOM];
  private final RtpWriter writer = new RtpWriter(buf);
  private final byte[] repair = new byte[ROOM + WebRtcTransport.TAIL_ROOM];
  private final byte[][] kept = new byte[KEPT][];
  private final long[] keptSequence = new long[KEPT];
  private final int[] keptLength = new int[KEPT];
  private long sequence;
  private long rtxSequence;
  private long packets;
  private long octets;
  private long timestamp;
  private long timestampNanos;

  OutgoingStream(
      PublishingPeer peer, boolean video, int layer, @Nullable String rid, Random random) {
    this.peer = peer;
    this.video = video;
    this.layer = layer;
    this.mid = (video ? Formats.VIDEO_MID : Formats.AUDIO_MID).getBytes(StandardCharsets.US_ASCII);
    this.rid = rid == null ? null : rid.getBytes(StandardCharsets.US_ASCII);
    this.ssrc = 1L + random.nextInt(Integer.MAX_VALUE - 1);
    this.rtxSsrc = 1L + random.nextInt(Integer.MAX_VALUE - 1);
    this.sequence = random.nextInt(0x8000);
    this.rtxSequence = random.nextInt(0x8000);
    java.util.Arrays.fill(keptSequence, -1);
  }

  public long ssrc() {
    return ssrc;
  }

  /** Of retransmissions; only video has them. */
  public long rtxSsrc() {
    return rtxSsrc;
  }

  public boolean video() {
    return video;
  }

  boolean isClosed() {
    return peer.socket().isClosed();
  }

  /** Media packets sent so far, without repairs. */
  long packets() {
    return packets;
  }

  /**
   * Sends one packet; {@code payload} has room for the stamp, which is written over its end.
   *
   * @param level of the sound, 0 (loudest) to 127, ignored for video
   */
  void send(boolean marker, long timestamp, int level, byte[] payload, int length) {
    long fate = peer.socket().fate();
    int type = video ? Formats.VP8 : Formats.OPUS;
    writer.begin(0, marker, type, sequence & 0xffff, timestamp & 0xffff_ffffL, ssrc);
    writer.extension(Formats.MID_EXTENSION, mid, 0, mid.length);
    if (rid != null) {
      writer.extension(Formats.RID_EXTENSION, rid, 0, rid.length);
    }
    int number = peer.nextTransportSequence();
    int at = writer.extension(Formats.TRANSPORT_CC_EXTENSION, 2);
    buf[at] = (byte) (number >> 8);
    buf[at + 1] = (byte) number;
    if (!video && level > NO_LEVEL) {
      buf[writer.extension(Formats.AUDIO_LEVEL_EXTENSION, 1)] = (byte) (0x80 | level);
    }
    int size = writer.payload(payload, 0, length).end();
    Stamp.write(buf, size, layer, fate == 0, System.nanoTime());
    this.timestamp = timestamp;
    this.timestampNanos = System.nanoTime();
    packets++;
    octets += length;
    keep(size);
    sequence++;
    peer.socket().sendRtp(buf, size, fate);
  }

  private void keep(int size) {
    int slot = (int) (sequence % KEPT);
    byte[] room = kept[slot];
    if (room == null) {
      room = new byte[ROOM];
      kept[slot] = room;
    }
    System.arraycopy(buf, 0, room, 0, size);
    keptSequence[slot] = sequence & 0xffff;
    keptLength[slot] = size;
  }

  /** Sends a packet again if it is still there: as RFC 4588 has it, but sound as it was. */
  void repair(int lost) {
    for (long wide = sequence - 1; wide >= Math.max(0, sequence - KEPT); wide--) {
      int slot = (int) (wide % KEPT);
      byte[] original = kept[slot];
      if ((wide & 0xffff) == lost && keptSequence[slot] == lost && original != null) {
        if (!video) {
          System.arraycopy(original, 0, repair, 0, keptLength[slot]);
          peer.socket().sendRtp(repair, keptLength[slot], peer.socket().fate());
          return;
        }
        RtpPacket packet = new RtpPacket().wrap(original, 0, keptLength[slot]);
        int size =
            Rtx.encapsulate(packet, repair, 0, Formats.VP8_RTX, rtxSsrc, rtxSequence++ & 0xffff);
        number(packet, size);
        peer.socket().sendRtp(repair, size, peer.socket().fate());
        return;
      }
    }
  }

  /** Every packet on the transport has a number of its own; the rid becomes the repaired one. */
  private void number(RtpPacket original, int size) {
    int at = original.findExtension(Formats.TRANSPORT_CC_EXTENSION);
    if (at > 0 && at + 2 <= size) {
      int number = peer.nextTransportSequence();
      repair[at] = (byte) (number >> 8);
      repair[at + 1] = (byte) number;
    }
    int named = original.findExtension(Formats.RID_EXTENSION);
    if (named > 0) {
      repair[named - 1] =
          (byte) ((Formats.REPAIRED_RID_EXTENSION << 4) | (repair[named - 1] & 0x0f));
    }
  }

  /** Reports on the clock, once something was sent. */
  void report(String cname) {
    if (packets == 0) {
      return;
    }
    long nanos = System.nanoTime();
    long clock = video ? Formats.VIDEO_CLOCK : Formats.AUDIO_CLOCK;
    long now = timestamp + (nanos - timestampNanos) * clock / 1_000_000_000L;
    SenderReport report =
        new SenderReport(
            ssrc,
            NtpTime.ofEpochMicros(System.currentTimeMillis() * 1_000),
            now & 0xffff_ffffL,
            packets & 0xffff_ffffL,
            octets & 0xffff_ffffL,
            List.of());
    int length = report.write(repair, 0);
    SourceDescription.Chunk chunk = new SourceDescription.Chunk(ssrc, cname);
    length += new SourceDescription(List.of(chunk)).write(repair, length);
    peer.socket().sendRtcp(repair, length);
  }
}
