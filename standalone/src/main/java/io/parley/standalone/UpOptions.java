package io.parley.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said on the command line; everything else is a setting. */
final class UpOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file (default: parley.conf in the data directory, if it exists).")
  @Nullable Path config;

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Where data lives.")
  @Nullable String dataDir;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Interface to serve pages and signalling on.")
  @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Port of the pages.")
  @Nullable Integer port;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any setting of reference.conf, such as --set sfu.udp-port=10500. May be repeated.")
  Map<String, String> set = new LinkedHashMap<>();

  /** The settings these options lead to. */
  Settings settings() throws StartupException {
    Map<String, String> overrides = new LinkedHashMap<>(set);
    if (dataDir != null) {
      overrides.put("data-dir", Path.of(dataDir).toAbsolutePath().toString());
    }
    if (host != null) {
      overrides.put("web.host", host);
      overrides.put("sfu.host", host);
    }
    if (port != null) {
      overrides.put("web.port", port.toString());
    }
    Optional<Path> file = Optional.ofNullable(config);
    if (file.isEmpty()) {
      Path standard =
          home()
              .resolve(Settings.load(Optional.empty(), overrides).values().getString("data-dir"))
              .resolve("parley.conf");
      file = Files.exists(standard) ? Optional.of(standard) : Optional.empty();
    }
    return Settings.load(file, overrides);
  }

  /**
   * The data directory of an installation that this process belongs to without owning it.
   *
   * @throws StartupException if it does not exist
   */
  DataDirectory sharedDirectory(Settings settings) throws StartupException {
    return DataDirectory.shared(path(settings));
  }

  /** Where data lives. */
  static Path path(Settings settings) {
    return home().resolve(settings.values().getString("data-dir")).normalize();
  }

  /** The same choices for a child process, the data directory apart. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (config != null) {
      arguments.addAll(List.of("--config", config.toAbsolutePath().toString()));
    }
    if (host != null) {
      arguments.addAll(List.of("--host", host));
    }
    set.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return arguments;
  }

  /** The directory Parley stands in: what relative paths are relative to. */
  static Path home() {
    return Path.of(System.getProperty("parley.home", "")).toAbsolutePath();
  }
}
