package io.parley.jobs.transcription;

import io.parley.jobs.live.LiveTrack;
import io.parley.jobs.live.LiveTracks;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.track.TrackState;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.CaptionCodec;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.RtpRecord;
import io.parley.transcription.Recogniser;
import io.parley.transcription.TrackTranscriber;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Packets of an audio track to captions: puts the packets in order, then listens. Among them come
 * the names of those present ({@link NamesEntry}). The first packet is kept with the state, because
 * it says all about the track.
 */
final class TrackListener implements LiveTracks<LogEntry> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;

  /**
   * Where nothing comes silence is heard this long after its time, so that what was said last is
   * closed. A publisher out of breath who sends later than that is no longer heard. While packets
   * come, however late, they alone say what time it is.
   */
  static final long LATEST_PACKET_MICROS = 2_000_000;

  /** With this much event time after the last packet, every utterance is closed. */
  static final long PATIENCE_MILLIS = 3_500;

  /** Without a packet for so long nobody is sending. */
  private static final long STILL_MICROS = 500_000;

  private final Opener<Recogniser> opener;
  private transient @Nullable Recogniser recogniser;

  TrackListener(Opener<Recogniser> opener) {
    this.opener = opener;
  }

  @Override
  public void open(MetricGroup metrics) throws IOException {
    recogniser = opener.open();
  }

  @Override
  public LiveTrack<LogEntry> begin(LogEntry first) throws FormatException {
    RtpRecord.Packet packet = packet(first);
    return new Listening(
        first.header(),
        packet,
        new TrackState(packet.track(), packet.meetingStartEpochMicros()),
        new TrackTranscriber(packet.track(), opened()),
        first.epochMicros(),
        first.epochMicros());
  }

  @Override
  public LiveTrack<LogEntry> restore(byte[] snapshot) throws IOException {
    ByteReader in = new ByteReader(snapshot);
    int version = in.u8();
    if (version != VERSION) {
      throw new IOException("listening track of unknown version " + version);
    }
    byte[] header = in.block();
    try {
      RtpRecord.Packet packet = packet(header, new byte[] {0});
      long last = in.i64();
      long now = in.i64();
      TrackState order = TrackState.fromBytes(in.block());
      TrackTranscriber transcriber = TrackTranscriber.restore(packet.track(), opened(), in.block());
      return new Listening(header, packet, order, transcriber, last, now);
    } catch (FormatException e) {
      throw new IOException("listening track without its description", e);
    }
  }

  private Recogniser opened() {
    if (recogniser == null) {
      throw new IllegalStateException("used before open()");
    }
    return recogniser;
  }

  private static RtpRecord.Packet packet(LogEntry record) throws FormatException {
    return packet(record.header(), record.value());
  }

  private static RtpRecord.Packet packet(byte[] header, byte[] value) throws FormatException {
    if (RtpRecordCodec.decode(header, value) instanceof RtpRecord.Packet packet) {
      return packet;
    }
    throw new FormatException(FormatException.Reason.MALFORMED, "a tick among a track's packets");
  }

  private static final class Listening implements LiveTrack<LogEntry> {
    private final byte[] header;
    private final long meetingStartEpochMicros;
    private final TrackState order;
    private final TrackTranscriber transcriber;
    private long lastEpochMicros;
    private long nowEpochMicros;

    Listening(
        byte[] header,
        RtpRecord.Packet first,
        TrackState order,
        TrackTranscriber transcriber,
        long lastEpochMicros,
        long nowEpochMicros) {
      this.header = header;
      this.meetingStartEpochMicros = first.meetingStartEpochMicros();
      this.order = order;
      this.transcriber = transcriber;
      this.lastEpochMicros = lastEpochMicros;
      this.nowEpochMicros = nowEpochMicros;
    }

    @Override
    public void accept(LogEntry record, Consumer<LogEntry> out) throws FormatException {
      if (NamesEntry.is(record)) {
        transcriber.names(NamesEntry.names(record));
        return;
      }
      lastEpochMicros = Math.max(lastEpochMicros, record.epochMicros());
      nowEpochMicros = Math.max(nowEpochMicros, record.epochMicros());
      hear(order.accept(packet(record)), out);
    }

    @Override
    public void step(long epochMicros, Consumer<LogEntry> out) {
      nowEpochMicros = Math.max(nowEpochMicros, epochMicros);
      hear(order.advanceTo(epochMicros), out);
      if (epochMicros - lastEpochMicros >= STILL_MICROS) {
        long passed = epochMicros - meetingStartEpochMicros - LATEST_PACKET_MICROS;
        emit(transcriber.advanceTo(passed), out);
      }
    }

    @Override
    public boolean waiting() {
      return nowEpochMicros < lastEpochMicros + PATIENCE_MILLIS * 1_000
          || order.nextDeadlineEpochMicros() != Long.MAX_VALUE;
    }

    @Override
    public byte[] snapshot() {
      return new ByteWriter()
          .u8(VERSION)
          .block(header)
          .i64(lastEpochMicros)
          .i64(nowEpochMicros)
          .block(order.toBytes())
          .block(transcriber.snapshot())
          .toByteArray();
    }

    @Override
    public void close() {
      transcriber.close();
    }

    private void hear(List<EncodedFrame> frames, Consumer<LogEntry> out) {
      for (EncodedFrame frame : frames) {
        emit(transcriber.accept(frame.data(), frame.micros()), out);
      }
    }

    private void emit(List<Caption.Utterance> captions, Consumer<LogEntry> out) {
      for (Caption.Utterance caption : captions) {
        byte[] value = CaptionCodec.encode(caption);
        out.accept(LogEntry.of(caption.meetingId().value(), nowEpochMicros, value));
      }
    }
  }
}
