package io.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole bench on a slice of a dialogue: every figure is there and the counts add up. */
class PipelineIT {
  @Test
  @Timeout(420)
  void everyFigureIsThereAndCountsAddUp() throws Exception {
    JsonNode report = run("pipeline", "--json", "--seconds", "15");
    for (String delay :
        List.of(
            "first_frame_ms",
            "caption_partial_ms",
            "caption_final_ms",
            "recording_complete_ms",
            "transcript_complete_ms",
            "minutes_complete_ms")) {
      double p50 = report.at("/" + delay + "/p50").asDouble(Double.NaN);
      assertThat(report.at("/" + delay + "/p95").asDouble(Double.NaN)).isGreaterThanOrEqualTo(p50);
    }
    assertThat(report.at("/first_frame_ms/count").asInt()).isEqualTo(3);
    assertThat(report.at("/recording_complete_ms/count").asInt()).isEqualTo(1);
    assertThat(report.at("/words/recognised_as_said").asInt())
        .isGreaterThan(report.at("/words/said").asInt() / 2)
        .isLessThanOrEqualTo(report.at("/words/said").asInt());
    assertThat(report.at("/goals")).hasSize(4).allMatch(goal -> goal.asText().matches("pass|fail"));
    packetsAddUp(report);
    resourcesWereSeen(report);
  }

  private static void packetsAddUp(JsonNode report) {
    JsonNode packets = report.path("packets");
    assertThat(report.path("packets_tapped").asLong())
        .isEqualTo(
            packets.path("tapped_media").asLong() + packets.path("tapped_sender_reports").asLong());
    assertThat(packets.path("sent").asLong())
        .as("four microphones of fifty packets a second for fifteen seconds, and cameras")
        .isGreaterThan(4 * 50 * 15);
    assertThat(packets.path("tapped_media").asLong())
        .isEqualTo(packets.path("sent").asLong() - report.path("packets_lost").asLong());
    assertThat(packets.path("log_repeated").asLong()).isZero();
    assertThat(packets.path("forwarded").asLong())
        .isGreaterThan(2 * packets.path("sent").asLong())
        .isLessThanOrEqualTo(packets.path("forwarded_if_all_were_there_from_the_start").asLong());
  }

  private static void resourcesWereSeen(JsonNode report) {
    for (String work : List.of("sfu", "recording", "transcription", "indexing", "minutes")) {
      assertThat(report.at("/cpu_s_per_participant_min/" + work).asDouble()).as(work).isPositive();
    }
    long sum = 0;
    for (String part : List.of("main", "sfu", "broker", "database")) {
      long megabytes = report.at("/rss_at_peak_mb/" + part).asLong();
      assertThat(megabytes).as(part).isPositive();
      sum += megabytes;
    }
    assertThat(report.path("rss_peak_mb").asLong()).isGreaterThanOrEqualTo(sum - 4);
  }

  private static JsonNode run(String... arguments) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.commandLine().execute(arguments)).isZero();
    } finally {
      System.setOut(before);
    }
    return new ObjectMapper()
        .reader()
        .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readTree(printed.toString(StandardCharsets.UTF_8));
  }
}
