package io.parley.sfu.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import java.util.List;
import java.util.Map;
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
      List<Object> iceServers,
      List<ParticipantView> participants,
      @Nullable String dominantSpeaker) {}

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
   * @param roundTripTimeMillis negative until known
   */
  public record QualityView(
      double score, long packetsLost, double jitterMillis, double roundTripTimeMillis) {}

  public record MutedByHost(String producerId, String source) {}

  public record Recording(boolean on) {}

  public record Ended(String reason) {}

  public record Stats(
      List<Map<String, Object>> transports,
      List<Map<String, Object>> producers,
      List<Map<String, Object>> consumers) {}
}
