package io.parley.standalone;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.parley.storage.contract.AddressSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings in force: {@code reference.conf}, then the file, then the command line. Keys are
 * those of {@code reference.conf} without the leading {@code parley.}.
 */
public final class Settings {
  private final Config config;

  private Settings(Config config) {
    this.config = config;
  }

  /**
   * @param file the person's own settings; absent when there are none
   * @param overrides key (without {@code parley.}) to value, from the command line
   * @throws StartupException for a file that is missing or can't be read, or a key nobody knows
   */
  public static Settings load(Optional<Path> file, Map<String, String> overrides)
      throws StartupException {
    Config reference = ConfigFactory.parseResources("reference.conf").resolve();
    Config own = ConfigFactory.empty();
    if (file.isPresent()) {
      if (!Files.isReadable(file.get())) {
        throw new StartupException("the configuration file can't be read: " + file.get());
      }
      try {
        own =
            ConfigFactory.parseFile(
                    file.get().toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
                .resolve();
      } catch (ConfigException e) {
        throw new StartupException("the configuration file is not valid: " + e.getMessage(), e);
      }
      refuseUnknown(own, reference, file.get());
    }
    Config flags = ConfigFactory.empty();
    for (Map.Entry<String, String> flag : overrides.entrySet()) {
      if (!reference.hasPathOrNull("parley." + flag.getKey())) {
        throw new StartupException(
            "unknown setting '" + flag.getKey() + "'; reference.conf lists all");
      }
      flags =
          flags.withFallback(
              ConfigFactory.parseMap(Map.of("parley." + flag.getKey(), flag.getValue())));
    }
    return new Settings(flags.withFallback(own).withFallback(reference).getConfig("parley"));
  }

  private static void refuseUnknown(Config own, Config reference, Path file)
      throws StartupException {
    for (Map.Entry<String, ConfigValue> entry : own.entrySet()) {
      if (!reference.hasPathOrNull(entry.getKey())) {
        throw new StartupException(
            "unknown setting '"
                + entry.getKey()
                + "' in "
                + file
                + " (line "
                + entry.getValue().origin().lineNumber()
                + "); reference.conf lists all");
      }
    }
  }

  /** The values, typed by the asking method; a wrong type is a {@link ConfigException}. */
  public Config values() {
    return config;
  }

  /** Text, or nothing where the setting is empty. */
  public Optional<String> text(String key) {
    String value = config.getString(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** A list; on the command line its items stand with commas between them. */
  public List<String> texts(String key) {
    ConfigValue value = config.getValue(key);
    if (value.valueType() == ConfigValueType.STRING) {
      String text = config.getString(key).strip();
      return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1));
    }
    return config.getStringList(key);
  }

  /**
   * Addresses and networks.
   *
   * @throws StartupException if one is neither
   */
  public AddressSet addresses(String key) throws StartupException {
    try {
      return AddressSet.of(texts(key));
    } catch (IllegalArgumentException e) {
      throw new StartupException(key + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws StartupException if it is not a port
   */
  public int port(String key) throws StartupException {
    int port = config.getInt(key);
    if (port < 0 || port > 65_535) {
      throw new StartupException(key + " must be between 0 and 65535, not " + port);
    }
    return port;
  }
}
