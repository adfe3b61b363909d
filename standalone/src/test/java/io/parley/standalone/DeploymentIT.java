package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.e2e.Directories;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The containers' commands, each a process of its own, find each other and outlive the loss of one.
 */
class DeploymentIT {
  private static final Path DIRECTORY = Path.of("target", "deployment").toAbsolutePath();

  @Test
  void partsThatWereStartedApartAreOneInstallation() throws Exception {
    Directories.empty(DIRECTORY);
    try (Containers containers = Containers.up(DIRECTORY)) {
      Visitor admin = new Visitor(containers.url());
      admin.signIn("admin@parley.local", containers.firstPassword());
      JsonNode status = admin.get("/api/v1/admin/status");
      assertThat(status.at("/catalogue/reachable").asBoolean()).isTrue();
      assertThat(status.at("/objects/reachable").asBoolean()).isTrue();
      assertThat(status.at("/sfu/reachable").asBoolean()).isTrue();
      assertThat(status.at("/sfu/signalUrl").asText()).isEqualTo(containers.signalUrl());
      assertThat(status.at("/jobs"))
          .hasSize(4)
          .allSatisfy(job -> assertThat(job.get("state").asText()).isEqualTo("RUNNING"));

      Container again = containers.run("prepare");
      outlivesTheLossOfTheJobManager(containers);
      assertThat(again.exitCode()).isZero();
      assertThat(again.output()).contains("as printed at the first start");
    }
  }

  /** It forgets its jobs; the process that submits them notices, and brings them when it is new. */
  private static void outlivesTheLossOfTheJobManager(Containers containers) throws Exception {
    containers.service("jobmanager").kill();
    Container jobs = containers.service("jobs");
    jobs.awaitProbe(containers.at("jobs", "/readyz"), 503);
    assertThat(jobs.status(containers.at("jobs", "/healthz"))).isEqualTo(200);
    containers.run("jobmanager").awaitProbe(containers.at("rest", "/overview"), 200);
    assertThat(jobs.status(containers.at("jobs", "/readyz"))).isEqualTo(503);
    jobs.close();
    containers.run("jobs").awaitProbe(containers.at("jobs", "/readyz"), 200);
  }
}
