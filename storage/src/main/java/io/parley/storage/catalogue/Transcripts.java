package io.parley.storage.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.Word;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** What was said: final utterances with their words. */
public final class Transcripts {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final TypeReference<List<Word>> WORDS = new TypeReference<>() {};

  private final Jdbi jdbi;

  Transcripts(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A transcript is whole.
   *
   * @param language BCP 47
   * @param utterances how many finals it has
   */
  public record Completion(String language, int utterances) {}

  /**
   * Keeps a final utterance; one with the same id is replaced.
   *
   * @param speaker display name of who said it
   * @return false if the catalogue has no such meeting
   * @throws IllegalArgumentException for a partial, which is not kept
   */
  public boolean put(Caption.Utterance utterance, String speaker) {
    if (!utterance.last()) {
      throw new IllegalArgumentException("only finals are kept: " + utterance.utteranceId());
    }
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        insert into utterance (meeting_id, utterance_id, track_id, participant_id,
                          speaker, start_micros, end_micros, text, words, language, model,
                          synthetic_voices_only)
                        select id, :utterance, :track, :participant, :speaker, :start, :end, :text,
                          cast(:words as jsonb), :language, :model, :synthetic
                        from meeting where id = :meeting for key share
                        on conflict (meeting_id, utterance_id) do update set
                          track_id = excluded.track_id, participant_id = excluded.participant_id,
                          speaker = excluded.speaker, start_micros = excluded.start_micros,
                          end_micros = excluded.end_micros, text = excluded.text,
                          words = excluded.words, language = excluded.language,
                          model = excluded.model,
                          synthetic_voices_only = excluded.synthetic_voices_only
                        """)
                    .bind("meeting", utterance.meetingId().value())
                    .bind("utterance", utterance.utteranceId())
                    .bind("track", utterance.trackId().value())
                    .bind("participant", utterance.participantId().value())
                    .bind("speaker", speaker)
                    .bind("start", utterance.startMicros())
                    .bind("end", utterance.endMicros())
                    .bind("text", utterance.text())
                    .bind("words", json(utterance.words()))
                    .bind("language", utterance.language())
                    .bind("model", utterance.model())
                    .bind("synthetic", utterance.syntheticVoicesOnly())
                    .execute())
        > 0;
  }

  /**
   * No further utterance follows.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean completed(RecordingEvent.TranscriptReady event) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        insert into transcript (meeting_id, language, utterances)
                        select id, :language, :utterances
                        from meeting where id = :meeting for key share
                        on conflict (meeting_id) do update set
                          language = excluded.language, utterances = excluded.utterances
                        """)
                    .bind("meeting", event.meetingId().value())
                    .bind("language", event.language())
                    .bind("utterances", event.utterances())
                    .execute())
        > 0;
  }

  /** Present when the transcript is whole. */
  public Optional<Completion> completion(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select * from transcript where meeting_id = :meeting")
                .bind("meeting", meeting.value())
                .map(
                    (row, context) ->
                        new Completion(row.getString("language"), row.getInt("utterances")))
                .findOne());
  }

  /** All finals, in the order they were said. */
  public List<Utterance> of(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from utterance where meeting_id = :meeting"
                        + " order by start_micros, utterance_id")
                .bind("meeting", meeting.value())
                .map(Transcripts::read)
                .list());
  }

  /** The last {@code count} finals, in the order they were said. */
  public List<Utterance> latest(MeetingId meeting, int count) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    select * from (select * from utterance where meeting_id = :meeting
                      order by start_micros desc, utterance_id desc limit :count) latest
                    order by start_micros, utterance_id
                    """)
                .bind("meeting", meeting.value())
                .bind("count", count)
                .map(Transcripts::read)
                .list());
  }

  /** The final said before and the one said after this one; either may be absent. */
  public Neighbours around(MeetingId meeting, String utteranceId) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    select before_text, after_text from (
                      select utterance_id,
                        lag(text) over said as before_text, lead(text) over said as after_text
                      from utterance where meeting_id = :meeting
                      window said as (order by start_micros, utterance_id)) placed
                    where utterance_id = :utterance
                    """)
                .bind("meeting", meeting.value())
                .bind("utterance", utteranceId)
                .map(
                    (row, context) ->
                        new Neighbours(
                            Optional.ofNullable(row.getString("before_text")),
                            Optional.ofNullable(row.getString("after_text"))))
                .findOne()
                .orElse(new Neighbours(Optional.empty(), Optional.empty())));
  }

  /** What was said just before and just after an utterance. */
  public record Neighbours(Optional<String> before, Optional<String> after) {}

  private static Utterance read(ResultSet row, StatementContext context) throws SQLException {
    return new Utterance(
        row.getString("utterance_id"),
        new TrackId(row.getString("track_id")),
        new ParticipantId(row.getString("participant_id")),
        row.getString("speaker"),
        row.getLong("start_micros"),
        row.getLong("end_micros"),
        row.getString("text"),
        words(row.getString("words")),
        row.getString("language"),
        row.getString("model"),
        row.getBoolean("synthetic_voices_only"));
  }

  private static String json(List<Word> words) {
    try {
      return JSON.writeValueAsString(words);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("words are plain values", e);
    }
  }

  private static List<Word> words(String json) throws SQLException {
    try {
      return JSON.readValue(json, WORDS);
    } catch (JsonProcessingException e) {
      throw new SQLException("the words of an utterance are unreadable", e);
    }
  }
}
