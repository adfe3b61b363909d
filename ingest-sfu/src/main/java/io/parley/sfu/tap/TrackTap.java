package io.parley.sfu.tap;

import io.micrometer.core.instrument.Counter;
import io.parley.sfu.room.MeetingLog;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.rtp.Red;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.contract.TrackDescription;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tap on one track: of its simulcast layers one, made into one continuous stream, with a number
 * on every packet, so that a hole tells of one that had to be dropped. Packets come on the
 * meeting's loop.
 */
final class TrackTap implements MeetingLog.Tap, TapRecord.LossCount {
  private final TapQueue queue;
  private final RtpRecordCodec.TrackEncoder encoder;
  private final byte[] key;
  private final RecordedLayer layer;
  private final int payloadType;
  private final Counter droppedOfAll;
  private final AtomicLong dropped = new AtomicLong();
  private long sequence;

  TrackTap(
      TapQueue queue, TrackDescription track, long meetingStartEpochMicros, Counter droppedOfAll) {
    this.queue = queue;
    this.droppedOfAll = droppedOfAll;
    this.encoder = RtpRecordCodec.prepare(track, meetingStartEpochMicros);
    this.layer = new RecordedLayer(track.clockRateHz());
    this.payloadType = track.payloadType();
    this.key = track.trackId().value().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void packet(UpPacket packet) {
    if (layer.accepts(packet)) {
      byte[] bytes = layer.isAsSent() ? bytesOf(packet) : renumbered(packet);
      offer(packet.arrivalEpochMicros(), bytes);
    }
  }

  @Override
  public void senderReport(UpReport report) {
    if (report.layer() == layer.current()) {
      byte[] bytes = layer.isAsSent() ? report.packet() : renumbered(report);
      offer(report.arrivalEpochMicros(), bytes);
    }
  }

  private byte[] renumbered(UpPacket packet) {
    byte[] bytes = packet.isRedundant() ? alone(packet) : packet.rtp().copy();
    RtpPacket copy = RtpPacket.of(bytes);
    copy.setSequenceNumber(packet.sequence() + layer.sequenceShift());
    copy.setTimestamp(packet.timestamp() + layer.timestampShift());
    copy.setSsrc(layer.ssrc());
    return bytes;
  }

  private byte[] renumbered(UpReport report) {
    RtcpCompound walk = RtcpCompound.of(report.packet());
    if (!walk.next()) {
      return report.packet();
    }
    SenderReport sent = SenderReport.parse(walk);
    byte[] bytes = report.packet().clone();
    long timestamp = report.rtpTimestamp() + layer.timestampShift() & 0xffff_ffffL;
    new SenderReport(
            layer.ssrc(),
            sent.ntp(),
            timestamp,
            sent.packetCount(),
            sent.octetCount(),
            sent.blocks())
        .write(bytes, 0);
    return bytes;
  }

  /** What is recorded is the best there is. */
  @Override
  public int layersTaken(int layers) {
    int current = layer.current() < 0 ? 0 : 1 << layer.current();
    return current | 1 << (layers - 1);
  }

  @Override
  public void ended() {}

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void lost() {
    dropped.incrementAndGet();
    droppedOfAll.increment();
  }

  RtpRecordCodec.TrackEncoder encoder() {
    return encoder;
  }

  byte[] key() {
    return key;
  }

  private void offer(long arrivalEpochMicros, byte[] packet) {
    TapRecord.Packet record = new TapRecord.Packet(this, arrivalEpochMicros, sequence++, packet);
    if (!queue.offerPacket(record)) {
      lost();
    }
  }

  /**
   * The array itself where it holds nothing else: nobody writes to it. Without what came before,
   * which the receive path has put to use already.
   */
  private byte[] bytesOf(UpPacket packet) {
    if (packet.isRedundant()) {
      return alone(packet);
    }
    RtpPacket rtp = packet.rtp();
    boolean whole = rtp.offset() == 0 && rtp.length() == rtp.buffer().length;
    return whole ? rtp.buffer() : rtp.copy();
  }

  private byte[] alone(UpPacket packet) {
    return Red.primaryAlone(packet.rtp(), packet.redundancy(), payloadType);
  }
}
