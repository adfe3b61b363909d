package io.parley.jobs;

import io.parley.jobs.media.window.CompositionSpec;
import io.parley.storage.catalogue.CatalogueConfig;
import io.parley.storage.codec.Topics;
import io.parley.transcription.RecogniserModel;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything the jobs must know about where they run. Travels to the workers inside the job, so it
 * holds plain values only.
 *
 * @param bootstrapServers of Kafka
 * @param topicPrefix put before every topic name; usually empty
 * @param graceMillis how long after its end a window waits for late packets, event time
 * @param archiveWindows how many windows of a track go into one archive file
 * @param parallelism of recording and transcription, at least 1
 * @param indexDirectory of the search index; one process writes it
 * @param zone time zone in which people say "tomorrow", such as {@code Europe/Berlin}
 * @param checkpoints file system directory (or URI on a cluster) for checkpoints
 * @param checkpointMillis between checkpoints
 */
public record JobConfig(
    String bootstrapServers,
    String topicPrefix,
    Objects objects,
    Database database,
    String indexDirectory,
    Model model,
    Picture picture,
    long graceMillis,
    int archiveWindows,
    int parallelism,
    String zone,
    String checkpoints,
    long checkpointMillis)
    implements Serializable {

  public JobConfig {
    atLeast("parallelism", parallelism, 1);
    atLeast("archive.windows", archiveWindows, 1);
    atLeast("grace.millis", graceMillis, 0);
    atLeast("checkpoints.millis", checkpointMillis, 100);
    picture.spec();
    ZoneId.of(zone);
  }

  /** The S3 server that holds objects. */
  public record Objects(
      String endpoint, String region, String bucket, String accessKey, String secretKey)
      implements Serializable {
    /** Never shows the secret. */
    @Override
    public String toString() {
      return "Objects[" + endpoint + "/" + bucket + "]";
    }
  }

  /** The catalogue's PostgreSQL. */
  public record Database(String url, String user, String password) implements Serializable {
    /** With a small pool: a job has few writers. */
    public CatalogueConfig catalogue() {
      return new CatalogueConfig(url, user, password, 4);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
      return "Database[" + url + ", user=" + user + "]";
    }
  }

  /** The speech model, as {@link RecogniserModel} has it. */
  public record Model(String name, String language, boolean syntheticVoicesOnly, String directory)
      implements Serializable {
    public RecogniserModel recogniserModel() {
      return new RecogniserModel(name, language, syntheticVoicesOnly, Path.of(directory));
    }
  }

  /**
   * The composed picture, as {@link CompositionSpec} has it.
   *
   * @param framesPerWindow pictures in 4.096 s: 64, 96 or 128
   * @param bitRate of the picture, bits a second
   * @param audioBitRate bits a second
   * @param layout name of a {@link CompositionSpec.LayoutPolicy}
   */
  public record Picture(
      int width, int height, int framesPerWindow, int bitRate, int audioBitRate, String layout)
      implements Serializable {
    public static Picture standard() {
      CompositionSpec spec = CompositionSpec.standard();
      return new Picture(
          spec.width(),
          spec.height(),
          spec.videoFrames(),
          spec.videoBitRateBps(),
          spec.audioBitRateBps(),
          spec.layout().name());
    }

    /**
     * @throws IllegalArgumentException if a value is out of range
     */
    public CompositionSpec spec() {
      return new CompositionSpec(
          width,
          height,
          framesPerWindow,
          bitRate,
          audioBitRate,
          CompositionSpec.LayoutPolicy.valueOf(layout));
    }
  }

  public Topics topics() {
    return new Topics(topicPrefix);
  }

  /**
   * Reads {@code --key value} pairs; keys as in {@code docs/jobs.md}.
   *
   * @throws IllegalArgumentException if a key is unknown, missing, or its value unreadable
   */
  public static JobConfig parse(String... args) {
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("arguments come in pairs: --key value");
    }
    Map<String, String> properties = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("expected --key, got '" + args[i] + "'");
      }
      properties.put(args[i].substring(2), args[i + 1]);
    }
    return of(properties);
  }

  /**
   * @throws IllegalArgumentException if a key is unknown, missing, or its value unreadable
   */
  public static JobConfig of(Map<String, String> properties) {
    Keys keys = new Keys(properties);
    Picture standard = Picture.standard();
    JobConfig config =
        new JobConfig(
            keys.text("kafka"),
            keys.text("topics.prefix", ""),
            new Objects(
                keys.text("objects.endpoint"),
                keys.text("objects.region", "us-east-1"),
                keys.text("objects.bucket"),
                keys.text("objects.access-key"),
                keys.text("objects.secret-key")),
            new Database(
                keys.text("database.url"),
                keys.text("database.user"),
                keys.text("database.password", "")),
            keys.text("index.directory"),
            new Model(
                keys.text("model.name"),
                keys.text("model.language", "en"),
                Boolean.parseBoolean(keys.text("model.synthetic-voices-only", "false")),
                keys.text("model.directory")),
            new Picture(
                (int) keys.number("picture.width", standard.width()),
                (int) keys.number("picture.height", standard.height()),
                (int) keys.number("picture.frames-per-window", standard.framesPerWindow()),
                (int) keys.number("picture.bit-rate", standard.bitRate()),
                (int) keys.number("picture.audio-bit-rate", standard.audioBitRate()),
                keys.text("picture.layout", standard.layout())),
            keys.number("grace.millis", 2_500),
            (int) keys.number("archive.windows", 8),
            (int) keys.number("parallelism", 2),
            keys.text("zone", ZoneId.systemDefault().getId()),
            keys.text("checkpoints.directory"),
            keys.number("checkpoints.millis", 5_000));
    keys.requireAllUsed();
    return config;
  }

  /** What {@link #parse} reads back to an equal configuration. */
  public String[] toArguments() {
    Map<String, String> all = new TreeMap<>();
    all.put("kafka", bootstrapServers);
    all.put("topics.prefix", topicPrefix);
    all.put("objects.endpoint", objects.endpoint());
    all.put("objects.region", objects.region());
    all.put("objects.access-key", objects.accessKey());
    all.put("objects.secret-key", objects.secretKey());
    all.put("objects.bucket", objects.bucket());
    all.put("database.url", database.url());
    all.put("database.user", database.user());
    all.put("database.password", database.password());
    all.put("index.directory", indexDirectory);
    all.put("model.name", model.name());
    all.put("model.language", model.language());
    all.put("model.synthetic-voices-only", Boolean.toString(model.syntheticVoicesOnly()));
    all.put("model.directory", model.directory());
    all.put("picture.width", Integer.toString(picture.width()));
    all.put("picture.height", Integer.toString(picture.height()));
    all.put("picture.frames-per-window", Integer.toString(picture.framesPerWindow()));
    all.put("picture.bit-rate", Integer.toString(picture.bitRate()));
    all.put("picture.audio-bit-rate", Integer.toString(picture.audioBitRate()));
    all.put("picture.layout", picture.layout());
    all.put("grace.millis", Long.toString(graceMillis));
    all.put("archive.windows", Integer.toString(archiveWindows));
    all.put("parallelism", Integer.toString(parallelism));
    all.put("zone", zone);
    all.put("checkpoints.directory", checkpoints);
    all.put("checkpoints.millis", Long.toString(checkpointMillis));
    return all.entrySet().stream()
        .flatMap(e -> Stream.of("--" + e.getKey(), e.getValue()))
        .toArray(String[]::new);
  }

  private static void atLeast(String key, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(key + " must be at least " + least + ": " + value);
    }
  }

  /** Properties that remember which of them were asked for. */
  private static final class Keys {
    private final Map<String, String> left;

    Keys(Map<String, String> properties) {
      this.left = new TreeMap<>(properties);
    }

    String text(String key) {
      String value = left.remove(key);
      if (value == null) {
        throw new IllegalArgumentException("missing: --" + key);
      }
      return value;
    }

    String text(String key, String otherwise) {
      String value = left.remove(key);
      return value == null ? otherwise : value;
    }

    long number(String key, long otherwise) {
      String value = left.remove(key);
      try {
        return value == null ? otherwise : Long.parseLong(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a number: --" + key + " " + value, e);
      }
    }

    void requireAllUsed() {
      if (!left.isEmpty()) {
        throw new IllegalArgumentException("unknown: --" + String.join(" --", left.keySet()));
      }
    }
  }
}
