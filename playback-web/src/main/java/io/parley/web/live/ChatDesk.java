package io.parley.web.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.storage.catalogue.Admission;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.ParticipantId;
import io.parley.web.log.LogWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes what browsers say on the live socket. Any thread may use it. */
public final class ChatDesk {
  static final int LONGEST_TEXT = 4_000;
  static final int LONGEST_CLIENT_ID = 64;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Catalogue catalogue;
  private final LogWriter log;
  private final LiveHub hub;
  private final Clock clock;

  public ChatDesk(Catalogue catalogue, LogWriter log, LiveHub hub, Clock clock) {
    this.catalogue = catalogue;
    this.log = log;
    this.hub = hub;
    this.clock = clock;
  }

  /** Handles one message of a browser; what's wrong with it is told to that browser. */
  public void receive(LiveConnection from, RateLimit limit, String text) {
    if (!limit.tryTake(clock.millis())) {
      hub.error(from, "too-fast", clientIdOf(text));
      return;
    }
    JsonNode message = parse(text);
    switch (message.path("type").asText()) {
      case "ping" -> hub.pong(from);
      case "chat" -> chat(from, message);
      default -> hub.error(from, "unknown-message", null);
    }
  }

  private void chat(LiveConnection from, JsonNode message) {
    String clientId = message.path("clientId").asText();
    String text = message.path("text").asText().strip();
    if (clientId.isEmpty() || clientId.length() > LONGEST_CLIENT_ID) {
      hub.error(from, "client-id-invalid", null);
      return;
    }
    if (text.isEmpty() || text.length() > LONGEST_TEXT) {
      hub.error(from, "text-length", clientId);
      return;
    }
    ParticipantId participant = from.participantId();
    Optional<Admission> admission =
        participant == null
            ? Optional.empty()
            : catalogue.admissions().find(from.meetingId(), participant);
    if (admission.isEmpty()) {
      hub.error(from, "not-in-meeting", clientId);
      return;
    }
    Optional<Meeting> meeting = catalogue.meetings().find(from.meetingId());
    if (meeting.isEmpty() || meeting.get().over()) {
      hub.error(from, "meeting-over", clientId);
      return;
    }
    send(from, admission.get(), clientId, text);
  }

  private void send(LiveConnection from, Admission writer, String clientId, String text) {
    Instant now = clock.instant();
    MeetingEvent.ChatSent event =
        new MeetingEvent.ChatSent(
            from.meetingId(),
            now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000,
            messageId(writer.participantId(), clientId),
            writer.participantId(),
            writer.displayName(),
            text);
    from.await(event.messageId(), clientId);
    log.send(event)
        .whenComplete(
            (stored, failure) -> {
              if (failure != null) {
                from.arrived(event.messageId());
                hub.error(from, "not-stored", clientId);
              }
            });
  }

  /** The same message sent again after a dropped connection gets the same id, so it stands once. */
  static String messageId(ParticipantId writer, String clientId) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((writer.value() + "\n" + clientId).getBytes(StandardCharsets.UTF_8));
      return "c-" + HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static @Nullable String clientIdOf(String text) {
    JsonNode clientId = parse(text).path("clientId");
    return clientId.isTextual() && clientId.textValue().length() <= LONGEST_CLIENT_ID
        ? clientId.textValue()
        : null;
  }
}
