package io.parley.sfu.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.sfu.room.HostileRoom;
import io.parley.sfu.room.RequestException;
import java.nio.charset.StandardCharsets;

/** What a hostile client says to the signalling socket, for the fuzzer. */
public final class SignalTargets {
  private static final int MAX_HELD = 256;

  private SignalTargets() {}

  /** Messages, one a line, of somebody who has joined: each is done or refused with a code. */
  public static void messages(byte[] data) throws RequestException {
    HostileRoom room = new HostileRoom();
    for (String line : new String(data, StandardCharsets.UTF_8).split("\n", 50)) {
      try {
        JsonNode node = Json.parse(line);
        JsonNode method = node.path("method");
        if (method.isTextual()) {
          Object answer =
              RequestRouter.handle(
                  room.meeting(), room.hostile(), method.asText(), node.path("data"));
          Json.write(answer);
        }
      } catch (JsonProcessingException | RequestException e) {
        String why = e.getMessage();
        if (why == null || why.isEmpty()) {
          throw new AssertionError("refused without a word", e);
        }
      }
    }
    room.settle();
    if (room.held() > MAX_HELD) {
      throw new AssertionError("the meeting holds " + room.held() + " things");
    }
  }
}
