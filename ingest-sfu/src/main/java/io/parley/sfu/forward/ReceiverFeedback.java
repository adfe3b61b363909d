package io.parley.sfu.forward;

import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.track.PacketSink;
import io.parley.storage.codec.rtp.FullIntraRequest;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.PictureLossIndication;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.Remb;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.ArrayList;
import java.util.List;

/**
 * What the SFU tells a publisher: which packets came (transport-wide feedback or REMB), which are
 * missing (NACK), that a key frame is needed (PLI, FIR), and receiver reports. {@link #run} is
 * called often; each kind keeps its own pace.
 */
public final class ReceiverFeedback {
  /** How often {@link #run} is to be called. */
  public static final long PERIOD_MICROS = 20_000;

  static final long TRANSPORT_WIDE_MICROS = 50_000;
  static final long REPORT_MICROS = 1_000_000;

  /** Windows of a recording are 4.096 s: so a key frame is never further away than two. */
  static final long RECORDING_KEY_FRAME_MICROS = 4_000_000;

  private static final long OWN_SSRC = 1;
  private static final int NACKS_A_PACKET = 200;

  private final ReceivePath path;
  private final PacketSink sink;
  private final LossBasedEstimate estimate = new LossBasedEstimate();
  private final byte[] buffer = new byte[PacketSink.MAX_PACKET + PacketSink.TAIL_ROOM];
  private long transportWideMicros;
  private long reportMicros;

  public ReceiverFeedback(ReceivePath path, PacketSink sink) {
    this.path = path;
    this.sink = sink;
  }

  /**
   * @param roundTripMicros to the publisher and back, estimated
   * @param recorded key frames are wanted at a bounded interval
   */
  public void run(long nowMicros, long roundTripMicros, boolean recorded) {
    if (nowMicros - transportWideMicros >= TRANSPORT_WIDE_MICROS) {
      transportWideMicros = nowMicros;
      sendTransportWide();
    }
    for (PublishedTrack track : path.tracks()) {
      for (InboundStream stream : track.streams()) {
        if (stream.ssrc != InboundStream.UNKNOWN) {
          sendNacks(stream, nowMicros, roundTripMicros);
          askForRecording(stream, nowMicros, recorded);
          sendKeyFrameRequest(stream, nowMicros);
        }
      }
    }
    if (nowMicros - reportMicros >= REPORT_MICROS) {
      long elapsed = nowMicros - reportMicros;
      reportMicros = nowMicros;
      sendReports(nowMicros, elapsed);
    }
  }

  private void sendTransportWide() {
    if (path.transportWide().isEmpty()) {
      return;
    }
    for (TransportFeedback feedback : path.transportWide().take(OWN_SSRC, anySsrc())) {
      send(feedback.write(buffer, 0));
    }
  }

  private void sendNacks(InboundStream stream, long nowMicros, long roundTripMicros) {
    if (stream.track.paused()) {
      stream.losses.reset();
      return;
    }
    List<Long> due = stream.losses.due(nowMicros, roundTripMicros);
    for (int from = 0; from < due.size(); from += NACKS_A_PACKET) {
      List<Long> some = due.subList(from, Math.min(due.size(), from + NACKS_A_PACKET));
      int[] numbers = some.stream().mapToInt(number -> (int) (number & 0xffff)).toArray();
      send(new Nack(OWN_SSRC, stream.ssrc, numbers).write(buffer, 0));
    }
  }

  /** At most one request in an interval, none if a key frame came by itself. */
  private static void askForRecording(InboundStream stream, long nowMicros, boolean recorded) {
    if (!recorded
        || stream.track.paused()
        || stream.track.description().codec().isAudio()
        || stream.packetMicros == Long.MIN_VALUE
        || nowMicros - stream.packetMicros > RECORDING_KEY_FRAME_MICROS
        || !stream.track.isHighestSent(stream, nowMicros)) {
      return;
    }
    long since = Math.max(stream.keyFrameMicros, stream.keyFrameAskedMicros);
    if (since == Long.MIN_VALUE || nowMicros - since >= RECORDING_KEY_FRAME_MICROS) {
      stream.keyFrameAskedMicros = nowMicros;
      stream.keyFrames.wish();
    }
  }

  private void sendKeyFrameRequest(InboundStream stream, long nowMicros) {
    if (!stream.keyFrames.shouldAsk(nowMicros)) {
      return;
    }
    stream.keyFrameRequests++;
    if (stream.track.codec().has(RtcpFeedback.PLI)) {
      send(new PictureLossIndication(OWN_SSRC, stream.ssrc).write(buffer, 0));
    } else if (stream.track.codec().has(RtcpFeedback.FIR)) {
      stream.fullIntraSequence = stream.fullIntraSequence + 1 & 0xff;
      FullIntraRequest.Entry entry =
          new FullIntraRequest.Entry(stream.ssrc, stream.fullIntraSequence);
      send(new FullIntraRequest(OWN_SSRC, List.of(entry)).write(buffer, 0));
    }
  }

  private void sendReports(long nowMicros, long elapsedMicros) {
    List<ReportBlock> blocks = new ArrayList<>();
    List<Long> ssrcs = new ArrayList<>();
    boolean remb = false;
    int worst = 0;
    for (PublishedTrack track : path.tracks()) {
      for (InboundStream stream : track.streams()) {
        if (stream.packetMicros != Long.MIN_VALUE && blocks.size() < 31) {
          ReportBlock block = stream.reportBlock(nowMicros);
          worst = Math.max(worst, block.fractionLost());
          blocks.add(block);
          ssrcs.add(stream.ssrc);
          remb |= track.codec().has(RtcpFeedback.REMB);
        }
      }
    }
    if (blocks.isEmpty()) {
      return;
    }
    int length = new ReceiverReport(OWN_SSRC, blocks).write(buffer, 0);
    long bitsPerSecond = estimate.update(path.bytes(), elapsedMicros, worst);
    if (remb && !path.usesTransportWide()) {
      length += new Remb(OWN_SSRC, bitsPerSecond, ssrcs).write(buffer, length);
    }
    send(length);
  }

  private long anySsrc() {
    for (PublishedTrack track : path.tracks()) {
      for (InboundStream stream : track.streams()) {
        if (stream.ssrc != InboundStream.UNKNOWN) {
          return stream.ssrc;
        }
      }
    }
    return 0;
  }

  private void send(int length) {
    sink.rtcp(buffer, 0, length);
  }
}
