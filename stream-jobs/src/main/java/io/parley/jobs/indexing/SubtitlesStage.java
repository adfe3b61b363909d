package io.parley.jobs.indexing;

import io.parley.jobs.JobConfig;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.media.mux.HlsPlaylists;
import io.parley.jobs.media.mux.HlsPlaylists.Subtitles;
import io.parley.jobs.recording.Manifest;
import io.parley.jobs.recording.Playlists;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Puts the subtitles into the recording once both are whole, in whichever order that happens: each
 * of the two events looks whether the other's object is there. No state.
 */
final class SubtitlesStage extends KeyedProcessFunction<String, LogEntry, Void> {
  private static final long serialVersionUID = 1;
  private static final String PLAYLIST = "application/vnd.apple.mpegurl";

  private final JobConfig.Picture picture;
  private final String language;
  private final Opener<MeetingStore> opener;
  private transient @Nullable MeetingStore store;

  SubtitlesStage(JobConfig.Picture picture, String language, Opener<MeetingStore> opener) {
    this.picture = picture;
    this.language = language;
    this.opener = opener;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    store = opener.open();
  }

  @Override
  public void processElement(LogEntry entry, Context context, Collector<Void> out)
      throws Exception {
    RecordingEvent event = RecordingEventCodec.decode(entry.value());
    MeetingStore open = store;
    boolean matters =
        event instanceof RecordingEvent.RecordingCompleted
            || event instanceof RecordingEvent.TranscriptReady;
    if (matters && open != null && !open.wasDeleted(event.meetingId())) {
      addSubtitles(event.meetingId(), open);
    }
  }

  @Override
  public void close() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  private void addSubtitles(MeetingId meeting, MeetingStore open) throws IOException {
    ObjectKeys keys = new ObjectKeys(meeting);
    String vtt = keys.transcript(language, TranscriptFormat.VTT);
    if (!open.exists(keys.manifest()) || !open.exists(vtt)) {
      return;
    }
    Manifest manifest = Manifest.read(open.get(keys.manifest()));
    String toVtt = "../../" + vtt.substring(keys.prefix().length());
    put(
        open,
        keys.hlsSubtitles(language),
        HlsPlaylists.subtitles(toVtt, manifest.durationMicros(), true));
    Locale locale = Locale.forLanguageTag(language);
    Subtitles subtitles =
        new Subtitles(
            language,
            locale.getDisplayLanguage(locale),
            keys.hlsSubtitles(language).substring(keys.hlsPrefix().length()));
    put(open, keys.hlsMaster(), Playlists.master(keys, picture, manifest.codecs(), subtitles));
  }

  private static void put(MeetingStore open, String key, String playlist) throws IOException {
    open.put(key, playlist.getBytes(StandardCharsets.UTF_8), PLAYLIST);
  }
}
