package io.parley.sfu.track;

import io.parley.storage.codec.rtp.RtpPacket;

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
 */
public record UpPacket(
    RtpPacket rtp,
    long arrivalEpochMicros,
    long arrivalMicros,
    int layer,
    long sequence,
    long timestamp,
    boolean keyFrame) {}
