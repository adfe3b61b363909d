package io.parley.storage.codec;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The topics of one installation.
 *
 * @param prefix put before every name, so that installations can share a cluster; empty, or at most
 *     64 characters of {@code [A-Za-z0-9._-]}
 */
public record Topics(String prefix) {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,64}");

  /** Name of the one header of an {@code rtp} record, read by {@link RtpRecordCodec}. */
  public static final String RTP_HEADER = "p";

  public Topics {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("not a topic prefix: '" + prefix + "'");
    }
  }

  /** The topics of an installation that has the cluster for itself. */
  public static Topics unprefixed() {
    return new Topics("");
  }

  /**
   * What a topic is created with.
   *
   * @param retention how long the log keeps a record; what a deleted meeting said is gone from the
   *     log after it
   * @param config topic configuration of Kafka, retention included
   */
  public record Topic(String name, int partitions, Duration retention, Map<String, String> config) {
    public Topic {
      config = Map.copyOf(config);
    }
  }

  /** Packets, keyed by track id. Media doesn't compress, so the broker doesn't try. */
  public Topic rtp() {
    return topic(
        "rtp",
        8,
        Duration.ofDays(1),
        Map.of("compression.type", "uncompressed", "segment.bytes", "268435456"));
  }

  /** What happened, keyed by meeting id. */
  public Topic meetingEvents() {
    return topic("meeting-events", 4, Duration.ofDays(30), Map.of());
  }

  /** Utterances, keyed by meeting id. */
  public Topic captions() {
    return topic("captions", 4, Duration.ofDays(30), Map.of());
  }

  /** What the jobs stored, keyed by meeting id. */
  public Topic recordings() {
    return topic("recordings", 4, Duration.ofDays(30), Map.of());
  }

  /** All topics, to create them. */
  public List<Topic> all() {
    return List.of(rtp(), meetingEvents(), captions(), recordings());
  }

  private Topic topic(
      String name, int partitions, Duration retention, Map<String, String> special) {
    Map<String, String> config = new HashMap<>(special);
    config.put("cleanup.policy", "delete");
    config.put("retention.ms", Long.toString(retention.toMillis()));
    config.put("message.timestamp.type", "CreateTime");
    return new Topic(prefix + name, partitions, retention, config);
  }
}
