package io.parley.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.measure.Caption;
import java.util.ArrayList;
import java.util.List;

/** The live socket of a meeting, as the live page has it: keeps the captions with their time. */
public final class LiveSocket implements AutoCloseable {
  private final List<Caption> captions = new ArrayList<>();
  private final TextSocket socket;

  public LiveSocket(WebVisitor visitor, String meetingId) {
    socket =
        new TextSocket(
            visitor.http(), visitor.socket("/meetings/" + meetingId + "/live"), this::received);
  }

  /** Captions so far, partial and final, in the order they came. */
  public List<Caption> captions() {
    synchronized (captions) {
      return List.copyOf(captions);
    }
  }

  private void received(String text) {
    long nanos = System.nanoTime();
    JsonNode message = Json.parse(text);
    if (message.path("type").asText().equals("caption")) {
      Caption caption =
          new Caption(
              message.path("utteranceId").asText(),
              message.path("participantId").asText(),
              message.path("last").asBoolean(),
              message.path("text").asText(),
              nanos);
      synchronized (captions) {
        captions.add(caption);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
