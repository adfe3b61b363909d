package io.parley.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The bytes that stand in logs and stores for ever: {@code src/test/resources/golden}. */
final class Golden {
  private Golden() {}

  static byte[] json(String name) throws IOException {
    return text(name + ".json").strip().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] hex(String name) throws IOException {
    return HexFormat.of().parseHex(text(name + ".hex").replaceAll("#.*|\\s", ""));
  }

  static String text(String file) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).as("golden file " + file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void assertJson(String name, byte[] actual) throws IOException {
    assertThat(new String(actual, StandardCharsets.UTF_8))
        .as("golden " + name)
        .isEqualTo(new String(json(name), StandardCharsets.UTF_8));
  }
}
