package io.parley.transcription.files;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.ParticipantId;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Writes caption files: WebVTT (W3C) with a voice tag for the speaker, and SubRip with the
 * speaker's name where a new one begins. At most 2 lines of 42 characters (full-width characters
 * count twice), 17 characters a second, 5/6 s to 7 s. Partials and empty utterances are left out.
 */
public final class CaptionFiles {
  private CaptionFiles() {}

  /**
   * @param utterances of one meeting, in any order
   * @param names display names; untrusted, escaped here
   */
  public static String webVtt(
      List<Caption.Utterance> utterances, Function<ParticipantId, String> names) {
    StringBuilder file = new StringBuilder("WEBVTT\n");
    int number = 0;
    for (Cue cue : new CueSheet(names, false).of(utterances)) {
      file.append('\n').append(++number).append('\n');
      file.append(time(cue.startMillis(), '.')).append(" --> ");
      file.append(time(cue.endMillis(), '.')).append('\n');
      file.append("<v ").append(escape(name(cue.speaker()))).append('>');
      file.append(escape(String.join("\n", cue.lines()))).append('\n');
    }
    return file.toString();
  }

  /** SubRip; parameters as for {@link #webVtt}. */
  public static String subRip(
      List<Caption.Utterance> utterances, Function<ParticipantId, String> names) {
    StringBuilder file = new StringBuilder();
    int number = 0;
    for (Cue cue : new CueSheet(names, true).of(utterances)) {
      file.append(number == 0 ? "" : "\n").append(++number).append('\n');
      file.append(time(cue.startMillis(), ',')).append(" --> ");
      file.append(time(cue.endMillis(), ',')).append('\n');
      // SubRip has no escapes, but players read tags: similar signs stand for the brackets.
      file.append(
              String.join("\n", cue.lines()).replace('<', '‹').replace('>', '›').replace('{', '('))
          .append('\n');
    }
    return file.toString();
  }

  private static String name(String speaker) {
    String name = speaker.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return name.isEmpty() ? "?" : name;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String time(long millis, char point) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1_000 % 60,
        point,
        millis % 1_000);
  }
}
