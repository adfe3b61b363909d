package io.parley.jobs.recording;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.contract.MeetingEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongPredicate;

/**
 * The object {@code timeline.jsonl}: what the player shows beside the picture, one event a line, in
 * the form it has in {@code meeting-events} with {@code micros} on the meeting clock added. Who
 * came and went is always told, the rest only while recording was on.
 */
final class Timeline {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Timeline() {}

  static byte[] of(MeetingHistory history, LongPredicate shown) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try {
      for (MeetingEvent event : history.events()) {
        long micros = history.micros(event);
        if (always(event) || (shown.test(micros) && told(event))) {
          ObjectNode line = JSON.createObjectNode().put("micros", micros);
          line.setAll((ObjectNode) JSON.readTree(MeetingEventCodec.encode(event)));
          lines.write(JSON.writeValueAsBytes(line));
          lines.write('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an event of our own making", e);
    }
    return lines.toByteArray();
  }

  private static boolean always(MeetingEvent event) {
    return event instanceof MeetingEvent.MeetingStarted
        || event instanceof MeetingEvent.MeetingEnded
        || event instanceof MeetingEvent.ParticipantJoined
        || event instanceof MeetingEvent.ParticipantLeft
        || event instanceof MeetingEvent.RecordingSwitched;
  }

  private static boolean told(MeetingEvent event) {
    return event instanceof MeetingEvent.ActiveSpeaker
        || event instanceof MeetingEvent.ChatSent
        || event instanceof MeetingEvent.Unknown;
  }
}
