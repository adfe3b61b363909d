package io.parley.sfu.signal;

import io.parley.sfu.room.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Statistics objects as Prometheus text (exposition format 0.0.4): {@code packetsReceived} of an
 * {@code inbound-rtp} is {@code parley_inbound_rtp_packets_received_total}, with labels for the
 * meeting, the participant, the track and, of what is sent, the publisher. Bounded: of very large
 * installations the first {@link #MAX_OBJECTS} objects are shown and the rest is counted.
 */
final class StatsExposition {
  static final int MAX_OBJECTS = 5_000;

  /** Fields that become labels, besides the participant, and what the label is called. */
  private static final Map<String, String> LABELS = labelNames();

  /** Numbers that name something. */
  private static final Set<String> NO_VALUES = Set.of("timestamp", "ssrc", "port", "encodingIndex");

  /** Numbers that go up and down (a packet that comes late was not lost); others only grow. */
  private static final Set<String> GAUGES =
      Set.of(
          "packetsLost",
          "spatialLayer",
          "temporalLayer",
          "jitter",
          "fractionLost",
          "roundTripTime",
          "currentRoundTripTime",
          "availableOutgoingBitrate",
          "delayLoss",
          "qualityLoss");

  private static final Set<String> SECONDS =
      Set.of("jitter", "roundTripTime", "currentRoundTripTime", "totalFreezesDuration");

  private final Map<String, List<String>> families = new LinkedHashMap<>();
  private int shown;
  private int leftOut;

  private StatsExposition() {}

  private static Map<String, String> labelNames() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("publisherId", "publisher");
    names.put("trackId", "track");
    names.put("source", "source");
    names.put("kind", "kind");
    names.put("rid", "rid");
    names.put("encodingIndex", "encoding");
    names.put("direction", "direction");
    return names;
  }

  static String of(List<Views.MeetingStats> meetings) {
    StatsExposition exposition = new StatsExposition();
    for (Views.MeetingStats meeting : meetings) {
      for (Views.ParticipantStats participant : meeting.participants()) {
        for (Map<String, Object> object : participant.stats()) {
          exposition.add(meeting.meetingId(), participant.participantId(), object);
        }
      }
    }
    return exposition.text();
  }

  private void add(String meeting, String participant, Map<String, Object> object) {
    String type = String.valueOf(object.get("type"));
    if (type.equals("remote-candidate")) {
      return;
    }
    if (shown == MAX_OBJECTS) {
      leftOut++;
      return;
    }
    shown++;
    String labels = labels(meeting, participant, object);
    for (Map.Entry<String, Object> entry : object.entrySet()) {
      if (entry.getValue() instanceof Number value && !NO_VALUES.contains(entry.getKey())) {
        String family = family(type, entry.getKey());
        families
            .computeIfAbsent(family, name -> new ArrayList<>())
            .add(family + labels + " " + value);
      }
    }
  }

  private static String labels(String meeting, String participant, Map<String, Object> object) {
    StringBuilder text = new StringBuilder("{meeting=\"").append(escaped(meeting)).append('"');
    text.append(",participant=\"").append(escaped(participant)).append('"');
    LABELS.forEach(
        (field, label) -> {
          Object value = object.get(field);
          if (value != null) {
            text.append(',').append(label).append("=\"");
            text.append(escaped(String.valueOf(value))).append('"');
          }
        });
    if ("candidate-pair".equals(object.get("type"))) {
      text.append(",transport=\"").append(object.get("transportId")).append('"');
    }
    return text.append('}').toString();
  }

  private static String family(String type, String key) {
    String name = key.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    return "parley_"
        + type.replace('-', '_')
        + '_'
        + name
        + (SECONDS.contains(key) ? "_seconds" : "")
        + (GAUGES.contains(key) ? "" : "_total");
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    families.forEach(
        (family, lines) -> {
          String kind = family.endsWith("_total") ? "counter" : "gauge";
          text.append("# TYPE ").append(family).append(' ').append(kind).append('\n');
          lines.forEach(line -> text.append(line).append('\n'));
        });
    text.append("# TYPE parley_webrtc_stats_left_out gauge\nparley_webrtc_stats_left_out ");
    return text.append(leftOut).append('\n').toString();
  }
}
