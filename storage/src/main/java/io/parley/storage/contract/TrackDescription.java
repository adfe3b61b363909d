package io.parley.storage.contract;

/**
 * All that a reader of the log must know to decode a track, without reading anything else.
 *
 * @param payloadType RTP payload type of the primary encoding, 0–127
 * @param clockRateHz RTP clock rate: 48,000 for Opus, 90,000 for video
 * @param channels audio channels as negotiated (Opus always says 2, RFC 7587); 0 for video
 * @param fmtp the codec's format parameters as in SDP, {@code key=value;key=value}; empty if none
 * @param audioLevelExtensionId one-byte header extension id of the audio level (RFC 6464); 0 if not
 *     negotiated
 */
public record TrackDescription(
    MeetingId meetingId,
    ParticipantId participantId,
    TrackId trackId,
    MediaSource source,
    MediaCodec codec,
    int payloadType,
    int clockRateHz,
    int channels,
    String fmtp,
    int audioLevelExtensionId) {
  public TrackDescription {
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException("payload type out of range: " + payloadType);
    }
    if (clockRateHz <= 0) {
      throw new IllegalArgumentException("clock rate must be positive: " + clockRateHz);
    }
  }
}
