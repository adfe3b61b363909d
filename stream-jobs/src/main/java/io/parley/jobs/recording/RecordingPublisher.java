package io.parley.jobs.recording;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.jobs.JobConfig;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Shows windows in order: they are composed in any. Object first (it is there), playlist and row
 * second, event last; at the end closes the playlist and writes the manifest.
 *
 * <p>Holds a line for every window and archive file of a running meeting, and one timer once the
 * meeting is over, which lets go of a meeting that was deleted on the way.
 */
final class RecordingPublisher
    extends KeyedCoProcessFunction<String, Stored, MeetingOver, LogEntry> {
  private static final long serialVersionUID = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Recordings that are complete, for what may take longer. */
  static final OutputTag<MeetingOver> COMPLETE =
      new OutputTag<>("complete", TypeInformation.of(MeetingOver.class));

  /** Longer than any composition takes. */
  static final long GIVE_UP_MILLIS = 6 * 3_600_000;

  private final JobConfig.Picture picture;
  private final Opener<MeetingStore> opener;
  private transient @Nullable MeetingStore store;
  private transient @Nullable ListState<Stored> shown;
  private transient @Nullable MapState<Long, Stored> waiting;
  private transient @Nullable MapState<String, Stored> archives;
  private transient @Nullable ValueState<Long> next;
  private transient @Nullable ValueState<MeetingOver> over;

  RecordingPublisher(JobConfig.Picture picture, Opener<MeetingStore> opener) {
    this.picture = picture;
    this.opener = opener;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    TypeInformation<Stored> stored = TypeInformation.of(Stored.class);
    shown = getRuntimeContext().getListState(new ListStateDescriptor<>("shown", stored));
    waiting =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("waiting", Types.LONG, stored));
    archives =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("archives", Types.STRING, stored));
    next = getRuntimeContext().getState(new ValueStateDescriptor<>("next", Types.LONG));
    over =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("over", TypeInformation.of(MeetingOver.class)));
    store = opener.open();
  }

  @Override
  public void processElement1(Stored stored, Context context, Collector<LogEntry> out)
      throws Exception {
    if (stored.isSegment()) {
      opened(waiting).put(stored.number(), stored);
      show(new MeetingId(stored.meetingId()), out);
    } else {
      opened(archives).put(stored.objectKey(), stored);
    }
    completeIfWhole(context, out);
  }

  @Override
  public void processElement2(MeetingOver ended, Context context, Collector<LogEntry> out)
      throws Exception {
    if (opened(store).wasDeleted(new MeetingId(ended.meetingId()))) {
      clear();
      return;
    }
    opened(over).update(ended);
    // Not by the watermark alone: it may not have come yet, and a timer of 1970 would fire at once.
    long end = (ended.startEpochMicros() + ended.durationMicros()) / 1_000;
    long now = Math.max(end, context.timerService().currentWatermark());
    context.timerService().registerEventTimeTimer(now + GIVE_UP_MILLIS);
    completeIfWhole(context, out);
  }

  @Override
  public void onTimer(long millis, OnTimerContext context, Collector<LogEntry> out) {
    clear();
  }

  @Override
  public void close() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  /** Shows every window that has no hole before it. */
  private void show(MeetingId meeting, Collector<LogEntry> out) throws Exception {
    Long known = opened(next).value();
    long window = known == null ? 0 : known;
    List<Stored> all = new ArrayList<>();
    opened(shown).get().forEach(all::add);
    Stored ready = opened(waiting).get(window);
    while (ready != null) {
      all.add(ready);
      opened(shown).add(ready);
      opened(waiting).remove(window);
      publish(meeting, ready, all, out);
      window++;
      ready = opened(waiting).get(window);
    }
    opened(next).update(window);
  }

  private void publish(MeetingId meeting, Stored segment, List<Stored> all, Collector<LogEntry> out)
      throws IOException {
    ObjectKeys keys = new ObjectKeys(meeting);
    putText(
        keys.hlsMedia(WindowStage.RENDITION),
        Playlists.media(keys, all, segment.startEpochMicros(), false));
    if (segment.number() == 0) {
      String codecs = JSON.readValue(segment.detail(), SegmentDetail.class).codecs();
      putText(keys.hlsMaster(), Playlists.master(keys, picture, codecs, null));
    }
    emit(
        new RecordingEvent.SegmentStored(
            meeting,
            segment.number(),
            segment.objectKey(),
            segment.startMicros(),
            segment.durationMicros(),
            segment.bytes(),
            segment.startMicros() + segment.durationMicros()),
        segment.startEpochMicros() + segment.startMicros(),
        out);
  }

  private void completeIfWhole(Context context, Collector<LogEntry> out) throws Exception {
    MeetingOver ended = opened(over).value();
    Long windows = opened(next).value();
    if (ended == null || windows == null || windows < ended.windows()) {
      return;
    }
    List<Stored> files = new ArrayList<>();
    opened(archives).values().forEach(files::add);
    if (files.size() < ended.archives()) {
      return;
    }
    List<Stored> segments = new ArrayList<>();
    opened(shown).get().forEach(segments::add);
    complete(ended, segments, files, out);
    context.output(COMPLETE, ended);
    clear();
  }

  private void complete(
      MeetingOver ended, List<Stored> segments, List<Stored> files, Collector<LogEntry> out)
      throws IOException {
    MeetingId meeting = new MeetingId(ended.meetingId());
    ObjectKeys keys = new ObjectKeys(meeting);
    putText(
        keys.hlsMedia(WindowStage.RENDITION),
        Playlists.media(keys, segments, ended.startEpochMicros(), true));
    opened(store).put(keys.timeline(), ended.timeline(), ContentTypes.JSON_LINES);
    byte[] manifest = Manifest.of(ended, segments, files).toBytes();
    opened(store).put(keys.manifest(), manifest, ContentTypes.JSON);
    emit(
        new RecordingEvent.RecordingCompleted(meeting, ended.durationMicros(), keys.manifest()),
        ended.startEpochMicros() + ended.durationMicros(),
        out);
  }

  /** Row first, event last. */
  private void emit(RecordingEvent event, long epochMicros, Collector<LogEntry> out) {
    opened(store).record(event);
    byte[] value = RecordingEventCodec.encode(event);
    out.collect(LogEntry.of(event.meetingId().value(), epochMicros, value));
  }

  private void putText(String key, String playlist) throws IOException {
    byte[] bytes = playlist.getBytes(StandardCharsets.UTF_8);
    opened(store).put(key, bytes, ContentTypes.PLAYLIST);
  }

  private void clear() {
    opened(shown).clear();
    opened(waiting).clear();
    opened(archives).clear();
    opened(next).clear();
    opened(over).clear();
  }

  private static <T> T opened(@Nullable T field) {
    if (field == null) {
      throw new IllegalStateException("used before open()");
    }
    return field;
  }
}
