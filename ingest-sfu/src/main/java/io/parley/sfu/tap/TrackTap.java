package io.parley.sfu.tap;

import io.micrometer.core.instrument.Counter;
import io.parley.sfu.room.MeetingLog;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.contract.TrackDescription;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tap on one track: numbers every packet, so that a hole tells of one that had to be dropped.
 * Packets come on the meeting's loop.
 */
final class TrackTap implements MeetingLog.Tap, TapRecord.LossCount {
  private final TapQueue queue;
  private final RtpRecordCodec.TrackEncoder encoder;
  private final byte[] key;
  private final RecordedLayer layer = new RecordedLayer();
  private final Counter droppedOfAll;
  private final AtomicLong dropped = new AtomicLong();
  private long sequence;

  TrackTap(
      TapQueue queue, TrackDescription track, long meetingStartEpochMicros, Counter droppedOfAll) {
    this.queue = queue;
    this.droppedOfAll = droppedOfAll;
    this.encoder = RtpRecordCodec.prepare(track, meetingStartEpochMicros);
    this.key = track.trackId().value().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void packet(UpPacket packet) {
    if (layer.accepts(packet)) {
      offer(packet.arrivalEpochMicros(), bytesOf(packet.rtp()));
    }
  }

  @Override
  public void senderReport(UpReport report) {
    if (report.layer() == layer.current()) {
      offer(report.arrivalEpochMicros(), report.packet());
    }
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

  /** The array itself where it holds nothing else: nobody writes to it. */
  private static byte[] bytesOf(RtpPacket rtp) {
    boolean whole = rtp.offset() == 0 && rtp.length() == rtp.buffer().length;
    return whole ? rtp.buffer() : rtp.copy();
  }
}
