package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import io.parley.storage.blob.BlobConfig;
import io.parley.storage.blob.BlobStat;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.blob.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checkpoints that earlier runs of a job left behind, in a directory or in the object store.
 *
 * <pre>
 * checkpoints/{job}/{Flink's id of the run}/chk-{n}/_metadata    written last: its presence makes it whole
 * </pre>
 *
 * In the object store they are looked for with the endpoint and the credentials of the objects; the
 * bucket may be another.
 */
final class RetainedCheckpoints {
  private static final String METADATA = "_metadata";

  /** Somebody waits at a terminal: patience for a hiccup, not for an outage. */
  private static final RetryPolicy RETRY =
      new RetryPolicy(3, Duration.ofMillis(300), Duration.ofSeconds(1));

  private RetainedCheckpoints() {}

  /** A whole checkpoint: the URI Flink restores from, and when it was made. */
  private record Found(String uri, Instant written) {}

  /** Whole checkpoints as URIs, the latest first. Empty if the job never ran. */
  static List<String> of(Job job, JobConfig config) throws IOException {
    URI place = JobSettings.directory(job, config);
    List<Found> found =
        inObjectStore(place) ? inObjects(place, config.objects()) : inDirectory(Path.of(place));
    return found.stream()
        .sorted(Comparator.comparing(Found::written).reversed())
        .map(Found::uri)
        .toList();
  }

  /**
   * Finds out before anything is submitted whether this machine can look there.
   *
   * @throws IOException if not
   */
  static void requireReachable(JobConfig config) throws IOException {
    URI place = JobSettings.checkpoints(config);
    if (inObjectStore(place)) {
      inObjects(place, config.objects());
      return;
    }
    Path directory = Files.createDirectories(Path.of(place));
    if (!Files.isWritable(directory)) {
      throw new IOException("not writable: " + directory);
    }
  }

  static boolean inObjectStore(URI place) {
    return "s3".equals(place.getScheme()) || "s3a".equals(place.getScheme());
  }

  private static List<Found> inDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory, 3)) {
      for (Path file : files.filter(each -> each.endsWith(METADATA)).toList()) {
        found.add(
            new Found(
                JobSettings.forFlink(file.resolveSibling("").toUri()),
                Files.getLastModifiedTime(file).toInstant()));
      }
    }
    return found;
  }

  private static List<Found> inObjects(URI place, JobConfig.Objects objects) throws IOException {
    BlobConfig config =
        new BlobConfig(
            objects.endpoint(),
            objects.region(),
            place.getAuthority(),
            objects.accessKey(),
            objects.secretKey());
    String prefix = place.getPath().substring(1) + "/";
    try (BlobStore store = new BlobStore(config, RETRY)) {
      return store.list(prefix).stream()
          .filter(object -> object.key().endsWith("/" + METADATA))
          .map(object -> new Found(uri(place, object), object.lastModified()))
          .toList();
    }
  }

  private static String uri(URI place, BlobStat metadata) {
    String key = metadata.key();
    return place.getScheme()
        + "://"
        + place.getAuthority()
        + "/"
        + key.substring(0, key.length() - METADATA.length() - 1);
  }
}
