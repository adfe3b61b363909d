package io.parley.e2e;

import io.parley.transcription.fixtures.FixtureDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A gathering that holds a fixture dialogue: every participant speaks one of its tracks. */
final class Story extends Gathering {
  final FixtureDialogue dialogue;

  Story(ParleyProcess parley, String dialogueId, Path shots) throws IOException {
    this(parley, FixtureDialogue.load(dialogueId), shots);
  }

  private Story(ParleyProcess parley, FixtureDialogue dialogue, Path shots) throws IOException {
    super(parley, tracks(dialogue), shots);
    this.dialogue = dialogue;
  }

  private static Map<String, byte[]> tracks(FixtureDialogue dialogue) throws IOException {
    Map<String, byte[]> tracks = new LinkedHashMap<>();
    for (FixtureDialogue.Speaker speaker : dialogue.speakers()) {
      tracks.put(speaker.name(), dialogue.trackFile(speaker.name()));
    }
    return tracks;
  }
}
