package io.parley.jobs.minutes;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.Minutes;
import io.parley.storage.contract.ParticipantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was said, in order, cut into sentences.
 *
 * @param names of the attendees, by the index that sentences use
 * @param date of the meeting's start, where it was held
 */
record Transcript(
    List<Sentence> sentences,
    List<String> names,
    List<Minutes.Attendee> attendees,
    LocalDate date,
    long durationMicros) {
  private static final Pattern SENTENCE =
      Pattern.compile("[^.?!。？！…]+(?:[.?!]+(?=\\s|$)|[.](?=\\S)[^.?!。？！…]*|[。？！…]+|$)+\\s*");
  private static final Pattern CJK = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’-]*");

  static Transcript of(MinutesInput input) {
    Map<ParticipantId, Integer> people = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    input.participants().forEach(person -> enter(person.id(), person.displayName(), people, names));
    List<Caption.Utterance> utterances = finals(input.utterances());
    utterances.forEach(u -> enter(u.participantId(), u.participantId().value(), people, names));

    List<Sentence> sentences = new ArrayList<>();
    long[] talk = new long[names.size()];
    int[] turns = new int[names.size()];
    int[] words = new int[names.size()];
    int turn = -1;
    int before = -1;
    for (Caption.Utterance utterance : utterances) {
      int speaker = people.getOrDefault(utterance.participantId(), 0);
      if (speaker != before) {
        turn++;
        turns[speaker]++;
        before = speaker;
      }
      talk[speaker] += utterance.endMicros() - utterance.startMicros();
      words[speaker] += countWords(utterance);
      cut(utterance, turn, speaker, names.get(speaker), sentences);
    }
    List<Minutes.Attendee> attendees = new ArrayList<>();
    people.forEach(
        (id, i) ->
            attendees.add(new Minutes.Attendee(id, names.get(i), talk[i], turns[i], words[i])));
    return new Transcript(
        List.copyOf(sentences),
        List.copyOf(names),
        List.copyOf(attendees),
        LocalDate.ofInstant(input.startedAt(), input.zone()),
        input.durationMicros());
  }

  private static void enter(
      ParticipantId id, String name, Map<ParticipantId, Integer> people, List<String> names) {
    if (people.putIfAbsent(id, names.size()) == null) {
      names.add(name.strip());
    }
  }

  /** The last revision of each final, by time. */
  private static List<Caption.Utterance> finals(List<Caption.Utterance> all) {
    Map<String, Caption.Utterance> last = new TreeMap<>();
    for (Caption.Utterance utterance : all) {
      if (utterance.last() && !utterance.text().isBlank()) {
        last.merge(
            utterance.utteranceId(), utterance, (a, b) -> b.revision() > a.revision() ? b : a);
      }
    }
    return last.values().stream()
        .sorted(
            Comparator.comparingLong(Caption.Utterance::startMicros)
                .thenComparing(Caption.Utterance::utteranceId))
        .toList();
  }

  /** A sentence starts with the word it starts with; without word times, in proportion. */
  private static void cut(
      Caption.Utterance utterance, int turn, int speaker, String name, List<Sentence> out) {
    String text = utterance.text();
    Matcher matcher = SENTENCE.matcher(text);
    while (matcher.find()) {
      String sentence = matcher.group().strip();
      if (WORD.matcher(sentence).find()) {
        out.add(
            new Sentence(
                out.size(),
                turn,
                speaker,
                name,
                utterance.utteranceId(),
                timeAt(utterance, matcher.start(), true),
                timeAt(utterance, matcher.end(), false),
                sentence));
      }
    }
  }

  private static long timeAt(Caption.Utterance utterance, int offset, boolean starts) {
    String text = utterance.text();
    int word =
        text.substring(0, offset).strip().isEmpty()
            ? 0
            : text.substring(0, offset).strip().split("\\s+").length;
    int last = utterance.words().size() - 1;
    if (last >= 0 && text.strip().split("\\s+").length == last + 1) {
      return starts
          ? utterance.words().get(Math.min(word, last)).startMicros()
          : utterance.words().get(Math.max(0, Math.min(word - 1, last))).endMicros();
    }
    long length = utterance.endMicros() - utterance.startMicros();
    return utterance.startMicros() + length * offset / Math.max(1, text.length());
  }

  private static int countWords(Caption.Utterance utterance) {
    if (!utterance.words().isEmpty()) {
      return utterance.words().size();
    }
    String text = utterance.text();
    int characters = (int) CJK.matcher(text).results().count();
    return characters + (int) WORD.matcher(CJK.matcher(text).replaceAll(" ")).results().count();
  }
}
