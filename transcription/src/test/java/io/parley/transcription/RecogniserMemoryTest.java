package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.transcription.fixtures.FixtureDialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Vosk's memory, which no garbage collector watches. */
class RecogniserMemoryTest {
  private static final int RECOGNISERS = 150;

  @Test
  void aRecogniserThatIsClosedGivesItsMemoryBack() throws IOException {
    short[] pcm =
        Arrays.copyOf(Sounds.to16k(FixtureDialogue.load("d1_standup").pcm48k("Alice")), 16_000 * 3);
    for (int i = 0; i < 40; i++) {
      hear(pcm);
    }
    long before = residentKilobytes();
    for (int i = 0; i < RECOGNISERS; i++) {
      hear(pcm);
    }
    long growth = residentKilobytes() - before;
    System.out.printf("%d recognisers: %d kB more resident memory%n", RECOGNISERS, growth);
    // One leaked recogniser would be over 1 MB; allocators and the JVM itself move by a little.
    assertThat(growth).isLessThan(100L * RECOGNISERS);
  }

  private static void hear(short[] pcm) {
    try (Recogniser.Session session = DemonstrationModel.recogniser().open()) {
      for (int at = 0; at < pcm.length; at += 1_600) {
        session.accept(Arrays.copyOfRange(pcm, at, at + 1_600), 1_600);
        session.partial();
      }
      assertThat(session.finish()).isNotEmpty();
    }
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith("VmRSS"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
