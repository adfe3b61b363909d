package io.parley.sfu.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every seed of every parser, as it is, cut short and damaged: what was mended stays so. */
class SeedsTest {
  private static final long SEED = 20261121;
  private static final int DAMAGES = 40;

  @ParameterizedTest
  @EnumSource
  void everySeedIsReadOrRefused(Parser parser) throws Exception {
    assertThat(Seeds.of(parser)).isNotEmpty();
    Random random = new Random(SEED);
    for (Path seed : Seeds.of(parser)) {
      byte[] whole = Files.readAllBytes(seed);
      read(parser, whole, seed + " as it is");
      for (int round = 0; round < DAMAGES; round++) {
        byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
        read(parser, cut, seed + " cut to " + cut.length);
        byte[] damaged = whole.clone();
        for (int change = 0; change < 3 && damaged.length > 0; change++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        read(parser, damaged, seed + " damaged, round " + round);
      }
    }
  }

  private static void read(Parser parser, byte[] data, String what) {
    assertThatCode(() -> parser.read(data)).as(what).doesNotThrowAnyException();
  }
}
