package io.parley.jobs.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.storage.blob.BlobConfig;
import io.parley.storage.embedded.ChildJvm;
import io.parley.storage.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A session cluster of processes: one JobManager and some TaskManagers of six slots each. */
public final class FlinkCluster implements AutoCloseable {
  static final int SLOTS = 6;

  /** Live media in the same test goes first, as it does before the embedded jobs. */
  private static final int NICENESS = 5;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, ChildJvm> processes = new LinkedHashMap<>();
  private final Path directory;
  private final URI address;

  private FlinkCluster(Path directory, URI address) {
    this.directory = directory;
    this.address = address;
  }

  /**
   * Launches the processes; {@link #awaitTaskManagers} tells when they have found each other.
   *
   * @param objects where checkpoints may lie
   */
  public static FlinkCluster launch(Path directory, int taskManagers, BlobConfig objects)
      throws IOException {
    int rest = FreePort.next();
    FlinkCluster cluster = new FlinkCluster(directory, URI.create("http://127.0.0.1:" + rest));
    Files.createDirectories(directory.resolve("tmp"));
    Files.writeString(directory.resolve("config.yaml"), settings(directory, rest, objects));
    try {
      cluster.launch(FlinkProcess.JOB_MANAGER, "job-manager", "-Xmx384m");
      for (int i = 1; i <= taskManagers; i++) {
        cluster.launch(FlinkProcess.TASK_MANAGER, "task-manager-" + i, "-Xmx768m");
      }
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw e;
    }
  }

  private void launch(String role, String name, String heap) throws IOException {
    List<String> options = new ArrayList<>(List.of(heap, "-XX:TieredStopAtLevel=1"));
    for (String property : List.of("org.bytedeco.javacpp.cachedir", "logback.configurationFile")) {
      String value = System.getProperty(property);
      if (value != null) {
        options.add("-D" + property + "=" + value);
      }
    }
    // What the cluster calls a TaskManager is then what it is called here.
    processes.put(
        name,
        ChildJvm.launch(
            directory.resolve(name + ".log"),
            NICENESS,
            options,
            FlinkProcess.class,
            List.of(
                role,
                "--configDir",
                directory.toString(),
                "-D",
                "taskmanager.resource-id=" + name)));
  }

  /**
   * A process that was killed is missed at once, by its connections. The patience with those that
   * only do not get on is for small machines.
   */
  private static String settings(Path directory, int restPort, BlobConfig objects) {
    return """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        jobmanager.memory.heap.size: 256m
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        heartbeat.interval: 1000
        heartbeat.timeout: 30000
        cluster.registration.error-delay: 500
        pekko.startup-timeout: 2 min
        pekko.ask.timeout: 1 min
        cluster.evenly-spread-out-slots: true
        io.tmp.dirs: %s
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.numberOfTaskSlots: %d
        taskmanager.cpu.cores: 1
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.task.heap.size: 512m
        taskmanager.memory.task.off-heap.size: 256m
        taskmanager.memory.network.min: 64m
        taskmanager.memory.network.max: 64m
        taskmanager.memory.managed.size: 8m
        taskmanager.memory.jvm-metaspace.size: 256m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        s3.endpoint: %s
        s3.region: %s
        s3.access-key: %s
        s3.secret-key: %s
        s3.path-style-access: true
        s3.chunked-encoding.enabled: false
        s3.checksum-validation.enabled: false
        """
        .formatted(
            FreePort.next(),
            restPort,
            directory.resolve("tmp"),
            SLOTS,
            objects.endpoint(),
            objects.region(),
            objects.accessKey(),
            objects.secretKey());
  }

  /** Where its REST endpoint is. */
  public URI address() {
    return address;
  }

  /** Waits until this many TaskManagers offer their slots. */
  public void awaitTaskManagers(int count) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> get("/overview").path("slots-total").asInt() == count * SLOTS);
  }

  /**
   * The id of a job that has this name and has not ended.
   *
   * @throws NoSuchElementException if there is none
   */
  public String jobId(String name) throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (job.path("name").asText().equals(name)
          && !job.path("state").asText().equals("CANCELED")) {
        return job.path("jid").asText();
      }
    }
    throw new NoSuchElementException(name);
  }

  /** Where the job's latest whole checkpoint lies; empty if there is none yet. */
  public String latestCheckpoint(String jobId) throws IOException, InterruptedException {
    return get("/jobs/" + jobId + "/checkpoints")
        .path("latest")
        .path("completed")
        .path("external_path")
        .asText();
  }

  /**
   * Ends a TaskManager on which tasks of the job run, with SIGKILL.
   *
   * @return its name
   */
  public String killTaskManagerOf(String jobId) throws IOException, InterruptedException {
    for (JsonNode vertex : get("/jobs/" + jobId).path("vertices")) {
      String path = "/jobs/" + jobId + "/vertices/" + vertex.path("id").asText() + "/taskmanagers";
      for (JsonNode at : get(path).path("taskmanagers")) {
        ChildJvm process = processes.get(at.path("taskmanager-id").asText());
        if (process != null && process.isAlive()) {
          process.kill();
          return at.path("taskmanager-id").asText();
        }
      }
    }
    throw new IllegalStateException("no TaskManager runs a task of job " + jobId);
  }

  /** How often the job was restored from a checkpoint since it was submitted. */
  public int restored(String jobId) throws IOException, InterruptedException {
    return get("/jobs/" + jobId + "/checkpoints").path("counts").path("restored").asInt();
  }

  /** How many checkpoints of the job are whole. */
  public int completed(String jobId) throws IOException, InterruptedException {
    return get("/jobs/" + jobId + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** Cancels the job and waits until it has ended. */
  public void cancel(String jobId) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/jobs/" + jobId))
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .build();
    http.send(request, HttpResponse.BodyHandlers.discarding());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/jobs/" + jobId).path("state").asText().equals("CANCELED"));
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(address.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    return JSON.readTree(answer.body());
  }

  /** Ends all processes, the JobManager last. */
  @Override
  public void close() {
    List<ChildJvm> all = new ArrayList<>(processes.values());
    Collections.reverse(all);
    all.forEach(ChildJvm::close);
  }
}
