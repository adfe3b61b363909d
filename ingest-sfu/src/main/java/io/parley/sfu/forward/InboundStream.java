package io.parley.sfu.forward;

import io.parley.sfu.ortc.RtpParameters;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.SequenceUnwrapper;
import io.parley.storage.codec.rtp.TimestampUnwrapper;
import org.jspecify.annotations.Nullable;

/** State of one SSRC a publisher sends: one encoding of one track. Bounded; one loop. */
final class InboundStream {
  /** No SSRC known yet: the layer is told by its rid. */
  static final long UNKNOWN = -1;

  /** Of sound with redundancy; each is 20 ms, or several times that. */
  private static final int FRAMES_PER_SECOND = 50;

  final PublishedTrack track;
  final int layer;
  final @Nullable String rid;
  final SequenceUnwrapper sequences = new SequenceUnwrapper();
  final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  final ReceivedWindow window = new ReceivedWindow();
  final LossDetector losses = new LossDetector();
  final ReceptionStatistics statistics;
  final FreezeEstimate freezes = new FreezeEstimate();
  final KeyFrameThrottle keyFrames = new KeyFrameThrottle();
  final LayerRate rate = new LayerRate();
  final ReportedTime reportedTime;
  final SpatialLayers spatial;
  final DependencyStructures dependencies = new DependencyStructures();

  /** Bits a second announced by the publisher; 0 if it did not. */
  final long maxBitrate;

  long ssrc;
  long rtxSsrc;
  long duplicates;
  long repaired;
  long keyFrameRequests;
  long keyFramesReceived;
  long keyFrameMicros = Long.MIN_VALUE;
  long keyFrameAskedMicros = Long.MIN_VALUE;
  long packetMicros = Long.MIN_VALUE;
  int fullIntraSequence;

  /** The latest, widened. */
  long lastTimestamp = Long.MIN_VALUE;

  /** Whether the latest packet held earlier frames too, or could have (RFC 2198). */
  boolean redundant;

  /** Whether the publisher is asked to send it. */
  boolean expected = true;

  /** Of the picture; null until a key frame told it. */
  @Nullable LayerSize size;

  private long lastReportNtp;
  private long lastReportMicros;

  InboundStream(PublishedTrack track, int layer, RtpParameters.Encoding encoding, int clockRateHz) {
    this.track = track;
    this.layer = layer;
    this.rid = encoding.rid();
    this.ssrc = encoding.ssrc() == null ? UNKNOWN : encoding.ssrc();
    this.rtxSsrc = encoding.rtx() == null ? UNKNOWN : encoding.rtx().ssrc();
    this.maxBitrate = encoding.maxBitrate() == null ? 0 : encoding.maxBitrate();
    this.spatial = new SpatialLayers(track.tellsLayers() ? encoding.scalabilityMode() : null);
    this.statistics = new ReceptionStatistics(clockRateHz);
    this.reportedTime = new ReportedTime(clockRateHz, clockRateHz / FRAMES_PER_SECOND);
  }

  void senderReport(long ntp, long nowMicros) {
    lastReportNtp = ntp;
    lastReportMicros = nowMicros;
  }

  /** What a receiver report says about this stream (RFC 3550 §6.4.1). */
  ReportBlock reportBlock(long nowMicros) {
    boolean reported = lastReportNtp != 0;
    return new ReportBlock(
        ssrc,
        statistics.fractionLost(),
        (int) Math.min(0x7fffff, statistics.lost()),
        statistics.highest() & 0xffff_ffffL,
        statistics.jitterUnits(),
        reported ? NtpTime.middle(lastReportNtp) : 0,
        reported ? NtpTime.microsToShort(nowMicros - lastReportMicros) : 0);
  }
}
