package io.parley.jobs.recording;

import io.parley.jobs.media.mux.TrackArchive;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.ObjectKeys.Container;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.TrackId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps a stretch of a track as it was received and stores it: the truth of the recording. Of what
 * no file can be made, whatever its publisher meant by it, an empty one is reported.
 */
final class ArchiveStage extends StoreFunction<ArchiveTask, Stored> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveStage.class);

  ArchiveStage(Opener<MeetingStore> opener) {
    super(opener);
  }

  @Override
  String meetingOf(ArchiveTask task) {
    return task.meetingId();
  }

  @Override
  Optional<Stored> store(ArchiveTask task, MeetingStore store) throws IOException {
    List<EncodedFrame> frames = FrameList.fromBytes(task.frames());
    EncodedFrame first = frames.get(0);
    EncodedFrame last = frames.get(frames.size() - 1);
    boolean webm = TrackArchive.fileExtension(first.codec()).equals("webm");
    byte[] file = chunk(task, frames);
    String key =
        new ObjectKeys(new MeetingId(task.meetingId()))
            .trackArchive(
                new TrackId(task.trackId()),
                task.firstMicros(),
                webm ? Container.WEBM : Container.MKV);
    if (file.length > 0) {
      store.put(key, file, webm ? ContentTypes.WEBM : ContentTypes.MATROSKA);
    }
    return Optional.of(
        new Stored(
            task.meetingId(),
            0,
            task.trackId(),
            0,
            key,
            task.firstMicros(),
            last.endMicros() - task.firstMicros(),
            file.length,
            Sha256.of(file),
            new byte[0]));
  }

  private static byte[] chunk(ArchiveTask task, List<EncodedFrame> frames) {
    try {
      return TrackArchive.chunk(frames);
    } catch (IllegalArgumentException e) {
      LOG.warn("{} of {} can't be archived", task.trackId(), task.meetingId(), e);
      return new byte[0];
    }
  }
}
