package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.running.Job;
import io.parley.jobs.running.RunningJobs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Job, String> states = new EnumMap<>(Job.class);

  /** Jobs in whatever state the test puts them. */
  private final class Told implements RunningJobs {
    @Override
    public Map<Job, String> states() {
      return states;
    }

    @Override
    public Map<Job, String> restoredFrom() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  @Test
  void readyWhenAllJobsRunAndAliveAnyway() throws Exception {
    for (Job job : Job.values()) {
      states.put(job, "RUNNING");
    }
    try (HealthServer health = HealthServer.start("127.0.0.1", 0, new Told())) {
      HttpResponse<String> ready = ask(health, "GET", "/readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(ready.body())
          .startsWith("{\"jobs\":{")
          .contains("\"" + Job.RECORDING.jobName() + "\":\"RUNNING\"");

      states.put(Job.RECORDING, "RESTARTING");
      ready = ask(health, "GET", "/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("\"" + Job.RECORDING.jobName() + "\":\"RESTARTING\"");
      assertThat(ask(health, "GET", "/healthz").statusCode()).isEqualTo(200);
      assertThat(ask(health, "GET", "/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void answersNothingElse() throws Exception {
    try (HealthServer health = HealthServer.start("127.0.0.1", 0, new Told())) {
      assertThat(ask(health, "GET", "/").statusCode()).isEqualTo(404);
      assertThat(ask(health, "GET", "/readyz/recording").statusCode()).isEqualTo(404);
      HttpResponse<String> posted = ask(health, "POST", "/readyz");
      assertThat(posted.statusCode()).isEqualTo(405);
      assertThat(posted.headers().firstValue("Allow")).hasValue("GET");
    }
  }

  private HttpResponse<String> ask(HealthServer health, String method, String path)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
