package io.parley.jobs.recording;

import io.parley.jobs.media.mux.Mp4Remux;
import io.parley.jobs.media.mux.Poster;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MeetingId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a complete recording what people download: the poster, the MP4, the sound alone. Stands
 * behind the publisher, because a long meeting must not wait for its MP4 to be complete. Then adds
 * them to the manifest, and sends every camera and screen to be made a file of its own. No state:
 * done again it gives the same files.
 */
final class DownloadStage extends ProcessFunction<MeetingOver, PersonTask> {
  private static final long serialVersionUID = 1;

  private final Opener<MeetingStore> opener;
  private transient @Nullable MeetingStore store;

  DownloadStage(Opener<MeetingStore> opener) {
    this.opener = opener;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    store = opener.open();
  }

  @Override
  public void processElement(MeetingOver over, Context context, Collector<PersonTask> out)
      throws Exception {
    MeetingId meeting = new MeetingId(over.meetingId());
    MeetingStore open = store;
    if (open == null || open.wasDeleted(meeting)) {
      return;
    }
    ObjectKeys keys = new ObjectKeys(meeting);
    byte[] init = open.get(keys.hlsInit(WindowStage.RENDITION));
    Manifest manifest = Manifest.read(open.get(keys.manifest()));
    long middle = over.windows() / 2;
    byte[] poster = Poster.jpeg(init, open.get(keys.hlsSegment(WindowStage.RENDITION, middle)));
    open.put(keys.poster(), poster, ContentTypes.JPEG);
    manifest.addDownload("poster", keys.poster(), poster.length, Sha256.of(poster));
    file(open, over, init, Mp4Remux.Content.SOUND_ONLY, keys.mixedAudio(), manifest);
    file(open, over, init, Mp4Remux.Content.PICTURE_AND_SOUND, keys.recordingMp4(), manifest);
    open.put(keys.manifest(), manifest.toBytes(), ContentTypes.JSON);
    for (Manifest.Track track : manifest.tracks()) {
      if (!track.source().isAudio() && !track.files().isEmpty()) {
        out.collect(new PersonTask(over.meetingId(), track.trackId()));
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  private static void file(
      MeetingStore store,
      MeetingOver over,
      byte[] init,
      Mp4Remux.Content content,
      String key,
      Manifest manifest)
      throws IOException {
    ObjectKeys keys = new ObjectKeys(new MeetingId(over.meetingId()));
    boolean sound = content == Mp4Remux.Content.SOUND_ONLY;
    Path file = Files.createTempFile("parley-", sound ? ".m4a" : ".mp4");
    try {
      MessageDigest digest = Sha256.digest();
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        Mp4Remux.write(
            init,
            index -> store.get(keys.hlsSegment(WindowStage.RENDITION, index)),
            Math.toIntExact(over.windows()),
            content,
            out);
      }
      store.put(key, file, sound ? ContentTypes.M4A : ContentTypes.MP4);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      manifest.addDownload(sound ? "audio" : "mp4", key, Files.size(file), sha256);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
