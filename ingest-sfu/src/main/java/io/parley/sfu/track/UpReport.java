package io.parley.sfu.track;

/**
 * A publisher's sender report (RFC 3550 §6.4.1).
 *
 * @param packet the report alone: header, sender information, report blocks; as received, but for
 *     an RTP timestamp that the publisher miscounts
 * @param arrivalEpochMicros wall clock
 * @param layer simulcast layer it is about
 * @param ntp the publisher's wall clock, 32.32 fixed point
 * @param rtpTimestamp the same moment on the RTP clock, widened as {@link UpPacket#timestamp}
 */
public record UpReport(
    byte[] packet, long arrivalEpochMicros, int layer, long ntp, long rtpTimestamp) {}
