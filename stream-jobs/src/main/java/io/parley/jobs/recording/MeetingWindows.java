package io.parley.jobs.recording;

import io.parley.jobs.log.LogEntry;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.window.LayoutTimeline;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.recording.FrameShelf.Held;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a meeting into windows. Stands where tracks and events of a meeting meet, because a picture
 * shows them together; hands on what a window needs and does none of the heavy work itself.
 *
 * <p>A window is closed when event time reaches its end and the grace: what completed later missed
 * it, in every replay. Holds the frames of open windows and of the archive file being filled, the
 * meeting's events, and one timer a meeting (two once its end is known).
 */
final class MeetingWindows extends KeyedCoProcessFunction<String, LogEntry, LogEntry, WindowTask> {
  private static final long serialVersionUID = 1;

  static final OutputTag<ArchiveTask> ARCHIVES =
      new OutputTag<>("archives", TypeInformation.of(ArchiveTask.class));
  static final OutputTag<MeetingOver> OVER =
      new OutputTag<>("over", TypeInformation.of(MeetingOver.class));

  /** How long packets of a meeting whose start nobody told are kept. */
  static final long UNKNOWN_MEETING_MILLIS = 60_000;

  /** How long what comes after the end is recognised as late. */
  static final long REMEMBER_MILLIS = 3_600_000;

  private final long graceMillis;
  private final int archiveWindows;
  private transient @Nullable ListState<LogEntry> events;
  private transient @Nullable MapState<Long, LogEntry> frames;
  private transient @Nullable MapState<String, Long> archived;
  private transient @Nullable ValueState<MeetingProgress> progress;
  private transient Counter late = new SimpleCounter();

  MeetingWindows(long graceMillis, int archiveWindows) {
    this.graceMillis = graceMillis;
    this.archiveWindows = archiveWindows;
  }

  @Override
  public void open(OpenContext context) {
    TypeInformation<LogEntry> entry = TypeInformation.of(LogEntry.class);
    events = getRuntimeContext().getListState(new ListStateDescriptor<>("events", entry));
    frames = getRuntimeContext().getMapState(new MapStateDescriptor<>("frames", Types.LONG, entry));
    archived =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("archived", Types.STRING, Types.LONG));
    progress =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("progress", TypeInformation.of(MeetingProgress.class)));
    late = getRuntimeContext().getMetricGroup().counter("lateRecords");
  }

  @Override
  public void processElement1(LogEntry frame, Context context, Collector<WindowTask> out)
      throws Exception {
    MeetingProgress now = now();
    if (now.over()) {
      late.inc();
      return;
    }
    if (now.nextFrame() == 0 && !opened(events).get().iterator().hasNext()) {
      long giveUp = Math.floorDiv(frame.epochMicros(), 1_000) + UNKNOWN_MEETING_MILLIS;
      context.timerService().registerEventTimeTimer(giveUp);
    }
    opened(frames).put(now.nextFrame(), frame);
    opened(progress).update(now.withFrame());
  }

  @Override
  public void processElement2(LogEntry entry, Context context, Collector<WindowTask> out)
      throws Exception {
    MeetingProgress now = now();
    if (now.over()) {
      late.inc();
      return;
    }
    if (!(MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event happened)
        || MeetingEvent.isQuality(happened.event())) {
      return;
    }
    opened(progress).update(now);
    Optional<MeetingHistory> before = history();
    opened(events).add(entry);
    if (before.isEmpty()) {
      history().ifPresent(begun -> context.timerService().registerEventTimeTimer(due(begun, 0)));
    }
    if (happened.event() instanceof MeetingEvent.MeetingEnded ended) {
      context.timerService().registerEventTimeTimer(dueMillis(ended.atEpochMicros()));
    }
  }

  @Override
  public void onTimer(long millis, OnTimerContext context, Collector<WindowTask> out)
      throws Exception {
    MeetingProgress now = now();
    Optional<MeetingHistory> known = history();
    if (now.over()) {
      if (millis >= now.forgetMillis()) {
        clear();
      }
      return;
    }
    if (known.isEmpty()) {
      late.inc(now.nextFrame());
      clear();
      return;
    }
    MeetingHistory history = known.get();
    FrameShelf shelf = shelf();
    Optional<Long> end = history.endMicros();
    boolean over = end.isPresent() && dueMillis(history.startEpochMicros() + end.get()) <= millis;
    Scene scene = new Scene(history, shelf, over ? end.orElse(0L) : Long.MAX_VALUE, millis);
    long windows = over ? lastWindows(now, scene.endMicros()) : Long.MAX_VALUE;
    while (now.nextWindow() < windows && (over || due(history, now.nextWindow()) <= millis)) {
      now = close(now, scene, context, out);
    }
    if (over) {
      finish(now, scene, context);
    } else {
      opened(progress).update(now);
      context.timerService().registerEventTimeTimer(due(history, now.nextWindow()));
    }
  }

  /**
   * What a timer sees.
   *
   * @param endMicros of the meeting; {@code Long.MAX_VALUE} while it runs
   * @param nowMillis event time
   */
  private record Scene(MeetingHistory history, FrameShelf shelf, long endMicros, long nowMillis) {
    boolean over() {
      return endMicros != Long.MAX_VALUE;
    }

    /** Whether a moment may be shown: while recording was on, from start to end. */
    boolean shows(long micros) {
      return micros < endMicros
          && history.recorded().stream().anyMatch(span -> span.holds(Math.max(0, micros)));
    }

    MeetingId meeting() {
      return history.events().get(0).meetingId();
    }
  }

  /** Sends the next window to be composed, and the archive files that end with it. */
  private MeetingProgress close(
      MeetingProgress before, Scene scene, OnTimerContext context, Collector<WindowTask> out)
      throws Exception {
    long window = before.nextWindow();
    long sent = before.sentWindows();
    boolean wanted =
        scene.history().recorded().stream()
            .anyMatch(span -> span.fromMicros() < WindowGrid.endMicros(window));
    if (wanted) {
      LayoutTimeline layout = new LayoutTimeline(scene.history().startEpochMicros());
      RecordedView.of(scene.history()).forEach(layout::apply);
      // Recording switched on late: what came before is empty, so that times stay those of the
      // meeting.
      for (; sent <= window; sent++) {
        out.collect(task(sent, scene, layout));
      }
    }
    MeetingProgress now = before.closed(window, sent);
    if (now.nextWindow() % archiveWindows == 0 && !scene.over()) {
      now = now.archived(archive(scene, WindowGrid.endMicros(window), window, context));
    }
    prune(scene.shelf(), now.nextWindow());
    return now;
  }

  private WindowTask task(long window, Scene scene, LayoutTimeline layout) {
    WindowInput input =
        new WindowInput(
            scene.meeting(),
            window,
            layout.peopleIn(window),
            scene.shelf().forWindow(window, cutMicros(scene, window), scene::shows),
            layout.eventsFor(window));
    long length = Math.min(WindowGrid.endMicros(window), scene.endMicros()) - input.startMicros();
    return new WindowTask(
        scene.meeting().value(),
        window,
        Math.max(0, length),
        scene.history().startEpochMicros(),
        input.toBytes());
  }

  /** Frames completed later than this missed the window, even if they are here by accident. */
  private long cutMicros(Scene scene, long window) {
    return Math.min(due(scene.history(), window), scene.nowMillis()) * 1_000;
  }

  /** Sends every track's frames up to a moment; how many files that makes. */
  private long archive(Scene scene, long untilMicros, long window, OnTimerContext context)
      throws Exception {
    long files = 0;
    for (String track : scene.shelf().trackIds()) {
      Long known = opened(archived).get(track);
      long from = known == null ? 0 : known;
      long to = scene.over() ? untilMicros : scene.shelf().archiveCut(track, from, untilMicros);
      List<EncodedFrame> part =
          scene.shelf().between(track, from, to, cutMicros(scene, window), scene::shows);
      if (!part.isEmpty()) {
        long first = Math.max(0, part.get(0).micros());
        byte[] list = FrameList.toBytes(part);
        context.output(ARCHIVES, new ArchiveTask(scene.meeting().value(), track, first, list));
        files++;
      }
      opened(archived).put(track, Math.max(from, to));
    }
    return files;
  }

  private void finish(MeetingProgress before, Scene scene, OnTimerContext context)
      throws Exception {
    long end = scene.endMicros();
    MeetingProgress now = before.archived(archive(scene, end, before.nextWindow() - 1, context));
    if (now.sentWindows() > 0) {
      context.output(
          OVER,
          new MeetingOver(
              context.getCurrentKey(),
              scene.history().startEpochMicros(),
              Math.max(end, WindowGrid.startMicros(now.nextWindow() - 1)),
              now.sentWindows(),
              now.archives(),
              Timeline.of(scene.history(), scene::shows),
              Roster.of(scene.history())));
    }
    clear();
    long forget = scene.nowMillis() + REMEMBER_MILLIS;
    opened(progress).update(MeetingProgress.overUntil(forget));
    context.timerService().registerEventTimeTimer(forget);
  }

  /** An end told so late that later windows were closed already does not take them back. */
  private static long lastWindows(MeetingProgress now, long endMicros) {
    return Math.max(now.nextWindow(), WindowGrid.windowsFor(endMicros));
  }

  private long due(MeetingHistory history, long window) {
    return dueMillis(history.startEpochMicros() + WindowGrid.endMicros(window));
  }

  private long dueMillis(long epochMicros) {
    return -Math.floorDiv(-epochMicros, 1_000) + graceMillis;
  }

  private void prune(FrameShelf shelf, long nextWindow) throws Exception {
    Map<String, Long> done = new HashMap<>();
    for (Map.Entry<String, Long> entry : opened(archived).entries()) {
      done.put(entry.getKey(), entry.getValue());
    }
    for (Long number : shelf.needless(nextWindow, done)) {
      opened(frames).remove(number);
    }
  }

  private FrameShelf shelf() throws Exception {
    List<Map.Entry<Long, LogEntry>> held = new ArrayList<>();
    opened(frames).entries().forEach(held::add);
    held.sort(Map.Entry.comparingByKey());
    FrameShelf shelf = new FrameShelf();
    for (Map.Entry<Long, LogEntry> entry : held) {
      EncodedFrame frame = EncodedFrame.fromBytes(entry.getValue().value());
      shelf.add(new Held(entry.getKey(), entry.getValue().epochMicros(), frame));
    }
    return shelf;
  }

  private Optional<MeetingHistory> history() throws Exception {
    List<MeetingEvent> happened = new ArrayList<>();
    for (LogEntry entry : opened(events).get()) {
      if (MeetingEventCodec.decode(entry.value()) instanceof MeetingLogEntry.Event event) {
        happened.add(event.event());
      }
    }
    return MeetingHistory.of(happened);
  }

  private MeetingProgress now() throws Exception {
    MeetingProgress value = opened(progress).value();
    return value == null ? MeetingProgress.begin() : value;
  }

  private void clear() {
    opened(events).clear();
    opened(frames).clear();
    opened(archived).clear();
    opened(progress).clear();
  }

  private static <T> T opened(@Nullable T field) {
    if (field == null) {
      throw new IllegalStateException("used before open()");
    }
    return field;
  }
}
