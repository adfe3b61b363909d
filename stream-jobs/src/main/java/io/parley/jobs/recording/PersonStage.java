package io.parley.jobs.recording;

import io.parley.jobs.media.mux.TrackCopy;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.ObjectKeys.Container;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.TrackId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of one camera or screen and the sound that belongs to it a file to download, out of the
 * archive and without encoding the picture again ({@link TrackCopy}). One track at a time, spread
 * over all workers, because a long meeting of many takes a while. No state: done again it gives the
 * same file.
 */
final class PersonStage extends StoreFunction<PersonTask, PersonFile> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(PersonStage.class);

  private final int audioBitRateBps;

  PersonStage(int audioBitRateBps, Opener<MeetingStore> opener) {
    super(opener);
    this.audioBitRateBps = audioBitRateBps;
  }

  @Override
  String meetingOf(PersonTask task) {
    return task.meetingId();
  }

  @Override
  Optional<PersonFile> store(PersonTask task, MeetingStore store) throws IOException {
    ObjectKeys keys = new ObjectKeys(new MeetingId(task.meetingId()));
    Manifest manifest = Manifest.read(store.get(keys.manifest()));
    Optional<Manifest.Track> track =
        manifest.tracks().stream().filter(t -> t.trackId().equals(task.trackId())).findFirst();
    if (track.isEmpty()) {
      return Optional.empty();
    }
    MediaCodec codec = track.get().codec();
    boolean mp4 = TrackCopy.fileExtension(codec).equals("mp4");
    String key = keys.personFile(new TrackId(task.trackId()), mp4 ? Container.MP4 : Container.WEBM);
    List<Manifest.File> sound = soundOf(track.get(), manifest.tracks());
    TrackCopy.Input input =
        new TrackCopy.Input(
            codec,
            new ArchivedTrack(store, keysOf(track.get().files())),
            sound.isEmpty() ? null : new ArchivedTrack(store, keysOf(sound)),
            Math.min(manifest.durationMicros(), end(track.get(), sound)));
    Path scratch = Files.createTempFile("parley-", ".data");
    Path file = Files.createTempFile("parley-", "." + TrackCopy.fileExtension(codec));
    try {
      MessageDigest digest = Sha256.digest();
      Optional<TrackCopy.Written> written;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        written = TrackCopy.write(input, audioBitRateBps, scratch, out);
      } catch (IllegalArgumentException e) {
        LOG.warn("{} of {} can't be copied", task.trackId(), task.meetingId(), e);
        return Optional.empty();
      }
      if (written.isEmpty()) {
        return Optional.empty();
      }
      store.put(key, file, mp4 ? ContentTypes.MP4 : ContentTypes.WEBM);
      return Optional.of(
          new PersonFile(
              task.meetingId(),
              task.trackId(),
              key,
              Files.size(file),
              HexFormat.of().formatHex(digest.digest()),
              written.get().startMicros(),
              written.get().durationMicros(),
              written.get().leftOut()));
    } finally {
      Files.deleteIfExists(scratch);
      Files.deleteIfExists(file);
    }
  }

  /** A screen has its own sound if it brings any; else, and for a camera, the person speaks. */
  private static List<Manifest.File> soundOf(Manifest.Track picture, List<Manifest.Track> all) {
    List<Manifest.File> own = filesOf(picture, MediaSource.SCREEN_AUDIO, all);
    return picture.source() == MediaSource.SCREEN && !own.isEmpty()
        ? own
        : filesOf(picture, MediaSource.MICROPHONE, all);
  }

  private static List<Manifest.File> filesOf(
      Manifest.Track picture, MediaSource source, List<Manifest.Track> all) {
    return all.stream()
        .filter(t -> t.participantId().equals(picture.participantId()) && t.source() == source)
        .flatMap(t -> t.files().stream())
        .sorted(Comparator.comparingLong(Manifest.File::firstMicros))
        .toList();
  }

  /** A screen ends with its last picture, a person with the last word. */
  private static long end(Manifest.Track picture, List<Manifest.File> sound) {
    long pictures = lastMicros(picture.files());
    return picture.source() == MediaSource.SCREEN
        ? pictures
        : Math.max(pictures, lastMicros(sound));
  }

  private static long lastMicros(List<Manifest.File> files) {
    return files.stream().mapToLong(f -> f.firstMicros() + f.durationMicros()).max().orElse(0);
  }

  private static List<String> keysOf(List<Manifest.File> files) {
    return files.stream().map(Manifest.File::key).toList();
  }
}
