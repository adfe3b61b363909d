package io.parley.storage.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.codec.FormatException.Reason;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RtpRecord;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Values of the {@code meeting-events} topic: {@code {"v":1,"type":"participant-joined",…}}, or
 * {@code {"v":1,"type":"tick",…}}. A type or version this reader doesn't know becomes {@link
 * MeetingEvent.Unknown}, as long as it says which meeting and when.
 */
public final class MeetingEventCodec {
  private static final String TICK = "tick";
  private static final SealedCodec<MeetingEvent> EVENTS =
      new SealedCodec<>(MeetingEvent.class, MeetingEvent.Unknown.class);

  private MeetingEventCodec() {}

  /** An unknown event is written as it stood in the log. */
  public static byte[] encode(MeetingEvent event) {
    return event instanceof MeetingEvent.Unknown unknown
        ? unknown.json().getBytes(StandardCharsets.UTF_8)
        : EVENTS.encode(event);
  }

  public static byte[] encodeTick(RtpRecord.Tick tick) {
    return JsonRecords.encode(TICK, tick);
  }

  /**
   * @throws FormatException if it is neither an event nor a tick
   */
  public static MeetingLogEntry decode(byte @Nullable [] json) throws FormatException {
    ObjectNode node = JsonRecords.parse(json);
    String name = JsonRecords.typeOf(node);
    if (name.equals(TICK)) {
      JsonRecords.requireKnownVersion(node);
      return new MeetingLogEntry.Tick(JsonRecords.read(node, RtpRecord.Tick.class));
    }
    Class<? extends MeetingEvent> type = EVENTS.typeNamed(name);
    if (type == null || JsonRecords.isNewer(node)) {
      return new MeetingLogEntry.Event(unknown(node, name));
    }
    JsonRecords.requireKnownVersion(node);
    return new MeetingLogEntry.Event(JsonRecords.read(node, type));
  }

  private static MeetingEvent.Unknown unknown(ObjectNode node, String type) throws FormatException {
    if (!node.path("meetingId").isTextual() || !node.path("atEpochMicros").isIntegralNumber()) {
      throw new FormatException(
          Reason.UNKNOWN_TYPE, "event '" + type + "' doesn't say which meeting and when");
    }
    try {
      return new MeetingEvent.Unknown(
          new MeetingId(node.path("meetingId").asText()),
          node.path("atEpochMicros").asLong(),
          type,
          node.toString());
    } catch (IllegalArgumentException e) {
      throw new FormatException(Reason.MALFORMED, "event '" + type + "': " + e.getMessage(), e);
    }
  }
}
