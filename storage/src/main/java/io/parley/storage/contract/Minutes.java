package io.parley.storage.contract;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The minutes of a meeting: every line rests on utterances, and links to the moment they were said.
 *
 * @param version 1 as produced, higher after editing
 * @param title the meeting's subject
 * @param startedAtEpochMicros zero of the meeting clock
 * @param language BCP 47 of the transcript
 * @param editedBy display name of the last editor; null while it stands as produced
 */
public record Minutes(
    MeetingId meetingId,
    int version,
    String title,
    long startedAtEpochMicros,
    long durationMicros,
    String language,
    @Nullable String editedBy,
    List<Attendee> attendees,
    List<Line> summary,
    List<Chapter> chapters,
    List<Line> decisions,
    List<ActionItem> actionItems,
    List<Question> questions,
    List<Keyword> keywords) {
  public Minutes {
    attendees = List.copyOf(attendees);
    summary = List.copyOf(summary);
    chapters = List.copyOf(chapters);
    decisions = List.copyOf(decisions);
    actionItems = List.copyOf(actionItems);
    questions = List.copyOf(questions);
    keywords = List.copyOf(keywords);
  }

  /**
   * @param talkMicros how long the person spoke
   * @param turns how often the person took the floor
   * @param words how many words
   */
  public record Attendee(
      ParticipantId participantId, String displayName, long talkMicros, int turns, int words) {}

  /**
   * @param speaker display name of who said it; empty for a line nobody said in particular
   * @param startMicros where the player goes when the line is clicked
   * @param utteranceIds what the line rests on; empty only for lines an editor added
   */
  public record Line(String text, String speaker, long startMicros, List<String> utteranceIds) {
    public Line {
      utteranceIds = List.copyOf(utteranceIds);
    }
  }

  public record Chapter(String title, long startMicros, long endMicros) {}

  /**
   * @param owner display name of who shall do it; null when nobody was named
   * @param dueText as said, such as "by Wednesday"; null when no date was said
   * @param due resolved against the meeting's date; null when it can't be
   */
  public record ActionItem(
      Line line, @Nullable String owner, @Nullable String dueText, @Nullable LocalDate due) {}

  /**
   * @param answered an answer followed
   */
  public record Question(Line line, boolean answered) {}

  public record Keyword(String text, double weight) {}
}
