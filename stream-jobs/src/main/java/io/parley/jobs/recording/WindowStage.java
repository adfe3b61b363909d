package io.parley.jobs.recording;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.jobs.JobConfig;
import io.parley.jobs.media.compose.WindowComposer;
import io.parley.jobs.media.mux.Fmp4;
import io.parley.jobs.media.window.ComposedWindow;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MeetingId;
import java.io.IOException;
import java.util.Optional;

/**
 * Composes a window and stores its segment. Takes about a second of a core for four seconds of
 * meeting, so it stands where windows spread over all workers. The window 0 of a meeting also
 * stores the init segment, which all windows share.
 */
final class WindowStage extends StoreFunction<WindowTask, Stored> {
  private static final long serialVersionUID = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The one rendition there is. */
  static final String RENDITION = "video";

  private final JobConfig.Picture picture;

  WindowStage(JobConfig.Picture picture, Opener<MeetingStore> opener) {
    super(opener);
    this.picture = picture;
  }

  @Override
  String meetingOf(WindowTask task) {
    return task.meetingId();
  }

  @Override
  Optional<Stored> store(WindowTask task, MeetingStore store) throws IOException {
    ComposedWindow composed =
        WindowComposer.compose(
            WindowInput.fromBytes(task.input()), picture.spec(), task.durationMicros());
    ObjectKeys keys = new ObjectKeys(new MeetingId(task.meetingId()));
    if (task.window() == 0) {
      store.put(keys.hlsInit(RENDITION), composed.init(), ContentTypes.MP4);
    }
    byte[] segment = composed.segment();
    String key = keys.hlsSegment(RENDITION, task.window());
    store.put(key, segment, ContentTypes.SEGMENT);
    SegmentDetail detail =
        new SegmentDetail(
            Fmp4.codecs(composed.init()),
            composed.init().length,
            Sha256.of(composed.init()),
            composed.report());
    return Optional.of(
        new Stored(
            task.meetingId(),
            task.window(),
            "",
            task.startEpochMicros(),
            key,
            WindowGrid.startMicros(task.window()),
            task.durationMicros(),
            segment.length,
            Sha256.of(segment),
            JSON.writeValueAsBytes(detail)));
  }
}
