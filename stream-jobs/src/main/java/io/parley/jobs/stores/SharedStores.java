package io.parley.jobs.stores;

import io.parley.jobs.JobConfig;
import io.parley.storage.blob.BlobConfig;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The S3 server and the catalogue, opened once for all tasks of a process that use the same ones
 * and closed with the last of them.
 */
public final class SharedStores {
  private static final Map<Place, SharedStores> OPEN = new HashMap<>();

  private final Place place;
  private final BlobStore objects;
  private final Catalogue catalogue;
  private int users;

  private record Place(JobConfig.Objects objects, JobConfig.Database database) {}

  private SharedStores(Place place) throws IOException {
    this.place = place;
    JobConfig.Objects at = place.objects();
    objects =
        new BlobStore(
            new BlobConfig(
                at.endpoint(), at.region(), at.bucket(), at.accessKey(), at.secretKey()));
    try {
      objects.ensureBucket();
      catalogue = Catalogue.open(place.database().catalogue());
    } catch (IOException | RuntimeException e) {
      objects.close();
      throw e;
    }
  }

  /** The stores of a configuration; the caller closes what it gets. */
  public static MeetingStore open(JobConfig config) throws IOException {
    Place place = new Place(config.objects(), config.database());
    synchronized (OPEN) {
      SharedStores stores = OPEN.get(place);
      if (stores == null) {
        stores = new SharedStores(place);
        OPEN.put(place, stores);
      }
      stores.users++;
      return stores.new Use();
    }
  }

  private void leave() throws IOException {
    synchronized (OPEN) {
      users--;
      if (users > 0) {
        return;
      }
      OPEN.remove(place);
    }
    catalogue.close();
    objects.close();
  }

  /** One task's hold on the shared stores. */
  private final class Use implements MeetingStore {
    private boolean closed;

    @Override
    public void put(String key, byte[] data, String contentType) throws IOException {
      objects.put(key, data, contentType);
    }

    @Override
    public void put(String key, Path file, String contentType) throws IOException {
      objects.put(key, file, contentType);
    }

    @Override
    public byte[] get(String key) throws IOException {
      return objects.get(key);
    }

    @Override
    public boolean exists(String key) throws IOException {
      return objects.exists(key);
    }

    @Override
    public boolean wasDeleted(MeetingId meeting) {
      return catalogue.wasDeleted(meeting);
    }

    @Override
    public void record(RecordingEvent event) {
      if (event instanceof RecordingEvent.SegmentStored stored) {
        catalogue.recordings().segmentStored(stored);
      } else if (event instanceof RecordingEvent.RecordingCompleted completed) {
        catalogue.recordings().completed(completed);
      } else if (event instanceof RecordingEvent.TranscriptReady ready) {
        catalogue.transcripts().completed(ready);
      } else if (event instanceof RecordingEvent.MinutesReady ready) {
        catalogue.minutes().produced(ready, Instant.now());
      }
    }

    @Override
    public void record(Caption.Utterance utterance, String speaker) {
      catalogue.transcripts().put(utterance, speaker);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        leave();
      }
    }
  }
}
