package io.parley.sfu.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.room.FakeLoop;
import io.parley.storage.contract.ParticipantId;
import io.parley.transcription.fixtures.FixtureDialogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The floor follows the turns of real dialogues, from nothing but the levels of their packets. */
class DialogueFloorTest {
  private static final long SEED = 20_240_917;
  private static final double LEAST_AGREEMENT = 0.95;

  /** A voice begins softly: its first tenth of a second is lost in noise. */
  private static final double LEAST_IN_NOISE = 0.94;

  private static final long LONGEST_SWITCH_MILLIS = 600;

  /** Where a dialogue's time begins on the loop's clock. */
  private static final long BEGIN_MICROS = 2_000_000;

  private static final double ROOM_NOISE_DBOV = -50;
  private static final double LOST = 0.05;
  private static final int LATEST_MILLIS = 40;

  private static final List<Long> ALL = Collections.synchronizedList(new ArrayList<>());

  static Stream<String> dialogues() {
    return FixtureDialogue.list().stream().map(FixtureDialogue::id);
  }

  /** A packet leaves when its last sample is there. */
  private static long packetMicros(int index) {
    return BEGIN_MICROS + (index + 1L) * DialogueLevels.PACKET_MILLIS * 1_000;
  }

  @ParameterizedTest
  @MethodSource("dialogues")
  void theFloorFollowsTheTurns(String id) {
    FixtureDialogue dialogue = FixtureDialogue.load(id);
    Map<String, short[]> tracks = new LinkedHashMap<>();
    dialogue.speakers().forEach(one -> tracks.put(one.name(), dialogue.pcm48k(one.name())));
    check(dialogue, clean(dialogue, tracks), LEAST_AGREEMENT, "");
    check(dialogue, adverse(dialogue, tracks), LEAST_IN_NOISE, ", noise, late and lost");
  }

  /** The tracks as they are: silence while others talk, every packet in time. */
  private static Floor clean(FixtureDialogue dialogue, Map<String, short[]> tracks) {
    FakeLoop loop = new FakeLoop();
    DominantSpeaker speakers = new DominantSpeaker();
    tracks.forEach(
        (speaker, pcm) -> {
          int[] levels = DialogueLevels.of(pcm);
          for (int i = 0; i < levels.length; i++) {
            send(loop, speakers, speaker, levels[i], packetMicros(i));
          }
        });
    return listen(loop, speakers, dialogue);
  }

  /** Noise in every room, and networks that delay and lose. */
  private static Floor adverse(FixtureDialogue dialogue, Map<String, short[]> tracks) {
    FakeLoop loop = new FakeLoop();
    DominantSpeaker speakers = new DominantSpeaker();
    Random random = new Random(SEED);
    tracks.forEach(
        (speaker, pcm) -> {
          int[] levels = DialogueLevels.of(DialogueLevels.noisy(pcm, ROOM_NOISE_DBOV, random));
          long before = 0;
          for (int i = 0; i < levels.length; i++) {
            long late = random.nextInt(LATEST_MILLIS) * 1_000L;
            before = Math.max(before, packetMicros(i) + late);
            if (random.nextDouble() >= LOST) {
              send(loop, speakers, speaker, levels[i], before);
            }
          }
        });
    return listen(loop, speakers, dialogue);
  }

  private static void send(
      FakeLoop loop, DominantSpeaker speakers, String speaker, int level, long atMicros) {
    ParticipantId participant = new ParticipantId(speaker);
    loop.after(
        atMicros - loop.monotonicMicros(),
        () -> speakers.level(participant, level, loop.monotonicMicros()));
  }

  private static Floor listen(FakeLoop loop, DominantSpeaker speakers, FixtureDialogue dialogue) {
    Floor floor = new Floor(dialogue);
    loop.every(
        DominantSpeaker.PERIOD_MICROS,
        () -> {
          long now = loop.monotonicMicros();
          if (speakers.evaluate(now)) {
            ParticipantId holder = speakers.current();
            floor.passesTo(holder == null ? "" : holder.value(), (now - BEGIN_MICROS) / 1_000);
          }
        });
    loop.passMicros(BEGIN_MICROS + dialogue.durationMs() * 1_000);
    return floor;
  }

  private static void check(
      FixtureDialogue dialogue, Floor floor, double leastAgreement, String how) {
    List<Long> switches = floor.switchMillis().stream().sorted().toList();
    System.out.printf(
        "%s%s: %d turns, agreement %.1f %%, switch median %d ms, worst %d ms;"
            + " %d changes, %d ms astray between turns%n",
        dialogue.id(),
        how,
        switches.size(),
        100 * floor.agreement(),
        switches.get(switches.size() / 2),
        switches.get(switches.size() - 1),
        floor.changes(),
        floor.strayMillis());
    ALL.addAll(switches);
    assertThat(floor.agreement()).as("of the time of all turns").isGreaterThan(leastAgreement);
    assertThat(switches).allSatisfy(one -> assertThat(one).isLessThan(LONGEST_SWITCH_MILLIS));
    assertThat(floor.strayMillis()).isZero();
  }

  @AfterAll
  static void summary() {
    List<Long> sorted = ALL.stream().sorted().toList();
    System.out.printf(
        "%d switches: median %d ms, worst %d ms%n",
        sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
  }
}
