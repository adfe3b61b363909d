package io.parley.standalone;

import io.parley.storage.embedded.EmbeddedKafka;
import io.parley.storage.embedded.EmbeddedPostgresServer;
import io.parley.storage.embedded.EmbeddedS3;
import io.parley.storage.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The services of {@code deploy/compose} as processes: their commands, environments and files, only
 * with this machine's addresses in place of the containers' names and with free ports.
 */
final class Containers implements AutoCloseable {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Pattern PASSWORD = Pattern.compile("password: (\\w+)");

  /** They live for seconds here: not worth a second compiler. */
  private static final Set<String> BRIEF = Set.of("prepare", "jobmanager", "taskmanager", "jobs");

  private final Path directory;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Container> running = new LinkedHashMap<>();
  private final EmbeddedKafka kafka;
  private final EmbeddedS3 s3;
  private final EmbeddedPostgresServer postgres;

  private Containers(
      Path directory, EmbeddedKafka kafka, EmbeddedS3 s3, EmbeddedPostgresServer postgres) {
    this.directory = directory;
    this.kafka = kafka;
    this.s3 = s3;
    this.postgres = postgres;
    for (String port : List.of("web", "sfu", "udp", "jobs", "rpc", "blob", "rest")) {
      ports.put(port, FreePort.next());
    }
  }

  /** Starts everything in the order of the compose file and waits for its health checks. */
  static Containers up(Path directory) throws IOException, InterruptedException {
    Path servers = Files.createDirectories(directory.resolve("servers"));
    EmbeddedKafka kafka = EmbeddedKafka.start(servers.resolve("kafka"), 0);
    EmbeddedS3 s3 = EmbeddedS3.start(servers.resolve("s3"), 0, "parley", SECRET);
    EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(servers.resolve("postgres"), 0);
    Containers containers = new Containers(directory, kafka, s3, postgres);
    try {
      containers.start();
      return containers;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      containers.close();
      throw e;
    }
  }

  private void start() throws IOException, InterruptedException {
    Path etc = Files.createDirectories(directory.resolve("etc"));
    Files.writeString(
        etc.resolve("parley.conf"),
        Files.readString(Deployment.PARLEY_CONF)
            + "parley { web.port = %d, sfu.port = %d, sfu.udp-port = %d, jobs.port = %d }%n"
                .formatted(
                    ports.get("web"), ports.get("sfu"), ports.get("udp"), ports.get("jobs")));
    Files.writeString(
        etc.resolve("flink.yaml"),
        Files.readString(Deployment.FLINK_YAML)
            .replace("port: 6123", "port: " + ports.get("rpc"))
            .replace("port: 6124", "port: " + ports.get("blob"))
            .replace("port: 8081", "port: " + ports.get("rest"))
            .replace("port: 6122", "port: 0")
            .replace("port: 6121", "port: 0"));
    run("jobmanager");
    run("taskmanager");
    if (run("prepare").exitCode() != 0) {
      throw new AssertionError("prepare: " + service("prepare").output());
    }
    run("sfu");
    run("web");
    service("jobmanager").awaitProbe(at("rest", "/overview"), 200);
    run("jobs");
    service("sfu").awaitProbe(at("sfu", "/healthz"), 200);
    service("web").awaitProbe(at("web", "/healthz"), 200);
    service("jobs").awaitProbe(at("jobs", "/readyz"), 200);
  }

  /** Starts a service, in place of the process that was it before. */
  Container run(String service) throws IOException {
    Map<String, Object> written = Deployment.ownServices().get(service);
    if (written == null) {
      throw new IllegalArgumentException("the compose file knows no " + service);
    }
    String command = Deployment.words(written.get("command")).get(0);
    Map<String, String> environment = environment(written);
    if (BRIEF.contains(service)) {
      environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    }
    Container container = Container.run(command, environment, directory.resolve(service + ".log"));
    running.put(service, container);
    return container;
  }

  private Map<String, String> environment(Map<String, Object> service) throws IOException {
    Map<String, String> person =
        new LinkedHashMap<>(Deployment.env(Deployment.ROOT.resolve("compose/example.env")));
    for (String secret :
        List.of("PARLEY_TOKEN_SECRET", "PARLEY_S3_SECRET_KEY", "PARLEY_DATABASE_PASSWORD")) {
      person.put(secret, SECRET);
    }
    Map<String, String> environment = Deployment.environment(service, person);
    Map<String, String> here =
        Map.of(
            "kafka:9092", kafka.bootstrapServers(),
            "http://minio:9000", s3.endpoint(),
            "jdbc:postgresql://postgres:5432/parley", postgres.jdbcUrl(),
            "http://jobmanager:8081", "http://127.0.0.1:" + ports.get("rest"),
            "jobmanager", "127.0.0.1",
            "http://sfu:8443", "http://127.0.0.1:" + ports.get("sfu"),
            "http://localhost:8080", url(),
            "ws://localhost:8443/v1/signal", signalUrl());
    environment.replaceAll((key, value) -> here.getOrDefault(value, value));
    environment.put("PARLEY_DATABASE_USER", postgres.user());
    environment.put("PARLEY_LIB", System.getProperty("java.class.path"));
    environment.put("PARLEY_ETC", directory.resolve("etc").toString());
    environment.put("PARLEY_DATA", directory.resolve("data").toString());
    environment.put("PARLEY_NATIVE", directory.resolve("native").toString());
    environment.put("PARLEY_FLINK_HOST", "127.0.0.1");
    return environment;
  }

  /** Where the pages are. */
  String url() {
    return "http://localhost:" + ports.get("web");
  }

  /** Where browsers open signalling. */
  String signalUrl() {
    return "ws://localhost:" + ports.get("sfu") + "/v1/signal";
  }

  /** What {@code prepare} printed for the one who runs it. */
  String firstPassword() throws IOException {
    String printed = service("prepare").output();
    Matcher password = PASSWORD.matcher(printed);
    if (!password.find()) {
      throw new AssertionError("no password in: " + printed);
    }
    return password.group(1);
  }

  URI at(String port, String path) {
    return URI.create("http://127.0.0.1:" + ports.get(port) + path);
  }

  /** A service that was started. */
  Container service(String name) {
    Container container = running.get(name);
    if (container == null) {
      throw new IllegalArgumentException(name + " was not started");
    }
    return container;
  }

  @Override
  public void close() throws IOException {
    List<Container> backwards = new ArrayList<>(running.values());
    Collections.reverse(backwards);
    backwards.parallelStream().forEach(Container::close);
    kafka.close();
    s3.close();
    postgres.close();
  }
}
