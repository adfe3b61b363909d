package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What was written in the chat. */
public final class ChatMessages {
  private final Jdbi jdbi;

  ChatMessages(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @return false if the catalogue has no such meeting
   */
  public boolean put(MeetingEvent.ChatSent event) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        insert into chat_message (meeting_id, message_id, participant_id,
                          display_name, at_epoch_micros, text)
                        select id, :message, :participant, :name, :at, :text
                        from meeting where id = :meeting for key share
                        on conflict (meeting_id, message_id) do update set
                          participant_id = excluded.participant_id,
                          display_name = excluded.display_name,
                          at_epoch_micros = excluded.at_epoch_micros,
                          text = excluded.text
                        """)
                    .bind("meeting", event.meetingId().value())
                    .bind("message", event.messageId())
                    .bind("participant", event.participantId().value())
                    .bind("name", event.displayName())
                    .bind("at", event.atEpochMicros())
                    .bind("text", event.text())
                    .execute())
        > 0;
  }

  /** In the order they were written. */
  public List<MeetingEvent.ChatSent> of(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from chat_message where meeting_id = :meeting"
                        + " order by at_epoch_micros, message_id")
                .bind("meeting", meeting.value())
                .map(
                    (row, context) ->
                        new MeetingEvent.ChatSent(
                            meeting,
                            row.getLong("at_epoch_micros"),
                            row.getString("message_id"),
                            new ParticipantId(row.getString("participant_id")),
                            row.getString("display_name"),
                            row.getString("text")))
                .list());
  }
}
