package io.parley.standalone;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What stands in {@code deploy/}, read as Docker Compose and Kubernetes read it. */
final class Deployment {
  static final Path ROOT = Path.of("../deploy").toAbsolutePath().normalize();
  static final Path ENTRYPOINT = ROOT.resolve("container/entrypoint");
  static final Path PARLEY_CONF = ROOT.resolve("container/parley.conf");
  static final Path FLINK_YAML = ROOT.resolve("container/flink.yaml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:\\?)?\\}");

  private Deployment() {}

  /** All documents of a YAML file; anchors and merge keys are followed. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> documents(Path file) throws IOException {
    List<Map<String, Object>> documents = new ArrayList<>();
    try (Reader in = Files.newBufferedReader(file)) {
      for (Object each : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
        documents.add((Map<String, Object>) each);
      }
    }
    return documents;
  }

  static Map<String, Object> compose() throws IOException {
    return documents(ROOT.resolve("compose/compose.yaml")).get(0);
  }

  /** The services of the compose file that run Parley's image. */
  static Map<String, Map<String, Object>> ownServices() throws IOException {
    Map<String, Map<String, Object>> own = new LinkedHashMap<>(map(compose(), "services"));
    own.values().removeIf(service -> !service.get("image").toString().startsWith("parley:"));
    return own;
  }

  /** A service's environment as it is written there: with variables. */
  static Map<String, String> environment(Map<String, Object> service) {
    Map<String, String> environment = new LinkedHashMap<>();
    Map<String, Object> written = map(service, "environment");
    written.forEach((key, value) -> environment.put(key, String.valueOf(value)));
    return environment;
  }

  /** The same with the variables of the person who runs it put in. */
  static Map<String, String> environment(Map<String, Object> service, Map<String, String> own) {
    Map<String, String> environment = environment(service);
    environment.replaceAll(
        (key, value) -> {
          Matcher variable = VARIABLE.matcher(value);
          return variable.matches() ? own.getOrDefault(variable.group(1), "") : value;
        });
    return environment;
  }

  /** {@code KEY=value} lines. */
  static Map<String, String> env(Path file) throws IOException {
    Map<String, String> env = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("#") && line.contains("=")) {
        env.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
    return env;
  }

  /** Names of the variables a file asks for without having a value of its own for them. */
  static Set<String> variables(Path file) throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(Files.readString(file));
    while (variable.find()) {
      names.add(variable.group(1));
    }
    return names;
  }

  /** Everything in {@code deploy/kubernetes} but the kustomization and the example of a secret. */
  static List<Map<String, Object>> manifests() throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Path file : manifestFiles()) {
      all.addAll(documents(file));
    }
    return all;
  }

  static List<Path> manifestFiles() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("kubernetes"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .filter(file -> !file.endsWith("secret.example.yaml"))
          .sorted()
          .toList();
    }
  }

  /** A mapping within another; empty if it is not there. */
  @SuppressWarnings("unchecked")
  static <T> Map<String, T> map(Map<String, Object> in, String... path) {
    Map<String, Object> at = in;
    for (String key : path) {
      at = (Map<String, Object>) at.getOrDefault(key, Map.of());
    }
    return (Map<String, T>) at;
  }

  /** A sequence of mappings within a mapping; empty if it is not there. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Map<String, Object> in, String key) {
    return (List<Map<String, Object>>) in.getOrDefault(key, List.of());
  }

  /** The words of a sequence; none if it is not there. */
  static List<String> words(@Nullable Object sequence) {
    List<String> words = new ArrayList<>();
    if (sequence instanceof List<?> list) {
      list.forEach(word -> words.add(word.toString()));
    }
    return words;
  }
}
