package io.parley.jobs.live;

import io.parley.jobs.log.LogEntry;
import io.parley.storage.codec.FormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link LiveTrack}s, keyed by {@link #keyOf}. An operator rather than a process function,
 * because only an operator may write all keys' state just before a checkpoint: in between, a track
 * is a plain object and a packet costs no state access.
 *
 * <p>Time moves in steps of {@value #STEP_MILLIS} ms of event time. A packet first makes up the
 * steps before its arrival, a timer makes them up when no packet comes; so the steps fall between
 * the same packets whether the log is read live or at full speed.
 *
 * <p>Each key holds one timer, and its state goes {@value #IDLE_MILLIS} ms after its last record.
 *
 * @param <O> what comes out of the tracks
 */
public final class LiveTrackOperator<O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<LogEntry, O>, Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;

  public static final long STEP_MILLIS = 100;

  /** A camera may be off for long and come back as the same track. */
  static final long IDLE_MILLIS = 4 * 3_600_000;

  private static final long NO_TIMER = Long.MAX_VALUE;

  private final LiveTracks<O> tracks;
  private transient @Nullable Map<String, Live<O>> live;
  private transient @Nullable ValueState<SavedTrack> saved;
  private transient @Nullable InternalTimerService<VoidNamespace> timers;
  private transient Counter malformed = new SimpleCounter();

  public LiveTrackOperator(LiveTracks<O> tracks) {
    this.tracks = tracks;
  }

  /** Track ids are unique in their meeting only. */
  public static String keyOf(LogEntry record) {
    return record.meetingId() + "/" + record.key();
  }

  /**
   * A track between two records.
   *
   * @param steppedMillis event time it has come to
   * @param lastMillis arrival of its last record
   * @param timerMillis when its timer is due
   * @param track as {@link LiveTrack#snapshot} wrote it
   */
  public record SavedTrack(long steppedMillis, long lastMillis, long timerMillis, byte[] track) {}

  private static final class Live<O> {
    final LiveTrack<O> track;
    long steppedMillis;
    long lastMillis;
    long timerMillis = NO_TIMER;
    boolean touched = true;

    Live(LiveTrack<O> track, long nowMillis) {
      this.track = track;
      this.steppedMillis = gridBefore(nowMillis);
      this.lastMillis = nowMillis;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    live = new HashMap<>();
    saved =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("track", TypeInformation.of(SavedTrack.class)));
    timers = getInternalTimerService("steps", VoidNamespaceSerializer.INSTANCE, this);
    malformed = getMetricGroup().counter("malformedPackets");
    tracks.open(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<LogEntry> element) throws Exception {
    LogEntry record = element.getValue();
    long nowMillis = Math.floorDiv(record.epochMicros(), 1_000);
    Live<O> one = find((String) getCurrentKey());
    try {
      if (one == null) {
        one = new Live<>(tracks.begin(record), nowMillis);
        opened(live).put((String) getCurrentKey(), one);
      }
      stepTo(one, nowMillis);
      one.track.accept(record, out(nowMillis));
    } catch (FormatException e) {
      malformed.inc();
    }
    if (one == null) {
      return;
    }
    one.lastMillis = Math.max(one.lastMillis, nowMillis);
    one.touched = true;
    arm(one);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Live<O> one = find(timer.getKey());
    if (one == null) {
      return;
    }
    long nowMillis = timer.getTimestamp();
    one.timerMillis = NO_TIMER;
    one.touched = true;
    stepTo(one, nowMillis);
    if (!one.track.waiting() && nowMillis >= one.lastMillis + IDLE_MILLIS) {
      one.track.close();
      opened(live).remove(timer.getKey());
      opened(saved).clear();
    } else {
      arm(one);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no wall clock here");
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    Object before = getCurrentKey();
    for (Map.Entry<String, Live<O>> entry : opened(live).entrySet()) {
      Live<O> one = entry.getValue();
      if (one.touched) {
        setCurrentKey(entry.getKey());
        opened(saved)
            .update(
                new SavedTrack(
                    one.steppedMillis, one.lastMillis, one.timerMillis, one.track.snapshot()));
        one.touched = false;
      }
    }
    if (before != null) {
      setCurrentKey(before);
    }
  }

  @Override
  public void close() throws Exception {
    if (live != null) {
      live.values().forEach(one -> one.track.close());
    }
    super.close();
  }

  private @Nullable Live<O> find(String key) throws Exception {
    Live<O> one = opened(live).get(key);
    if (one != null) {
      return one;
    }
    SavedTrack state = opened(saved).value();
    if (state == null) {
      return null;
    }
    Live<O> restored = new Live<>(tracks.restore(state.track()), state.lastMillis());
    restored.steppedMillis = state.steppedMillis();
    restored.timerMillis = state.timerMillis();
    opened(live).put(key, restored);
    return restored;
  }

  private void stepTo(Live<O> one, long nowMillis) {
    while (one.track.waiting() && one.steppedMillis + STEP_MILLIS <= nowMillis) {
      one.steppedMillis += STEP_MILLIS;
      one.track.step(one.steppedMillis * 1_000, out(one.steppedMillis));
    }
    if (!one.track.waiting()) {
      one.steppedMillis = Math.max(one.steppedMillis, gridBefore(nowMillis));
    }
  }

  /** Moves the key's one timer to where time next matters. */
  private void arm(Live<O> one) {
    long due = one.track.waiting() ? one.steppedMillis + STEP_MILLIS : one.lastMillis + IDLE_MILLIS;
    boolean early = one.timerMillis != NO_TIMER && one.timerMillis <= due;
    if (early) {
      return; // when it rings it is armed again
    }
    if (one.timerMillis != NO_TIMER) {
      opened(timers).deleteEventTimeTimer(VoidNamespace.INSTANCE, one.timerMillis);
    }
    one.timerMillis = due;
    opened(timers).registerEventTimeTimer(VoidNamespace.INSTANCE, due);
  }

  private Consumer<O> out(long millis) {
    return value -> output.collect(new StreamRecord<>(value, millis));
  }

  private static long gridBefore(long millis) {
    return Math.floorDiv(millis, STEP_MILLIS) * STEP_MILLIS;
  }

  private static <T> T opened(@Nullable T field) {
    if (field == null) {
      throw new IllegalStateException("used before open()");
    }
    return field;
  }
}
