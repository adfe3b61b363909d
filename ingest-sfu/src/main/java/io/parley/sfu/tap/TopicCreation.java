package io.parley.sfu.tap;

import io.parley.storage.codec.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing; those that are there stay as they are. */
public final class TopicCreation {
  private static final int WAIT_SECONDS = 5;

  private TopicCreation() {}

  /**
   * One attempt.
   *
   * @return whether all topics are there now; false while no broker answers
   */
  public static boolean attempt(String bootstrapServers, Topics topics)
      throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Set<String> there = admin.listTopics().names().get(WAIT_SECONDS, TimeUnit.SECONDS);
      List<NewTopic> missing =
          topics.all().stream()
              .filter(topic -> !there.contains(topic.name()))
              .map(
                  topic ->
                      new NewTopic(
                              topic.name(),
                              java.util.Optional.of(topic.partitions()),
                              java.util.Optional.empty())
                          .configs(topic.config()))
              .toList();
      admin.createTopics(missing).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      return e.getCause() instanceof TopicExistsException;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
