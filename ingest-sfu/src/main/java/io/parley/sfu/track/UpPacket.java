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
 * @param descriptor what it says of its payload; null for codecs where nothing does that matters,
 *     and for empty packets
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
    @Nullable PayloadDescriptor descriptor,
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

  /** Null for all but VP8. */
  public @Nullable Vp8Descriptor vp8() {
    return descriptor instanceof Vp8Descriptor vp8 ? vp8 : null;
  }

  /** Null for all but streams that tell of their layers: VP9, and AV1 where it was negotiated. */
  public @Nullable LayeredDescriptor layered() {
    return descriptor instanceof LayeredDescriptor layered ? layered : null;
  }

  /** Null for all but AV1 that tells of its layers. */
  public @Nullable DependencyDescriptor dependencies() {
    return descriptor instanceof DependencyDescriptor dependencies ? dependencies : null;
  }

  /** Whether earlier frames stand in the payload once more. */
  public boolean isRedundant() {
    return redundancy > 0;
  }
}
