package io.parley.standalone;

import io.parley.sfu.tap.TopicCreation;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.codec.Topics;
import java.io.IOException;

/**
 * Brings catalogue, bucket and topics into the shape the parts expect. May be done again at any
 * time: what is there stays.
 */
final class Preparation {
  private Preparation() {}

  /**
   * @param resetAdmin whether the first account gets a new password
   * @throws StartupException if the broker does not answer
   * @throws IOException if the bucket can't be made
   */
  static FirstAccount of(Settings settings, Servers servers, boolean resetAdmin)
      throws StartupException, IOException, InterruptedException {
    try (Catalogue catalogue = Catalogue.open(servers.database());
        BlobStore objects = new BlobStore(servers.objects())) {
      objects.ensureBucket();
      ensureTopics(settings, servers);
      return FirstAccount.ensure(catalogue, resetAdmin);
    }
  }

  /** Jobs that start before their topics exist would fail and start again. */
  private static void ensureTopics(Settings settings, Servers servers)
      throws StartupException, InterruptedException {
    Topics topics = new Topics(settings.values().getString("kafka.topic-prefix"));
    if (!TopicCreation.attempt(servers.bootstrapServers(), topics)) {
      throw new StartupException(
          "the Kafka broker at " + servers.bootstrapServers() + " does not answer");
    }
  }
}
