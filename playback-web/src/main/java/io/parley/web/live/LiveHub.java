package io.parley.web.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.Participant;
import io.parley.storage.catalogue.Recording;
import io.parley.storage.catalogue.Utterance;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens in a meeting to every browser that watches it. What it says has been in the
 * log, and is in the catalogue. Any thread may use it.
 */
public final class LiveHub {
  /** Finals that a late joiner gets. */
  private static final int CAPTIONS_IN_HELLO = 50;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Catalogue catalogue;
  private final Map<MeetingId, Set<LiveConnection>> connections = new ConcurrentHashMap<>();
  private final AtomicLong cutOff = new AtomicLong();

  public LiveHub(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Adds a browser and greets it with what it missed. */
  public LiveConnection connect(
      Meeting meeting, @Nullable ParticipantId participant, Outlet outlet) {
    LiveConnection connection = new LiveConnection(meeting.id(), participant, outlet);
    connections.compute(
        meeting.id(),
        (id, known) -> {
          Set<LiveConnection> all = known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(connection);
          return all;
        });
    connection.greet(hello(meeting));
    return connection;
  }

  public void disconnect(LiveConnection connection) {
    connection.close();
    connections.computeIfPresent(
        connection.meetingId(),
        (id, all) -> {
          all.remove(connection);
          return all.isEmpty() ? null : all;
        });
  }

  /** Browsers on the live socket now. */
  public int size() {
    return connections.values().stream().mapToInt(Set::size).sum();
  }

  /** How many browsers were cut off for being too slow. */
  public long cutOff() {
    return cutOff.get();
  }

  public boolean watched(MeetingId meeting) {
    return connections.containsKey(meeting);
  }

  public void caption(Caption.Utterance utterance, String speaker) {
    publish(utterance.meetingId(), captionNode(utterance, speaker));
  }

  /** A chat message has reached the log. */
  public void chat(MeetingEvent.ChatSent chat, int colour, @Nullable Long startedAtEpochMicros) {
    ObjectNode node = message("chat");
    node.setAll((ObjectNode) JSON.valueToTree(ChatView.of(chat, colour, startedAtEpochMicros)));
    String text = text(node);
    for (LiveConnection connection : connections.getOrDefault(chat.meetingId(), Set.of())) {
      String clientId = connection.arrived(chat.messageId());
      send(connection, clientId == null ? text : text(node.deepCopy().put("clientId", clientId)));
    }
  }

  public void recording(Recording recording) {
    publish(recording.meetingId(), progress(message("recording"), Optional.of(recording)));
  }

  public void minutesReady(MeetingId meeting) {
    publish(meeting, message("minutes-ready"));
  }

  public void transcriptReady(MeetingId meeting) {
    publish(meeting, message("transcript-ready"));
  }

  public void ended(MeetingId meeting) {
    publish(meeting, message("meeting-ended"));
  }

  /** Tells one browser that something it asked for did not work. */
  public void error(LiveConnection connection, String code, @Nullable String clientId) {
    ObjectNode node = message("error").put("code", code);
    if (clientId != null) {
      node.put("clientId", clientId);
    }
    send(connection, text(node));
  }

  public void pong(LiveConnection connection) {
    send(connection, text(message("pong")));
  }

  private String hello(Meeting meeting) {
    ObjectNode node = message("hello");
    ArrayNode captions = node.putArray("captions");
    for (Utterance said : catalogue.transcripts().latest(meeting.id(), CAPTIONS_IN_HELLO)) {
      captions.add(captionNode(said));
    }
    Map<ParticipantId, Integer> colours =
        catalogue.participants().of(meeting.id()).stream()
            .collect(Collectors.toMap(Participant::participantId, Participant::colour));
    ArrayNode chat = node.putArray("chat");
    List<MeetingEvent.ChatSent> written = catalogue.chat().of(meeting.id());
    for (MeetingEvent.ChatSent line : written) {
      int colour = colours.getOrDefault(line.participantId(), Colours.UNKNOWN);
      chat.add(
          JSON.<ObjectNode>valueToTree(ChatView.of(line, colour, meeting.startedAtEpochMicros())));
    }
    progress(node.putObject("recording"), catalogue.recordings().find(meeting.id()));
    return text(node);
  }

  private static ObjectNode progress(ObjectNode node, Optional<Recording> recording) {
    node.put("state", recording.map(r -> r.state().wireName()).orElse("none"));
    node.put("playableMicros", recording.map(Recording::playableMicros).orElse(0L));
    return node;
  }

  private static ObjectNode captionNode(Utterance said) {
    return message("caption")
        .put("utteranceId", said.utteranceId())
        .put("participantId", said.participantId().value())
        .put("speaker", said.speaker())
        .put("revision", Integer.MAX_VALUE)
        .put("last", true)
        .put("startMicros", said.startMicros())
        .put("endMicros", said.endMicros())
        .put("text", said.text())
        .put("syntheticVoicesOnly", said.syntheticVoicesOnly());
  }

  private static ObjectNode captionNode(Caption.Utterance said, String speaker) {
    return message("caption")
        .put("utteranceId", said.utteranceId())
        .put("participantId", said.participantId().value())
        .put("speaker", speaker)
        .put("revision", said.revision())
        .put("last", said.last())
        .put("startMicros", said.startMicros())
        .put("endMicros", said.endMicros())
        .put("text", said.text())
        .put("syntheticVoicesOnly", said.syntheticVoicesOnly());
  }

  private void publish(MeetingId meeting, ObjectNode node) {
    Set<LiveConnection> watching = connections.get(meeting);
    if (watching != null) {
      String text = text(node);
      watching.forEach(connection -> send(connection, text));
    }
  }

  private void send(LiveConnection connection, String text) {
    if (!connection.offer(text)) {
      cutOff.incrementAndGet();
      disconnect(connection);
    }
  }

  private static ObjectNode message(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  private static String text(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values", e);
    }
  }
}
