package io.parley.jobs.transcription;

import io.parley.jobs.log.LogEntry;
import io.parley.storage.codec.CaptionCodec;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Says when a meeting's transcript is whole. Stands last, keyed by meeting, and every caption goes
 * through it, so that {@link Caption.TranscriptCompleted} follows them all in the partition.
 *
 * <p>Holds one small record and one timer a meeting.
 */
final class TranscriptCloser extends KeyedCoProcessFunction<String, LogEntry, LogEntry, LogEntry> {
  private static final long serialVersionUID = 1;

  /** How long after the end the track that was spoken on may take to close its utterance. */
  static final long FLUSH_MILLIS = TrackListener.PATIENCE_MILLIS + 1_000;

  /** How long a second end of the same meeting is recognised as such. */
  static final long REMEMBER_MILLIS = 3_600_000;

  private transient @Nullable ValueState<Open> state;

  /**
   * A meeting being transcribed.
   *
   * @param startEpochMicros zero of its clock; 0 while unknown
   * @param endEpochMicros 0 while it runs
   * @param finals written so far
   * @param lastMicros end of the latest final
   * @param completed the transcript was declared whole
   */
  public record Open(
      long startEpochMicros, long endEpochMicros, int finals, long lastMicros, boolean completed) {

    Open started(long atEpochMicros) {
      return new Open(atEpochMicros, endEpochMicros, finals, lastMicros, completed);
    }

    Open said(long untilMicros) {
      long last = Math.max(lastMicros, untilMicros);
      return new Open(startEpochMicros, endEpochMicros, finals + 1, last, completed);
    }

    Open ended(long atEpochMicros) {
      return new Open(startEpochMicros, atEpochMicros, finals, lastMicros, completed);
    }

    Open whole() {
      return new Open(startEpochMicros, endEpochMicros, finals, lastMicros, true);
    }

    long durationMicros() {
      return startEpochMicros == 0 ? lastMicros : endEpochMicros - startEpochMicros;
    }
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("open", TypeInformation.of(Open.class)));
  }

  @Override
  public void processElement1(LogEntry caption, Context context, Collector<LogEntry> out)
      throws Exception {
    if (decode(caption) instanceof Caption.Utterance utterance && utterance.last()) {
      state().update(current().said(utterance.endMicros()));
    }
    out.collect(caption);
  }

  @Override
  public void processElement2(LogEntry entry, Context context, Collector<LogEntry> out)
      throws Exception {
    if (!(MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event happened)) {
      return;
    }
    Open o = current();
    if (happened.event() instanceof MeetingEvent.MeetingStarted started) {
      state().update(o.started(started.atEpochMicros()));
    } else if (happened.event() instanceof MeetingEvent.MeetingEnded ended
        && o.endEpochMicros() == 0) {
      state().update(o.ended(ended.atEpochMicros()));
      long endMillis = Math.floorDiv(ended.atEpochMicros(), 1_000);
      context.timerService().registerEventTimeTimer(endMillis + FLUSH_MILLIS);
    }
  }

  @Override
  public void onTimer(long millis, OnTimerContext context, Collector<LogEntry> out)
      throws Exception {
    Open o = current();
    if (o.completed()) {
      state().clear();
      return;
    }
    MeetingId meeting = new MeetingId(context.getCurrentKey());
    Caption whole = new Caption.TranscriptCompleted(meeting, o.durationMicros(), o.finals());
    out.collect(LogEntry.of(meeting.value(), o.endEpochMicros(), CaptionCodec.encode(whole)));
    state().update(o.whole());
    context.timerService().registerEventTimeTimer(millis + REMEMBER_MILLIS);
  }

  private Open current() throws Exception {
    Open o = state().value();
    return o == null ? new Open(0, 0, 0, 0, false) : o;
  }

  private ValueState<Open> state() {
    if (state == null) {
      throw new IllegalStateException("used before open()");
    }
    return state;
  }

  private static Caption decode(LogEntry caption) {
    try {
      return CaptionCodec.decode(caption.value());
    } catch (FormatException e) {
      throw new IllegalStateException("a caption of our own making", e);
    }
  }
}
