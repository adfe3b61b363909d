package io.parley.web.api;

import io.parley.storage.catalogue.Utterance;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.storage.contract.Word;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Captions of a meeting that still runs, written from what the catalogue knows: WebVTT or SubRip
 * with at most two lines of {@value #LINE} characters a cue. Once the transcript is whole, the file
 * that the jobs stored takes its place.
 */
final class CaptionFile {
  private static final int LINE = 42;
  private static final int CUE = 2 * LINE;

  private CaptionFile() {}

  private record Cue(long startMicros, long endMicros, String speaker, String text) {}

  static byte[] of(List<Utterance> said, TranscriptFormat format) {
    boolean vtt = format == TranscriptFormat.VTT;
    StringBuilder out = new StringBuilder(vtt ? "WEBVTT\n\n" : "");
    int number = 0;
    for (Utterance utterance : said) {
      for (Cue cue : cues(utterance)) {
        number++;
        if (!vtt) {
          out.append(number).append('\n');
        }
        out.append(time(cue.startMicros(), vtt)).append(" --> ").append(time(cue.endMicros(), vtt));
        out.append('\n');
        if (vtt) {
          out.append("<v ").append(escaped(cue.speaker())).append('>');
          out.append(escaped(broken(cue.text())));
        } else {
          out.append(broken(cue.text()));
        }
        out.append("\n\n");
      }
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Cue> cues(Utterance utterance) {
    if (utterance.words().isEmpty()) {
      return List.of(
          new Cue(
              utterance.startMicros(),
              utterance.endMicros(),
              utterance.speaker(),
              utterance.text()));
    }
    List<Cue> cues = new ArrayList<>();
    List<Word> open = new ArrayList<>();
    int length = 0;
    for (Word word : utterance.words()) {
      if (!open.isEmpty() && length + 1 + word.text().length() > CUE) {
        cues.add(cue(open, utterance.speaker()));
        open.clear();
        length = 0;
      }
      length += (open.isEmpty() ? 0 : 1) + word.text().length();
      open.add(word);
    }
    cues.add(cue(open, utterance.speaker()));
    return cues;
  }

  private static Cue cue(List<Word> words, String speaker) {
    String text = String.join(" ", words.stream().map(Word::text).toList());
    long start = words.get(0).startMicros();
    long end = words.get(words.size() - 1).endMicros();
    return new Cue(start, Math.max(end, start + 1_000), speaker, text);
  }

  /** Breaks a text too long for one line at the blank nearest to its middle. */
  private static String broken(String text) {
    if (text.length() <= LINE) {
      return text;
    }
    int middle = text.length() / 2;
    int before = text.lastIndexOf(' ', middle);
    int after = text.indexOf(' ', middle);
    int at = after < 0 || (before >= 0 && middle - before <= after - middle) ? before : after;
    return at < 0 ? text : text.substring(0, at) + "\n" + text.substring(at + 1);
  }

  private static String time(long micros, boolean vtt) {
    long millis = Math.max(0, micros) / 1_000;
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%s%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1_000 % 60,
        vtt ? "." : ",",
        millis % 1_000);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
