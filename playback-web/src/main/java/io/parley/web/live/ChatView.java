package io.parley.web.live;

import io.parley.storage.contract.MeetingEvent;
import org.jspecify.annotations.Nullable;

/**
 * A chat message, on the live socket and in the API.
 *
 * @param atMicros meeting clock
 */
public record ChatView(
    String messageId,
    String participantId,
    String displayName,
    String colour,
    long atMicros,
    long atEpochMicros,
    String text) {

  /**
   * @param colour of the writer, 24-bit RGB
   * @param startedAtEpochMicros zero of the meeting clock; null if the meeting has not begun
   */
  public static ChatView of(
      MeetingEvent.ChatSent chat, int colour, @Nullable Long startedAtEpochMicros) {
    long zero = startedAtEpochMicros == null ? chat.atEpochMicros() : startedAtEpochMicros;
    return new ChatView(
        chat.messageId(),
        chat.participantId().value(),
        chat.displayName(),
        Colours.css(colour),
        Math.max(0, chat.atEpochMicros() - zero),
        chat.atEpochMicros(),
        chat.text());
  }
}
