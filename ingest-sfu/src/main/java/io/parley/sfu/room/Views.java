package io.parley.sfu.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients see, as in the signalling part of the protocol document. */
public final class Views {
  private Views() {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record ParticipantView(
      String id,
      String displayName,
      @Nullable String userId,
      boolean host,
      String colour,
      long joinedAtEpochMicros,
      List<ProducerView> producers) {}

  public record ProducerView(String id, MediaKind kind, String source, boolean paused) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Joined(
      String meetingId,
      String subject,
      String participantId,
      long startedAtEpochMicros,
      long serverEpochMicros,
      boolean recording,
      boolean resumed,
      String resumeKey,
      List<?> iceServers,
      String iceTransportPolicy,
      List<ParticipantView> participants,
      @Nullable String dominantSpeaker,
      MeetingLimits limits) {

    /** The same with the servers that help to find a way. */
    public Joined withIce(List<?> servers, String policy) {
      return new Joined(
          meetingId,
          subject,
          participantId,
          startedAtEpochMicros,
          serverEpochMicros,
          recording,
          resumed,
          resumeKey,
          servers,
          policy,
          participants,
          dominantSpeaker,
          limits);
    }
  }

  public record TransportView(
      String id,
      IceParameters iceParameters,
      List<IceCandidate> iceCandidates,
      DtlsParameters dtlsParameters) {}

  public record IceRestarted(IceParameters iceParameters) {}

  public record Produced(String id) {}

  public record NewConsumer(
      String id,
      String producerId,
      String participantId,
      MediaKind kind,
      String source,
      RtpParameters rtpParameters,
      boolean producerPaused) {}

  public record ConsumerRef(String consumerId) {}

  /**
   * @param active for each encoding, in the order it was offered, whether it is to be sent
   */
  public record ProducerLayers(String producerId, List<Boolean> active) {}

  public record Left(String participantId, String reason) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Dominant(@Nullable String participantId) {}

  public record Levels(Map<String, Double> levels) {}

  public record Qualities(Map<String, QualityView> participants) {}

  /**
   * @param score 0 (nothing arrives) to 5 (as if in one room)
   * @param packetsLost on the way to the unit, before repair, since each track began
   * @param roundTripTimeMillis negative until known
   * @param delayMillis one way between the person and the unit, estimated; negative until known
   * @param fractionLost 0–1, after repair, of the worse direction, over the last two seconds
   * @param freezeCount of the camera's picture on its way to the unit, estimated
   */
  public record QualityView(
      double score,
      long packetsLost,
      double jitterMillis,
      double roundTripTimeMillis,
      double delayMillis,
      double fractionLost,
      long freezeCount,
      double totalFreezesMillis) {}

  public record MutedByHost(String producerId, String source) {}

  public record Recording(boolean on) {}

  public record Ended(String reason) {}

  /**
   * Statistics objects as W3C webrtc-stats has them.
   *
   * @param transports transport, candidate-pair, remote-candidate
   * @param producers inbound-rtp of what the participant sends, one for each encoding
   * @param consumers outbound-rtp of what it receives, and remote-inbound-rtp of what it reports
   */
  public record Stats(
      List<Map<String, Object>> transports,
      List<Map<String, Object>> producers,
      List<Map<String, Object>> consumers) {
    /** All in one list. */
    List<Map<String, Object>> all() {
      return Stream.of(transports, producers, consumers).flatMap(List::stream).toList();
    }
  }

  public record ParticipantStats(String participantId, List<Map<String, Object>> stats) {}

  /**
   * @param timestamp milliseconds since 1970, as in every statistics object
   */
  public record MeetingStats(
      String meetingId, long timestamp, List<ParticipantStats> participants) {}
}
