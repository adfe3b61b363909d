package io.parley.jobs.transcription;

import io.parley.jobs.log.LogEntry;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.contract.MeetingEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells each audio track the names of those in its meeting, so that captions write them as their
 * owners do. Stands before listening, because names also say where a sentence ends.
 *
 * <p>Packets and events come by two topics, in no order between them. So a name counts from {@link
 * #SETTLE_MILLIS} of event time after its owner came, and a packet waits until event time is so
 * close behind it that every such name has been read: live it never has to, and read again at any
 * speed the same packets hear the same names.
 *
 * <p>Holds the names of meetings that run (at most {@link MeetingNames#MAX_NAMES} each), and by
 * track how many of them were told, the packets that wait, and a timer for either.
 */
final class NameStage extends KeyedBroadcastProcessFunction<String, LogEntry, LogEntry, LogEntry> {
  private static final long serialVersionUID = 1;

  /** Ticks, brokers and readers together are not as late as this while all is well. */
  static final long SETTLE_MILLIS = 2_000;

  /** How long after its end a meeting's names may still be asked for, behind what settles. */
  private static final long KEEP_MILLIS = SETTLE_MILLIS + 10_000;

  /** After so long a track is told all names again: it changes nothing, and bounds the state. */
  private static final long TELL_AGAIN_MILLIS = 3_600_000;

  /** By meeting, as {@link MeetingNames#toBytes} wrote them. */
  static final MapStateDescriptor<String, byte[]> MEETINGS =
      new MapStateDescriptor<>(
          "meetings", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private transient Map<String, MeetingNames> read = new HashMap<>();
  private transient @Nullable ValueState<Told> told;
  private transient @Nullable ListState<LogEntry> waiting;

  /**
   * What a track knows.
   *
   * @param names how many
   * @param untilMillis event time at which this is forgotten
   */
  public record Told(int names, long untilMillis) {}

  @Override
  public void open(OpenContext context) {
    read = new HashMap<>();
    told =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("told", TypeInformation.of(Told.class)));
    waiting =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("waiting", TypeInformation.of(LogEntry.class)));
  }

  /** Whether an event is one of those this stage reads: the rest need not be sent to all. */
  static boolean matters(LogEntry entry) throws FormatException {
    return MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event happened
        && (happened.event() instanceof MeetingEvent.ParticipantJoined
            || happened.event() instanceof MeetingEvent.MeetingEnded);
  }

  @Override
  public void processBroadcastElement(LogEntry entry, Context context, Collector<LogEntry> out)
      throws Exception {
    if (!(MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event happened)) {
      return;
    }
    BroadcastState<String, byte[]> meetings = context.getBroadcastState(MEETINGS);
    forgetEnded(meetings, context.currentWatermark());
    byte[] known = meetings.get(entry.meetingId());
    MeetingNames names = known == null ? MeetingNames.none() : MeetingNames.fromBytes(known);
    if (happened.event() instanceof MeetingEvent.ParticipantJoined joined) {
      names = names.with(joined.displayName(), joined.atEpochMicros());
    } else if (happened.event() instanceof MeetingEvent.MeetingEnded ended) {
      names = names.ended(ended.atEpochMicros());
    }
    meetings.put(entry.meetingId(), names.toBytes());
    read.put(entry.meetingId(), names);
  }

  @Override
  public void processElement(LogEntry packet, ReadOnlyContext context, Collector<LogEntry> out)
      throws Exception {
    boolean queued = opened(waiting).get().iterator().hasNext();
    if (!queued && context.currentWatermark() >= dueMillis(packet)) {
      pass(packet, context, out);
      return;
    }
    opened(waiting).add(packet);
    if (!queued) {
      context.timerService().registerEventTimeTimer(dueMillis(packet));
    }
  }

  @Override
  public void onTimer(long millis, OnTimerContext context, Collector<LogEntry> out)
      throws Exception {
    Told known = opened(told).value();
    if (known != null && known.untilMillis() <= millis) {
      opened(told).clear();
    }
    List<LogEntry> left = new ArrayList<>();
    for (LogEntry packet : opened(waiting).get()) {
      if (left.isEmpty() && context.currentWatermark() >= dueMillis(packet)) {
        pass(packet, context, out);
      } else {
        left.add(packet);
      }
    }
    opened(waiting).update(left);
    if (!left.isEmpty()) {
      context.timerService().registerEventTimeTimer(dueMillis(left.get(0)));
    }
  }

  /** A packet, and behind it the names if its track does not know all of them yet. */
  private void pass(LogEntry packet, ReadOnlyContext context, Collector<LogEntry> out)
      throws Exception {
    out.collect(packet);
    MeetingNames known = names(packet.meetingId(), context);
    long settled = dueMillis(packet) * 1_000;
    if (known == null || known.endEpochMicros() <= settled) {
      return;
    }
    Told before = opened(told).value();
    List<String> names = known.at(settled);
    if (names.size() > (before == null ? 0 : before.names())) {
      long until = dueMillis(packet) + SETTLE_MILLIS + TELL_AGAIN_MILLIS;
      opened(told).update(new Told(names.size(), until));
      context.timerService().registerEventTimeTimer(until);
      out.collect(NamesEntry.behind(packet, names));
    }
  }

  private @Nullable MeetingNames names(String meeting, ReadOnlyContext context) throws Exception {
    MeetingNames names = read.get(meeting);
    if (names == null) {
      byte[] saved = context.getBroadcastState(MEETINGS).get(meeting);
      if (saved != null) {
        names = MeetingNames.fromBytes(saved);
        read.put(meeting, names);
      }
    }
    return names;
  }

  /** No packet that is still to come may hear of them. */
  private void forgetEnded(BroadcastState<String, byte[]> meetings, long watermarkMillis)
      throws Exception {
    Iterator<Map.Entry<String, byte[]>> each = meetings.iterator();
    while (each.hasNext()) {
      Map.Entry<String, byte[]> entry = each.next();
      long end = MeetingNames.fromBytes(entry.getValue()).endEpochMicros();
      if (end / 1_000 + KEEP_MILLIS < watermarkMillis) {
        each.remove();
        read.remove(entry.getKey());
      }
    }
  }

  private static long dueMillis(LogEntry packet) {
    return Math.floorDiv(packet.epochMicros(), 1_000) - SETTLE_MILLIS;
  }

  private static <T> T opened(@Nullable T field) {
    if (field == null) {
      throw new IllegalStateException("used before open()");
    }
    return field;
  }
}
