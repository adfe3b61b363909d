package io.parley.jobs.recording;

import io.parley.jobs.live.LiveTrack;
import io.parley.jobs.live.LiveTracks;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.track.TrackState;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.contract.RtpRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * Packets of a track to its frames on the meeting clock. Stands first, so that everything behind it
 * deals in frames. What comes out bears the event time at which it was complete.
 */
final class TrackAssembler implements LiveTracks<LogEntry> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;
  private static final byte[] NOTHING = new byte[0];

  @Override
  public LiveTrack<LogEntry> begin(LogEntry first) throws FormatException {
    RtpRecord.Packet packet = packet(first);
    return new Assembly(
        first.meetingId(),
        first.key(),
        new TrackState(packet.track(), packet.meetingStartEpochMicros()));
  }

  @Override
  public LiveTrack<LogEntry> restore(byte[] snapshot) {
    ByteReader in = new ByteReader(snapshot);
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("track assembly of unknown version " + version);
    }
    return new Assembly(in.text(), in.text(), TrackState.fromBytes(in.block()));
  }

  private static RtpRecord.Packet packet(LogEntry record) throws FormatException {
    if (RtpRecordCodec.decode(record.header(), record.value()) instanceof RtpRecord.Packet packet) {
      return packet;
    }
    throw new FormatException(FormatException.Reason.MALFORMED, "a tick among a track's packets");
  }

  private static final class Assembly implements LiveTrack<LogEntry> {
    private final String meetingId;
    private final String trackId;
    private final TrackState state;

    Assembly(String meetingId, String trackId, TrackState state) {
      this.meetingId = meetingId;
      this.trackId = trackId;
      this.state = state;
    }

    @Override
    public void accept(LogEntry record, Consumer<LogEntry> out) throws FormatException {
      emit(state.accept(packet(record)), record.epochMicros(), out);
    }

    @Override
    public void step(long epochMicros, Consumer<LogEntry> out) {
      emit(state.advanceTo(epochMicros), epochMicros, out);
    }

    @Override
    public boolean waiting() {
      return state.nextDeadlineEpochMicros() != Long.MAX_VALUE;
    }

    @Override
    public byte[] snapshot() {
      return new ByteWriter()
          .u8(VERSION)
          .text(meetingId)
          .text(trackId)
          .block(state.toBytes())
          .toByteArray();
    }

    private void emit(List<EncodedFrame> frames, long epochMicros, Consumer<LogEntry> out) {
      for (EncodedFrame frame : frames) {
        out.accept(new LogEntry(meetingId, trackId, epochMicros, NOTHING, frame.toBytes()));
      }
    }
  }
}
