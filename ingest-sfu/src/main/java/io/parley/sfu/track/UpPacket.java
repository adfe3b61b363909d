package io.parley.sfu.track;

import io.parley.storage.codec.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * A received RTP packet with what the receive path found out about it. Shared by all receivers:
 * nobody writes to it.
 *
 * @param rtp header and payload as the publisher sent them (repaired packets: as first sent)
 * @param arrivalEpochMicros wall clock
 * @param arrivalMicros monotonic clock
 * @param layer simulcast layer by position in the publisher's encodings, from 0
 * @param sequence widened, per layer
 * @param timestamp widened, per layer, in units of the clock rate
 * @param keyFrame a decoder can start with this packet; true for every audio packet
 * @param vp8 what stands in front of the payload; null for other codecs and empty packets
 * @param redundancy bytes of the payload that stand before the frame that is new (RFC 2198); 0 for
 *     a payload of its codec alone
 */
public record UpPacket(
    RtpPacket rtp,
    long arrivalEpochMicros,
    long arrivalMicros,
    int layer,
    long sequence,
    long timestamp,
    boolean keyFrame,
    @Nullable Vp8Descriptor vp8,
    int redundancy) {

  /** A packet of a codec without a descriptor that matters here. */
  public UpPacket(
      RtpPacket rtp,
      long arrivalEpochMicros,
      long arrivalMicros,
      int layer,
      long sequence,
      long timestamp,
      boolean keyFrame) {
    this(rtp, arrivalEpochMicros, arrivalMicros, layer, sequence, timestamp, keyFrame, null, 0);
  }

  /** Whether earlier frames stand in the payload once more. */
  public boolean isRedundant() {
    return redundancy > 0;
  }
}
