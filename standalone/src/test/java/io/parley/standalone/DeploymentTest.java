package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files in {@code deploy/} agree with each other and with the settings there are. */
class DeploymentTest {
  private static final Config REFERENCE =
      ConfigFactory.parseResources("reference.conf").getConfig("parley");
  private static final Set<String> COMMANDS =
      Set.of("sfu", "web", "jobs", "prepare", "jobmanager", "taskmanager");

  @Test
  void everySettingOfTheContainersExists() throws Exception {
    Map<String, String> anything = new HashMap<>();
    Deployment.variables(Deployment.PARLEY_CONF).forEach(name -> anything.put(name, "x"));
    Config own =
        ConfigFactory.parseFile(Deployment.PARLEY_CONF.toFile())
            .resolveWith(ConfigFactory.parseMap(anything), ConfigResolveOptions.noSystem());
    assertThat(own.getConfig("parley").entrySet())
        .isNotEmpty()
        .allSatisfy(
            entry -> assertThat(REFERENCE.hasPath(entry.getKey())).as(entry.getKey()).isTrue());
  }

  @Test
  void everyContainerHasTheVariablesItsSettingsAskFor() throws Exception {
    Set<String> asked = Deployment.variables(Deployment.PARLEY_CONF);
    assertThat(asked).hasSizeGreaterThan(10);
    for (Map<String, Object> service : Deployment.ownServices().values()) {
      assertThat(Deployment.environment(service).keySet()).containsAll(asked);
    }
    for (Map.Entry<String, Map<String, Object>> pod : pods().entrySet()) {
      assertThat(environmentOf(pod.getValue()).keySet())
          .as(pod.getKey())
          .containsAll(flink(pod.getKey()) ? flinkVariables() : asked);
    }
  }

  @Test
  void whatThePersonFillsInIsWhatTheComposeFileAsksFor() throws Exception {
    assertThat(Deployment.env(Deployment.ROOT.resolve("compose/example.env")).keySet())
        .containsExactlyInAnyOrderElementsOf(
            Deployment.variables(Deployment.ROOT.resolve("compose/compose.yaml")));
  }

  @Test
  void noSecretIsWrittenDown() throws Exception {
    Pattern secret = Pattern.compile(".*(SECRET|PASSWORD|ACCESS_KEY|ROOT_USER).*");
    Map<String, Map<String, Object>> services = Deployment.map(Deployment.compose(), "services");
    services
        .values()
        .forEach(
            service ->
                Deployment.environment(service)
                    .forEach(
                        (key, value) -> {
                          if (secret.matcher(key).matches()) {
                            assertThat(value).as(key).matches("\\$\\{\\w+:\\?\\}");
                          }
                        }));
    assertThat(Deployment.env(Deployment.ROOT.resolve("kubernetes/parley.env")).keySet())
        .noneMatch(key -> secret.matcher(key).matches());
    for (Map<String, Object> pod : pods().values()) {
      for (Map<String, Object> variable : Deployment.list(pod, "env")) {
        assertThat(variable.get("name").toString()).doesNotMatch(secret);
      }
    }
  }

  @Test
  void everyImageIsPinned() throws Exception {
    List<String> images = new ArrayList<>();
    Map<String, Map<String, Object>> services = Deployment.map(Deployment.compose(), "services");
    services.values().forEach(service -> images.add(service.get("image").toString()));
    pods().values().forEach(pod -> images.add(pod.get("image").toString()));
    for (String line : Files.readAllLines(Deployment.ROOT.resolve("container/Dockerfile"))) {
      if (line.startsWith("FROM ")) {
        images.add(line.split(" ")[1]);
      }
    }
    assertThat(images).hasSizeGreaterThan(10).allMatch(image -> image.matches(".+:.*\\d.*"));
    assertThat(images)
        .filteredOn(image -> image.startsWith("parley:"))
        .containsOnly("parley:0.1.0");
  }

  @Test
  void everyCommandIsOneOfTheEntrypoints() throws Exception {
    Set<String> composed = new TreeSet<>();
    for (Map<String, Object> service : Deployment.ownServices().values()) {
      composed.addAll(Deployment.words(service.get("command")));
    }
    assertThat(composed).containsExactlyInAnyOrderElementsOf(COMMANDS);
    Set<String> orchestrated = new TreeSet<>();
    for (Map<String, Object> pod : pods().values()) {
      orchestrated.addAll(Deployment.words(pod.get("args")));
    }
    assertThat(orchestrated).containsExactlyInAnyOrderElementsOf(COMMANDS);
    String script = Files.readString(Deployment.ENTRYPOINT);
    assertThat(COMMANDS).allSatisfy(command -> assertThat(script).containsPattern("\\b" + command));
    assertThat(Files.isExecutable(Deployment.ENTRYPOINT)).isTrue();
  }

  @Test
  void portsAreThoseOfTheSettings() throws Exception {
    Map<String, String> flink = flinkSettings();
    Map<String, Set<String>> expected = new TreeMap<>();
    expected.put("web", Set.of(REFERENCE.getString("web.port")));
    expected.put(
        "sfu", Set.of(REFERENCE.getString("sfu.port"), REFERENCE.getString("sfu.udp-port")));
    expected.put("jobs", Set.of(REFERENCE.getString("jobs.port")));
    expected.put(
        "jobmanager",
        Set.of(
            flink.get("jobmanager.rpc.port"),
            flink.get("blob.server.port"),
            flink.get("rest.port")));
    expected.put(
        "taskmanager",
        Set.of(flink.get("taskmanager.rpc.port"), flink.get("taskmanager.data.port")));
    pods()
        .forEach(
            (name, pod) -> {
              Set<String> ports = new TreeSet<>();
              Deployment.list(pod, "ports")
                  .forEach(port -> ports.add(port.get("containerPort").toString()));
              assertThat(ports).as(name).isEqualTo(expected.getOrDefault(name, Set.of()));
            });
    Deployment.ownServices()
        .forEach(
            (name, service) ->
                Deployment.words(service.get("ports")).stream()
                    .map(port -> port.replaceAll("^\\d+:(\\d+)/.*$", "$1"))
                    .forEach(port -> assertThat(expected.get(name)).as(name).contains(port)));
  }

  @Test
  void probesAskWhatIsAnswered() throws Exception {
    Map<String, Set<String>> answered =
        Map.of(
            "web", Set.of("/healthz"),
            "sfu", Set.of("/healthz"),
            "jobs", Set.of("/healthz", "/readyz"),
            "jobmanager", Set.of("/overview"));
    pods()
        .forEach(
            (name, pod) -> {
              if (name.equals("prepare")) {
                return;
              }
              assertThat(pod).as(name).containsKeys("startupProbe", "livenessProbe");
              for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                Map<String, Object> http = Deployment.map(pod, probe, "httpGet");
                if (!http.isEmpty()) {
                  assertThat(answered.get(name)).as(name).contains(http.get("path").toString());
                }
              }
            });
    Pattern url = Pattern.compile("http://localhost:(\\d+)(/\\S+)");
    Deployment.ownServices()
        .forEach(
            (name, service) -> {
              Map<String, Object> check = Deployment.map(service, "healthcheck");
              Matcher asked = url.matcher(String.join(" ", Deployment.words(check.get("test"))));
              if (!check.isEmpty()) {
                assertThat(asked.find()).as(name).isTrue();
                assertThat(answered.get(name)).as(name).contains(asked.group(2));
              }
            });
  }

  @Test
  void everyPodHasItsLimitsAndNoMoreRightsThanItNeeds() throws Exception {
    for (Map.Entry<String, Map<String, Object>> pod : pods().entrySet()) {
      assertThat(Deployment.map(pod.getValue(), "resources", "limits"))
          .as(pod.getKey())
          .containsKey("memory");
      assertThat(Deployment.map(pod.getValue(), "resources", "requests"))
          .as(pod.getKey())
          .containsKeys("cpu", "memory");
      assertThat(Deployment.map(pod.getValue(), "securityContext"))
          .as(pod.getKey())
          .containsEntry("allowPrivilegeEscalation", false);
    }
  }

  @Test
  void theKustomizationListsEveryManifest() throws Exception {
    Map<String, Object> kustomization =
        Deployment.documents(Deployment.ROOT.resolve("kubernetes/kustomization.yaml")).get(0);
    assertThat(Deployment.words(kustomization.get("resources")))
        .containsExactlyInAnyOrderElementsOf(
            Deployment.manifestFiles().stream()
                .map(Path::getFileName)
                .map(Path::toString)
                .toList());
  }

  @Test
  void aTaskManagerHasSlotsForAllJobs() throws Exception {
    int parallelism = REFERENCE.getInt("flink.parallelism");
    assertThat(Integer.parseInt(flinkSettings().get("taskmanager.numberOfTaskSlots")))
        .isGreaterThanOrEqualTo(2 * parallelism + 2);
  }

  private static Map<String, String> flinkSettings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    Deployment.documents(Deployment.FLINK_YAML)
        .get(0)
        .forEach((key, value) -> settings.put(key, String.valueOf(value)));
    return settings;
  }

  private static boolean flink(String name) {
    return name.equals("jobmanager") || name.equals("taskmanager");
  }

  private static Set<String> flinkVariables() {
    return Set.of(
        "PARLEY_FLINK_JOBMANAGER",
        "PARLEY_S3_ENDPOINT",
        "PARLEY_S3_REGION",
        "PARLEY_S3_ACCESS_KEY",
        "PARLEY_S3_SECRET_KEY");
  }

  /** The one container of everything that makes pods, by name. */
  private static Map<String, Map<String, Object>> pods() throws IOException {
    Map<String, Map<String, Object>> pods = new TreeMap<>();
    for (Map<String, Object> manifest : Deployment.manifests()) {
      List<Map<String, Object>> containers =
          Deployment.list(Deployment.map(manifest, "spec", "template", "spec"), "containers");
      if (!containers.isEmpty()) {
        assertThat(containers).hasSize(1);
        pods.put(Deployment.map(manifest, "metadata").get("name").toString(), containers.get(0));
      }
    }
    assertThat(pods).hasSize(6);
    return pods;
  }

  /** What a container finds in its environment, whichever way it got there. */
  private static Map<String, String> environmentOf(Map<String, Object> pod) throws IOException {
    Map<String, String> environment =
        new TreeMap<>(Deployment.env(Deployment.ROOT.resolve("kubernetes/parley.env")));
    Map<String, Object> secret =
        Deployment.documents(Deployment.ROOT.resolve("kubernetes/secret.example.yaml")).get(0);
    Deployment.map(secret, "stringData").keySet().forEach(key -> environment.put(key, ""));
    Deployment.list(pod, "env").forEach(each -> environment.put(each.get("name").toString(), ""));
    return environment;
  }
}
