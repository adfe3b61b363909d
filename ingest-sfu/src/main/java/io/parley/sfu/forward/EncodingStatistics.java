package io.parley.sfu.forward;

import org.jspecify.annotations.Nullable;

/**
 * What was received of one encoding of a track.
 *
 * @param ssrc -1 until a packet told it
 * @param rid null for a track with one encoding
 */
public record EncodingStatistics(long ssrc, @Nullable String rid, TrackStatistics received) {
  static EncodingStatistics of(InboundStream stream) {
    return new EncodingStatistics(
        stream.ssrc, stream.rid, TrackStatistics.NONE.plus(stream).frozen(stream.freezes));
  }
}
