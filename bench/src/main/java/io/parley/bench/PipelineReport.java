package io.parley.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.measure.Distribution;
import io.parley.bench.measure.ResourceSampler;
import io.parley.bench.measure.Work;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The figures, as JSON or as a table.
 *
 * @param delays by key of the report
 * @param cpuPerParticipantMinute CPU seconds
 * @param residentBytes by part of the product, when their sum was greatest
 * @param saidWords words spoken; those recognised as said have a partial delay each
 */
record PipelineReport(
    int rounds,
    int participants,
    double meetingSeconds,
    Map<String, Distribution> delays,
    Map<Work, Double> cpuPerParticipantMinute,
    Map<String, Long> residentBytes,
    PacketCounts packets,
    int saidWords) {
  static final double RECORDING_GOAL_MILLIS = 10_000;
  static final double PARTIAL_GOAL_MILLIS = 1_500;
  static final double FINAL_GOAL_MILLIS = 3_000;

  static PipelineReport of(List<Round> rounds, int participants, ResourceSampler sampler) {
    double seconds = rounds.stream().mapToDouble(Round::meetingSeconds).sum();
    Map<String, Distribution> delays = new LinkedHashMap<>();
    delays.put("first_frame_ms", all(rounds, Round::firstFrameMillis));
    delays.put("caption_partial_ms", all(rounds, Round::partialMillis));
    delays.put("caption_final_ms", all(rounds, Round::finalMillis));
    delays.put("recording_complete_ms", each(rounds, r -> r.completion().recordingMillis()));
    delays.put("transcript_complete_ms", each(rounds, r -> r.completion().transcriptMillis()));
    delays.put("minutes_complete_ms", each(rounds, r -> r.completion().minutesMillis()));
    Map<Work, Double> cpu = new EnumMap<>(Work.class);
    sampler.cpuSeconds().forEach((work, s) -> cpu.put(work, s / (participants * seconds / 60)));
    return new PipelineReport(
        rounds.size(),
        participants,
        seconds,
        delays,
        cpu,
        sampler.residentBytesAtPeak(),
        rounds.stream().map(Round::packets).reduce(PacketCounts::plus).orElseThrow(),
        rounds.stream().mapToInt(Round::saidWords).sum());
  }

  private static Distribution all(List<Round> rounds, Function<Round, List<Double>> values) {
    return new Distribution(rounds.stream().flatMap(r -> values.apply(r).stream()).toList());
  }

  private static Distribution each(List<Round> rounds, ToDoubleFunction<Round> value) {
    return new Distribution(rounds.stream().mapToDouble(value).boxed().toList());
  }

  private Map<String, Boolean> goals() {
    Map<String, Boolean> goals = new LinkedHashMap<>();
    goals.put(
        "recording_complete_within_10_s",
        delay("recording_complete_ms").p95() <= RECORDING_GOAL_MILLIS);
    goals.put(
        "caption_partial_p95_below_1500_ms",
        delay("caption_partial_ms").p95() < PARTIAL_GOAL_MILLIS);
    goals.put(
        "caption_final_p95_below_3000_ms", delay("caption_final_ms").p95() < FINAL_GOAL_MILLIS);
    goals.put("no_packet_lost", packets.lost() == 0);
    return goals;
  }

  private Distribution delay(String key) {
    Distribution delay = delays.get(key);
    if (delay == null) {
      throw new IllegalStateException("not measured: " + key);
    }
    return delay;
  }

  /** One object, as documented in docs/performance.md. */
  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    delays.forEach(
        (key, delay) ->
            root.putObject(key)
                .put("p50", rounded(delay.p50(), 1))
                .put("p95", rounded(delay.p95(), 1))
                .put("count", delay.count()));
    ObjectNode cpu = root.putObject("cpu_s_per_participant_min");
    cpuPerParticipantMinute.forEach((work, s) -> cpu.put(work.key(), rounded(s, 3)));
    root.put("rss_peak_mb", megabytes(total()));
    ObjectNode rss = root.putObject("rss_at_peak_mb");
    residentBytes.forEach((part, bytes) -> rss.put(part, megabytes(bytes)));
    root.put("packets_tapped", packets.tapped());
    root.put("packets_lost", packets.lost());
    root.putObject("packets")
        .put("sent", packets.sent())
        .put("tapped_media", packets.tappedMedia())
        .put("tapped_sender_reports", packets.tappedReports())
        .put("tap_dropped_or_failed", packets.tapFailed())
        .put("log_holes", packets.holes())
        .put("log_repeated", packets.repeated())
        .put("forwarded", packets.forwarded())
        .put("forwarded_if_all_were_there_from_the_start", packets.toForward())
        .put("key_frames_asked", packets.keyFramesAsked());
    root.putObject("words")
        .put("said", saidWords)
        .put("recognised_as_said", delay("caption_partial_ms").count());
    ObjectNode goals = root.putObject("goals");
    goals().forEach((goal, reached) -> goals.put(goal, reached ? "pass" : "fail"));
    root.putObject("setting")
        .put("rounds", rounds)
        .put("participants", participants)
        .put("meeting_s", rounded(meetingSeconds, 1))
        .put("cores", Runtime.getRuntime().availableProcessors());
    return root.toPrettyString();
  }

  /** For people. */
  String table() {
    StringBuilder text = new StringBuilder();
    row(text, "%-26s %9s %9s %6s", "delay, ms", "p50", "p95", "count");
    delays.forEach(
        (key, delay) ->
            row(text, "%-26s %9.0f %9.0f %6d", key, delay.p50(), delay.p95(), delay.count()));
    row(text, "%n%-26s %9s", "CPU s per participant min", "");
    cpuPerParticipantMinute.forEach((work, s) -> row(text, "%-26s %9.3f", work.key(), s));
    row(text, "%n%-26s %9d", "memory at its peak, MB", megabytes(total()));
    residentBytes.forEach((part, bytes) -> row(text, "  %-24s %9d", part, megabytes(bytes)));
    row(text, "%n%-26s %9d", "packets tapped", packets.tapped());
    row(text, "%-26s %9d", "packets lost", packets.lost());
    row(text, "");
    goals().forEach((goal, reached) -> row(text, "%-36s %s", goal, reached ? "pass" : "FAIL"));
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private long total() {
    return residentBytes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long megabytes(long bytes) {
    return Math.round(bytes / 1e6);
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
