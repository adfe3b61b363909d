package io.parley.sfu.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.room.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsExpositionTest {
  private static Map<String, Object> inbound(String track) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "inbound-rtp");
    object.put("timestamp", 1L);
    object.put("participantId", "p1");
    object.put("trackId", track);
    object.put("kind", "video");
    object.put("ssrc", 7L);
    object.put("packetsReceived", 12L);
    object.put("packetsLost", 3L);
    object.put("jitter", 0.0025);
    object.put("totalFreezesDuration", 1.5);
    object.put("qualityLoss", -3.5);
    return object;
  }

  private static String text(List<Map<String, Object>> objects) {
    return StatsExposition.of(
        List.of(
            new Views.MeetingStats("m\"1", 5, List.of(new Views.ParticipantStats("p1", objects)))));
  }

  @Test
  void namesAreThoseOfW3cInThePrometheusSpelling() {
    String labels = "{meeting=\"m\\\"1\",participant=\"p1\",track=\"p1.camera.1\",kind=\"video\"} ";
    assertThat(text(List.of(inbound("p1.camera.1"))).lines())
        .containsExactly(
            "# TYPE parley_inbound_rtp_packets_received_total counter",
            "parley_inbound_rtp_packets_received_total" + labels + "12",
            "# TYPE parley_inbound_rtp_packets_lost gauge",
            "parley_inbound_rtp_packets_lost" + labels + "3",
            "# TYPE parley_inbound_rtp_jitter_seconds gauge",
            "parley_inbound_rtp_jitter_seconds" + labels + "0.0025",
            "# TYPE parley_inbound_rtp_total_freezes_duration_seconds_total counter",
            "parley_inbound_rtp_total_freezes_duration_seconds_total" + labels + "1.5",
            "# TYPE parley_inbound_rtp_quality_loss gauge",
            "parley_inbound_rtp_quality_loss" + labels + "-3.5",
            "# TYPE parley_webrtc_stats_left_out gauge",
            "parley_webrtc_stats_left_out 0");
  }

  @Test
  void aVeryLargeInstallationIsShownInPart() {
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < StatsExposition.MAX_OBJECTS + 17; i++) {
      many.add(inbound("t" + i));
    }
    String text = text(many);
    assertThat(text).endsWith("parley_webrtc_stats_left_out 17\n");
    assertThat(text.lines().filter(line -> line.startsWith("parley_inbound_rtp_jitter")))
        .hasSize(StatsExposition.MAX_OBJECTS);
  }
}
