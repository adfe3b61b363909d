package io.parley.jobs.indexing;

import io.parley.jobs.log.LogEntry;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.CaptionCodec;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.search.IndexedUtterance;
import io.parley.storage.search.TranscriptIndex;
import io.parley.transcription.files.CaptionFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Final utterances to rows and index as they come, and to the transcript once it is whole. An
 * utterance whose speaker the events have not named yet waits for the name, because the two topics
 * are read side by side; not for ever, because a name may never come.
 *
 * <p>Holds the finals and names of a meeting until an hour after its transcript was whole, and two
 * wall-clock timers, which decide nothing but how long to wait.
 */
final class TranscriptStage extends KeyedCoProcessFunction<String, LogEntry, LogEntry, LogEntry> {
  private static final long serialVersionUID = 1;

  /** How long an utterance waits for the name of its speaker. */
  static final long NAME_MILLIS = 10_000;

  /** How long a whole transcript is kept in state, for what is repeated. */
  static final long KEEP_MILLIS = 3_600_000;

  private final String language;
  private final Opener<MeetingStore> storeOpener;
  private final Opener<TranscriptIndex.Writer> indexOpener;
  private transient @Nullable MeetingStore store;
  private transient TranscriptIndex.@Nullable Writer index;
  private transient @Nullable MapState<String, LogEntry> finals;
  private transient @Nullable MapState<String, LogEntry> people;
  private transient @Nullable MapState<String, Boolean> unnamed;
  private transient @Nullable ValueState<LogEntry> started;
  private transient @Nullable ValueState<LogEntry> whole;
  private transient @Nullable ValueState<Long> forget;

  TranscriptStage(
      String language,
      Opener<MeetingStore> storeOpener,
      Opener<TranscriptIndex.Writer> indexOpener) {
    this.language = language;
    this.storeOpener = storeOpener;
    this.indexOpener = indexOpener;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    TypeInformation<LogEntry> entry = TypeInformation.of(LogEntry.class);
    finals =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("finals", Types.STRING, entry));
    people =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("people", Types.STRING, entry));
    unnamed =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("unnamed", Types.STRING, Types.BOOLEAN));
    started = getRuntimeContext().getState(new ValueStateDescriptor<>("started", entry));
    whole = getRuntimeContext().getState(new ValueStateDescriptor<>("whole", entry));
    forget = getRuntimeContext().getState(new ValueStateDescriptor<>("forget", Types.LONG));
    store = storeOpener.open();
    index = indexOpener.open();
  }

  @Override
  public void close() throws Exception {
    if (index != null) {
      index.close();
    }
    if (store != null) {
      store.close();
    }
  }

  @Override
  public void processElement1(LogEntry entry, Context context, Collector<LogEntry> out)
      throws Exception {
    Caption caption = CaptionCodec.decode(entry.value());
    if (caption instanceof Caption.TranscriptCompleted) {
      opened(whole).update(entry);
      if (opened(started).value() == null) {
        await(context);
      }
      finishIfNamed(context, out);
    } else if (caption instanceof Caption.Utterance utterance && kept(utterance)) {
      opened(finals).put(utterance.utteranceId(), entry);
      if (opened(started).value() != null
          && opened(people).contains(utterance.participantId().value())) {
        index(List.of(utterance));
      } else {
        opened(unnamed).put(utterance.utteranceId(), true);
        await(context);
      }
    }
  }

  @Override
  public void processElement2(LogEntry entry, Context context, Collector<LogEntry> out)
      throws Exception {
    if (!(MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event happened)) {
      return;
    }
    if (happened.event() instanceof MeetingEvent.MeetingStarted) {
      opened(started).update(entry);
    } else if (happened.event() instanceof MeetingEvent.ParticipantJoined joined) {
      opened(people).put(joined.participantId().value(), entry);
    } else {
      return;
    }
    if (opened(started).value() != null) {
      indexUnnamed(id -> opened(people).contains(id));
      finishIfNamed(context, out);
    }
  }

  @Override
  public void onTimer(long millis, OnTimerContext context, Collector<LogEntry> out)
      throws Exception {
    Long forgetAt = opened(forget).value();
    if (forgetAt != null && millis >= forgetAt) {
      clear();
      return;
    }
    indexUnnamed(id -> true);
    if (opened(whole).value() != null && forgetAt == null) {
      finish(context, out);
    }
  }

  /** An empty final takes back partials that turned out to be no words. */
  private static boolean kept(Caption.Utterance utterance) {
    return utterance.last() && !utterance.text().isBlank();
  }

  private void await(Context context) {
    long now = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer(now + NAME_MILLIS);
  }

  private interface Known {
    boolean test(String participantId) throws Exception;
  }

  private void indexUnnamed(Known known) throws Exception {
    List<Caption.Utterance> named = new ArrayList<>();
    for (String id : opened(unnamed).keys()) {
      Caption.Utterance utterance = utterance(opened(finals).get(id));
      if (known.test(utterance.participantId().value())) {
        named.add(utterance);
      }
    }
    for (Caption.Utterance utterance : named) {
      opened(unnamed).remove(utterance.utteranceId());
    }
    index(named);
  }

  /** Rows and index entries; nothing for a meeting that was deleted. */
  private void index(List<Caption.Utterance> utterances) throws Exception {
    if (utterances.isEmpty() || opened(store).wasDeleted(utterances.get(0).meetingId())) {
      return;
    }
    MeetingEvent.MeetingStarted start = start();
    List<IndexedUtterance> entries = new ArrayList<>();
    for (Caption.Utterance utterance : utterances) {
      MeetingEvent.ParticipantJoined who = person(utterance.participantId());
      String speaker = who == null ? utterance.participantId().value() : who.displayName();
      opened(store).record(utterance, speaker);
      entries.add(
          new IndexedUtterance(
              utterance.meetingId(),
              utterance.utteranceId(),
              utterance.participantId(),
              speaker,
              who == null ? null : who.userId(),
              start == null ? "" : start.subject(),
              start == null ? 0 : start.atEpochMicros(),
              utterance.startMicros(),
              utterance.text()));
    }
    opened(index).upsert(entries);
  }

  private void finishIfNamed(Context context, Collector<LogEntry> out) throws Exception {
    if (opened(whole).value() != null
        && opened(started).value() != null
        && opened(unnamed).isEmpty()) {
      finish(context, out);
    }
  }

  private void finish(Context context, Collector<LogEntry> out) throws Exception {
    MeetingId meeting = new MeetingId(context.getCurrentKey());
    if (!opened(store).wasDeleted(meeting)) {
      RecordingEvent.TranscriptReady ready = write(meeting);
      opened(store).record(ready);
      long at = opened(whole).value().epochMicros();
      out.collect(LogEntry.of(meeting.value(), at, RecordingEventCodec.encode(ready)));
    }
    long forgetAt = context.timerService().currentProcessingTime() + KEEP_MILLIS;
    opened(forget).update(forgetAt);
    context.timerService().registerProcessingTimeTimer(forgetAt);
  }

  private RecordingEvent.TranscriptReady write(MeetingId meeting) throws Exception {
    List<Caption.Utterance> said = new ArrayList<>();
    for (LogEntry entry : opened(finals).values()) {
      said.add(utterance(entry));
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (Map.Entry<String, LogEntry> entry : opened(people).entries()) {
      names.put(entry.getKey(), joined(entry.getValue()).displayName());
    }
    MeetingEvent.MeetingStarted start = start();
    TranscriptDocument document =
        TranscriptDocument.of(
            meeting,
            start == null ? "" : start.subject(),
            start == null ? 0 : start.atEpochMicros(),
            durationMicros(),
            language,
            names,
            said);
    List<Caption.Utterance> ordered = document.captions();
    Function<ParticipantId, String> name = id -> names.getOrDefault(id.value(), id.value());
    put(meeting, TranscriptFormat.VTT, CaptionFiles.webVtt(ordered, name), "text/vtt");
    put(meeting, TranscriptFormat.SRT, CaptionFiles.subRip(ordered, name), "application/x-subrip");
    String json = new ObjectKeys(meeting).transcript(language, TranscriptFormat.JSON);
    opened(store).put(json, document.toBytes(), "application/json");
    return new RecordingEvent.TranscriptReady(meeting, language, said.size());
  }

  private void put(MeetingId meeting, TranscriptFormat format, String text, String type)
      throws IOException {
    String key = new ObjectKeys(meeting).transcript(language, format);
    opened(store).put(key, text.getBytes(StandardCharsets.UTF_8), type);
  }

  private long durationMicros() throws Exception {
    return CaptionCodec.decode(opened(whole).value().value())
            instanceof Caption.TranscriptCompleted completed
        ? completed.durationMicros()
        : 0;
  }

  private MeetingEvent.@Nullable MeetingStarted start() throws Exception {
    LogEntry entry = opened(started).value();
    return entry != null
            && MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event happened
            && happened.event() instanceof MeetingEvent.MeetingStarted start
        ? start
        : null;
  }

  private MeetingEvent.@Nullable ParticipantJoined person(ParticipantId id) throws Exception {
    LogEntry entry = opened(people).get(id.value());
    return entry == null ? null : joined(entry);
  }

  private static MeetingEvent.ParticipantJoined joined(LogEntry entry) throws FormatException {
    if (MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event happened
        && happened.event() instanceof MeetingEvent.ParticipantJoined joined) {
      return joined;
    }
    throw new IllegalStateException("kept as somebody who joined");
  }

  private static Caption.Utterance utterance(LogEntry entry) throws FormatException {
    if (CaptionCodec.decode(entry.value()) instanceof Caption.Utterance utterance) {
      return utterance;
    }
    throw new IllegalStateException("kept as an utterance");
  }

  private void clear() {
    opened(finals).clear();
    opened(people).clear();
    opened(unnamed).clear();
    opened(started).clear();
    opened(whole).clear();
    opened(forget).clear();
  }

  private static <T> T opened(@Nullable T field) {
    if (field == null) {
      throw new IllegalStateException("used before open()");
    }
    return field;
  }
}
