package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The settings file is the documentation: every key is explained there, and does something. */
class ReferenceConfTest {
  private static final Config REFERENCE = ConfigFactory.parseResources("reference.conf");

  @Test
  void everyKeyIsExplained() {
    List<String> silent = new ArrayList<>();
    collectSilent("", REFERENCE.getObject("parley"), silent);
    assertThat(silent).as("keys without a comment above them").isEmpty();
  }

  @Test
  void everyKeyIsUsed() throws IOException {
    String sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(ReferenceConfTest::read)
              .collect(Collectors.joining());
    }
    assertThat(REFERENCE.getConfig("parley").entrySet())
        .hasSizeGreaterThan(40)
        .allSatisfy(entry -> assertThat(sources).contains('"' + entry.getKey() + '"'));
  }

  private static void collectSilent(String prefix, ConfigObject object, List<String> silent) {
    object.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject nested) {
            collectSilent(prefix + key + ".", nested, silent);
          } else if (uncommented(value)) {
            silent.add(prefix + key);
          }
        });
  }

  private static boolean uncommented(ConfigValue value) {
    return value.origin().comments().stream().allMatch(String::isBlank);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
