package io.parley.jobs.recording;

import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MeetingId;
import java.io.IOException;
import java.util.Optional;

/**
 * Lists the files of single people in the manifest as they come. Stands last, keyed by meeting, so
 * that nobody else writes the manifest meanwhile. No state.
 */
final class PersonListing extends StoreFunction<PersonFile, Void> {
  private static final long serialVersionUID = 1;

  PersonListing(Opener<MeetingStore> opener) {
    super(opener);
  }

  @Override
  String meetingOf(PersonFile file) {
    return file.meetingId();
  }

  @Override
  Optional<Void> store(PersonFile file, MeetingStore store) throws IOException {
    String key = new ObjectKeys(new MeetingId(file.meetingId())).manifest();
    Manifest manifest = Manifest.read(store.get(key));
    manifest.addPersonFile(file);
    store.put(key, manifest.toBytes(), ContentTypes.JSON);
    return Optional.empty();
  }
}
