package io.parley.sfu.speaker;

import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.FixtureDialogue.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Who had the floor in a dialogue, compared with whose turn it was. Only time within a turn is
 * scored, with the pauses between its words; where turns overlap either speaker is right. In the
 * silence between turns nobody's turn is due: there the floor is wrong only if it is with somebody
 * who neither spoke before nor speaks next.
 */
final class Floor {
  private static final String NOBODY = "";

  private final FixtureDialogue dialogue;
  private final NavigableMap<Long, String> changes = new TreeMap<>(Map.of(Long.MIN_VALUE, NOBODY));

  Floor(FixtureDialogue dialogue) {
    this.dialogue = dialogue;
  }

  /** From a time of the dialogue's on, somebody has it. */
  void passesTo(String speaker, long millis) {
    changes.put(millis, speaker);
  }

  int changes() {
    return changes.size() - 1;
  }

  private String at(long millis) {
    return changes.floorEntry(millis).getValue();
  }

  /** Of the time in which anybody's turn is, the part in which the floor was with that person. */
  double agreement() {
    long spoken = 0;
    long right = 0;
    for (long millis = 0; millis < dialogue.durationMs(); millis++) {
      long now = millis;
      List<Segment> turns =
          dialogue.segments().stream().filter(s -> s.startMs() <= now && now < s.endMs()).toList();
      String holder = at(now);
      spoken += turns.isEmpty() ? 0 : 1;
      right += turns.stream().anyMatch(turn -> turn.speaker().equals(holder)) ? 1 : 0;
    }
    return (double) right / spoken;
  }

  /** How long after the beginning of each turn the floor was with its speaker, milliseconds. */
  List<Long> switchMillis() {
    List<Long> all = new ArrayList<>();
    for (Segment turn : dialogue.segments()) {
      long at = turn.startMs();
      while (at < dialogue.durationMs() && !at(at).equals(turn.speaker())) {
        at++;
      }
      all.add(at - turn.startMs());
    }
    return all;
  }

  /** Milliseconds between turns in which it was with somebody whom neither turn is of. */
  long strayMillis() {
    long stray = 0;
    List<Segment> turns = dialogue.segments();
    for (int i = 1; i < turns.size(); i++) {
      for (long at = turns.get(i - 1).endMs(); at < turns.get(i).startMs(); at++) {
        String holder = at(at);
        boolean expected =
            holder.equals(turns.get(i - 1).speaker()) || holder.equals(turns.get(i).speaker());
        stray += expected ? 0 : 1;
      }
    }
    return stray;
  }
}
