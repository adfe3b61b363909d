package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.PacketKind;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.List;

/**
 * What is still open of one track between two records of the log, and the path of a packet through
 * it: told apart → reordered → timestamp widened → held while the clock is doubtful → gathered into
 * a frame → put on the meeting clock. All of it is a function of the records alone, in the order
 * and at the arrival times they bear.
 *
 * <p>Bounded: at most {@link ReorderBuffer#MAX_WAITING} packets wait for an earlier one, 1,024 for
 * the clock, and one frame of at most {@link FrameCollector#MAX_PACKETS} packets is open; in
 * practice a few kilobytes. One thread.
 */
public final class TrackState {
  private static final int VERSION = 2;
  private static final long NO_SSRC = -1;

  private final TrackDescription track;
  private final long meetingStartEpochMicros;
  private TrackCounters counters = new TrackCounters();
  private ReorderBuffer reorder = new ReorderBuffer();
  private ClockHold hold = new ClockHold();
  private ClockDoubt doubt = new ClockDoubt();
  private FrameCollector collector;
  private TrackClock clock;
  private long ssrc = NO_SSRC;
  private long retiredSsrc = NO_SSRC;
  private boolean timestampKnown;
  private long lastTimestamp;
  private long lostBeforeNext;
  private long lastMicros = Long.MIN_VALUE;

  public TrackState(TrackDescription track, long meetingStartEpochMicros) {
    this.track = track;
    this.meetingStartEpochMicros = meetingStartEpochMicros;
    this.collector = new FrameCollector(track.codec(), track.fmtp());
    this.clock = new TrackClock(track.clockRateHz(), track.codec().isAudio());
  }

  public TrackDescription track() {
    return track;
  }

  public TrackCounters counters() {
    return counters;
  }

  /** Takes in one packet (RTP or RTCP) and gives the frames it completed, in capture order. */
  public List<EncodedFrame> accept(RtpRecord.Packet record) {
    byte[] bytes = record.packet();
    counters.received++;
    List<EncodedFrame> out = new ArrayList<>();
    pass(record.arrivalEpochMicros(), out);
    try {
      switch (PacketKind.of(bytes, 0, bytes.length)) {
        case RTP -> rtp(RtpPacket.of(bytes), record.arrivalEpochMicros(), out);
        case RTCP -> rtcp(RtcpCompound.of(bytes), record.arrivalMicros());
        case NEITHER -> counters.malformed++;
      }
    } catch (MalformedPacketException e) {
      counters.malformed++;
    }
    return out;
  }

  /** Lets arrival time pass: gives up on packets that are overdue. */
  public List<EncodedFrame> advanceTo(long arrivalEpochMicros) {
    List<EncodedFrame> out = new ArrayList<>();
    pass(arrivalEpochMicros, out);
    return out;
  }

  /** When {@link #advanceTo} has something to do; {@code Long.MAX_VALUE} if nothing waits. */
  public long nextDeadlineEpochMicros() {
    long held = hold.deadline();
    return Math.min(
        reorder.deadline(), held == Long.MAX_VALUE ? held : held + meetingStartEpochMicros);
  }

  /** The track is over: gives all that waits. */
  public List<EncodedFrame> finish() {
    return advanceTo(Long.MAX_VALUE);
  }

  private void pass(long arrivalEpochMicros, List<EncodedFrame> out) {
    reorder.advanceTo(arrivalEpochMicros, counters, ordered -> inOrder(ordered, out));
    hold.advanceTo(
        arrivalEpochMicros == Long.MAX_VALUE
            ? Long.MAX_VALUE
            : arrivalEpochMicros - meetingStartEpochMicros,
        packets -> timed(packets, out));
  }

  private void rtcp(RtcpCompound compound, long arrivalMicros) {
    while (compound.next()) {
      if (compound.type() == RtcpPacket.SENDER_REPORT) {
        SenderReport report = SenderReport.parse(compound);
        if (report.ssrc() == ssrc && timestampKnown) {
          long rtp = lastTimestamp + (int) (report.rtpTimestamp() - lastTimestamp);
          clock.onSenderReport(rtp, NtpTime.toEpochMicros(report.ntp()), arrivalMicros);
        }
      }
    }
  }

  private void rtp(RtpPacket packet, long arrivalEpochMicros, List<EncodedFrame> out) {
    if (packet.ssrc() != ssrc) {
      if (packet.payloadType() != track.payloadType()) {
        counters.foreign++;
        return;
      }
      if (packet.ssrc() == retiredSsrc) {
        counters.late++;
        return;
      }
      changeSource(packet.ssrc(), out);
    }
    reorder.accept(
        packet.sequenceNumber(),
        arrivalEpochMicros,
        packet.buffer(),
        counters,
        ordered -> inOrder(ordered, out));
  }

  /** Sequence numbers and timestamps of a new SSRC have nothing to do with those before. */
  private void changeSource(long newSsrc, List<EncodedFrame> out) {
    if (ssrc != NO_SSRC) {
      pass(Long.MAX_VALUE, out);
      clock.restart();
      collector.newSource();
      hold.reopen();
      reorder = new ReorderBuffer();
      timestampKnown = false;
      retiredSsrc = ssrc;
    }
    ssrc = newSsrc;
  }

  private void inOrder(ReorderBuffer.Ordered ordered, List<EncodedFrame> out) {
    RtpPacket packet = RtpPacket.of(ordered.packet());
    lostBeforeNext += ordered.lostBefore();
    if (packet.payloadType() != track.payloadType()) {
      counters.foreign++;
      return;
    }
    if (packet.payloadLength() == 0) {
      return;
    }
    long timestamp = packet.timestamp();
    lastTimestamp = timestampKnown ? lastTimestamp + (int) (timestamp - lastTimestamp) : timestamp;
    timestampKnown = true;
    long lost = lostBeforeNext;
    lostBeforeNext = 0;
    hold.accept(
        new ClockHold.Timed(
            lastTimestamp,
            packet.marker(),
            ordered.arrivalEpochMicros() - meetingStartEpochMicros,
            lost,
            packet.copyPayload()),
        packets -> timed(packets, out));
  }

  private void timed(List<ClockHold.Timed> packets, List<EncodedFrame> out) {
    if (packets.size() > 1 && doubt.settledBy(packets, clock)) {
      clock.restart();
      collector.cut();
      counters.clockSteps++;
    } else if (doubt.open()) {
      hold.reopen();
    }
    for (ClockHold.Timed packet : packets) {
      clock.onPacket(packet.timestamp(), packet.arrivalMicros(), soundMicros(packet.payload()));
    }
    for (ClockHold.Timed packet : packets) {
      collector
          .push(
              packet.timestamp(), packet.marker(), packet.payload(), packet.lostBefore(), counters)
          .forEach(collected -> emit(collected, out));
    }
  }

  private void emit(FrameCollector.Collected collected, List<EncodedFrame> out) {
    boolean stepped = clock.moveTo(collected.timestamp());
    if (stepped) {
      counters.clockSteps++;
    }
    long micros = Math.round(clock.at(collected.timestamp()));
    byte[] data = collected.frame().data();
    boolean audio = track.codec().isAudio();
    if (lastMicros != Long.MIN_VALUE && micros <= lastMicros) {
      if (audio) {
        counters.incompleteFrames++;
        collector.cut();
        return;
      }
      micros = lastMicros + 1;
    }
    long duration =
        audio ? soundMicros(data) : lastMicros == Long.MIN_VALUE ? 0 : micros - lastMicros;
    lastMicros = micros;
    counters.frames++;
    out.add(
        new EncodedFrame(
            track.trackId(),
            track.participantId(),
            track.source(),
            track.codec(),
            collected.frame().keyFrame(),
            micros,
            duration,
            data,
            collected.afterGap() || (audio && stepped)));
  }

  private long soundMicros(byte[] data) {
    return track.codec().isAudio() ? OpusPacket.samples(data) * 125L / 6 : 0;
  }

  /** Version 2: version, track, then every stage in the order of the path. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter(4_096);
    out.u8(VERSION).text(track.meetingId().value()).text(track.participantId().value());
    out.text(track.trackId().value()).name(track.source()).name(track.codec());
    out.u8(track.payloadType()).u32(track.clockRateHz()).u8(track.channels());
    out.text(track.fmtp()).u8(track.audioLevelExtensionId()).i64(meetingStartEpochMicros);
    out.i64(ssrc).i64(retiredSsrc).flag(timestampKnown).i64(lastTimestamp);
    out.i64(lostBeforeNext).i64(lastMicros);
    doubt.write(out);
    counters.write(out);
    reorder.write(out);
    hold.write(out);
    collector.write(out);
    clock.write(out);
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  public static TrackState fromBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("track state of unknown version " + version);
    }
    MeetingId meetingId = new MeetingId(in.text());
    ParticipantId participantId = new ParticipantId(in.text());
    TrackId trackId = new TrackId(in.text());
    TrackDescription track =
        new TrackDescription(
            meetingId,
            participantId,
            trackId,
            in.name(MediaSource.class),
            in.name(MediaCodec.class),
            in.u8(),
            in.size(),
            in.u8(),
            in.text(),
            in.u8());
    TrackState state = new TrackState(track, in.i64());
    state.ssrc = in.i64();
    state.retiredSsrc = in.i64();
    state.timestampKnown = in.flag();
    state.lastTimestamp = in.i64();
    state.lostBeforeNext = in.i64();
    state.lastMicros = in.i64();
    state.doubt = ClockDoubt.read(in);
    state.counters = TrackCounters.read(in);
    state.reorder = ReorderBuffer.read(in);
    state.hold = ClockHold.read(in);
    state.collector = FrameCollector.read(in, track.codec());
    state.clock = TrackClock.read(in, track.clockRateHz(), track.codec().isAudio());
    return state;
  }
}
