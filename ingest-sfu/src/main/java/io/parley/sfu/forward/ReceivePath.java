package io.parley.sfu.forward;

import io.parley.sfu.congestion.BandwidthEstimator;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.LayeredDescriptor;
import io.parley.sfu.track.PayloadDescriptor;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.sfu.track.Vp9Descriptor;
import io.parley.storage.codec.rtp.HeaderExtensions;
import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.Red;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.Rtx;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.contract.MediaCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a packet from a publisher's transport to the receivers of its track, step by step in
 * {@link #rtp}. One per transport, on the meeting's loop.
 */
public final class ReceivePath {

  /** Hears how loud packets are. */
  public interface LevelListener {
    /**
     * @param level -dBov, 0 is loudest, 127 is silence (RFC 6464)
     */
    void level(PublishedTrack track, int level, long nowMicros);
  }

  private final LevelListener levels;
  private final StreamTable streams = new StreamTable();
  private final List<PublishedTrack> tracks = new ArrayList<>();
  private final Red red = new Red();
  private final TransportWideRecorder transportWide = new TransportWideRecorder();
  private int transportWideId;
  private long lastPacketMicros;
  private long packets;
  private long bytes;
  private long malformed;
  private long unknown;

  public ReceivePath(LevelListener levels, long nowMicros) {
    this.levels = levels;
    this.lastPacketMicros = nowMicros;
  }

  /**
   * @throws IllegalArgumentException if SSRCs or mid are already in use on this transport
   */
  public void add(PublishedTrack track) {
    streams.add(track);
    tracks.add(track);
    int id = track.parameters().extensionId(HeaderExtensionUris.TRANSPORT_CC);
    transportWideId = id == 0 ? transportWideId : id;
  }

  public void remove(PublishedTrack track) {
    streams.remove(track);
    tracks.remove(track);
  }

  public List<PublishedTrack> tracks() {
    return tracks;
  }

  /**
   * An unprotected RTP packet.
   *
   * @param packet belongs to this path from now on
   */
  public void rtp(byte[] packet, int off, int len, long arrivalEpochMicros, long arrivalMicros) {
    lastPacketMicros = arrivalMicros;
    packets++;
    bytes += len;
    RtpPacket rtp = parse(packet, off, len);
    if (rtp == null) {
      return;
    }
    noteTransportWide(rtp, arrivalMicros);
    InboundStream stream = streamOf(rtp);
    if (stream == null) {
      unknown++;
      return;
    }
    boolean repaired = rtp.ssrc() == stream.rtxSsrc;
    if (repaired && !unwrapRepair(stream, rtp)) {
      return;
    }
    int redundancy = 0;
    if (rtp.payloadType() == stream.track.redPayloadType()) {
      redundancy = redundancy(stream, rtp);
      if (redundancy == 0) {
        return;
      }
      recoverLost(stream, rtp, arrivalEpochMicros, arrivalMicros);
    } else if (rtp.payloadType() != stream.track.description().payloadType()) {
      unknown++;
      return;
    }
    accept(stream, rtp, redundancy, repaired, arrivalEpochMicros, arrivalMicros);
  }

  private void accept(
      InboundStream stream,
      RtpPacket rtp,
      int redundancy,
      boolean repaired,
      long arrivalEpochMicros,
      long arrivalMicros) {
    long sequence = stream.sequences.unwrap(rtp.sequenceNumber());
    long timestamp = stream.timestamps.unwrap(rtp.timestamp());
    if (!firstOfItsNumber(stream, sequence, arrivalMicros, repaired)) {
      return;
    }
    stream.packetMicros = arrivalMicros;
    stream.lastTimestamp = Math.max(stream.lastTimestamp, timestamp);
    stream.redundant = redundancy > 0;
    if (stream.redundant) {
      stream.reportedTime.packet(timestamp, arrivalMicros);
    }
    stream.statistics.packet(sequence, timestamp, arrivalMicros, rtp.payloadLength(), repaired);
    PayloadDescriptor descriptor = descriptor(stream, rtp, timestamp);
    Vp8Descriptor vp8 = descriptor instanceof Vp8Descriptor one ? one : null;
    boolean keyFrame = noteKeyFrame(stream, rtp, vp8, arrivalMicros);
    int onTheWire = rtp.length() + BandwidthEstimator.OVERHEAD_BYTES;
    stream.rate.packet(vp8 == null ? 0 : vp8.temporalLayer(), onTheWire, arrivalMicros);
    if (descriptor instanceof LayeredDescriptor layered) {
      stream.spatial.packet(layered, rtp, onTheWire, arrivalMicros);
    }
    if (stream.track.paused()) {
      stream.track.held(stream);
      return;
    }
    stream.track.passed(stream, timestamp, arrivalMicros);
    readLevel(stream, rtp, arrivalMicros);
    stream.track.deliver(
        new UpPacket(
            rtp,
            arrivalEpochMicros,
            arrivalMicros,
            stream.layer,
            sequence,
            timestamp,
            keyFrame,
            descriptor,
            redundancy));
  }

  /** Bytes before the primary block; 0 if there is none, or it is of another codec. */
  private int redundancy(InboundStream stream, RtpPacket rtp) {
    try {
      red.wrap(rtp);
    } catch (MalformedPacketException e) {
      malformed++;
      return 0;
    }
    if (red.primaryPayloadType() != stream.track.description().payloadType()) {
      unknown++;
      return 0;
    }
    return red.primaryOffset() - rtp.payloadOffset();
  }

  /**
   * What was lost just before a packet with redundancy is taken from it, as if it had come in time:
   * the last blocks are the packets right before it. One that only came late is a duplicate then.
   */
  private void recoverLost(
      InboundStream stream, RtpPacket rtp, long arrivalEpochMicros, long arrivalMicros) {
    if (stream.packetMicros == Long.MIN_VALUE) {
      return;
    }
    long sequence = stream.sequences.peek(rtp.sequenceNumber());
    if (sequence - stream.window.highest() >= ReceivedWindow.SIZE) {
      return;
    }
    long timestamp = stream.timestamps.peek(rtp.timestamp());
    for (int block = 0; block < red.redundant(); block++) {
      int back = red.redundant() - block;
      long earlier = timestamp - red.timestampOffset(block);
      boolean missing =
          sequence - back > stream.window.highest()
              && earlier > stream.lastTimestamp
              && earlier < timestamp;
      if (missing
          && red.length(block) > 0
          && red.payloadType(block) == stream.track.description().payloadType()) {
        byte[] bytes = new byte[RtpPacket.FIXED_HEADER_LENGTH + red.length(block)];
        new RtpWriter(bytes)
            .begin(0, false, red.payloadType(block), sequence - back, earlier, rtp.ssrc())
            .payload(rtp.buffer(), red.offset(block), red.length(block))
            .end();
        accept(stream, RtpPacket.of(bytes), 0, true, arrivalEpochMicros, arrivalMicros);
      }
    }
  }

  /** A compound RTCP packet of the publisher: its sender reports are what matters. */
  public void rtcp(byte[] packet, int off, int len, long arrivalEpochMicros, long arrivalMicros) {
    lastPacketMicros = arrivalMicros;
    RtcpCompound compound = new RtcpCompound().wrap(packet, off, len);
    try {
      while (compound.next()) {
        if (compound.type() == RtcpPacket.SENDER_REPORT) {
          senderReport(compound, arrivalEpochMicros, arrivalMicros);
        }
      }
    } catch (MalformedPacketException e) {
      malformed++;
    }
  }

  private void senderReport(RtcpCompound at, long arrivalEpochMicros, long arrivalMicros) {
    SenderReport report = SenderReport.parse(at);
    InboundStream stream = streams.media(report.ssrc());
    if (stream == null) {
      return;
    }
    stream.senderReport(report.ntp(), arrivalMicros);
    byte[] alone = Arrays.copyOfRange(at.buffer(), at.offset(), at.offset() + at.length());
    long timestamp = stream.timestamps.peek(report.rtpTimestamp());
    if (stream.redundant) {
      timestamp =
          stream.reportedTime.of(timestamp, stream.lastTimestamp, report.ntp(), arrivalMicros);
      SenderReport.setRtpTimestamp(alone, timestamp);
    }
    stream.track.deliver(
        new UpReport(alone, arrivalEpochMicros, stream.layer, report.ntp(), timestamp));
  }

  private @Nullable RtpPacket parse(byte[] packet, int off, int len) {
    try {
      return new RtpPacket().wrap(packet, off, len);
    } catch (MalformedPacketException e) {
      malformed++;
      return null;
    }
  }

  private void noteTransportWide(RtpPacket rtp, long arrivalMicros) {
    int at = transportWideId == 0 ? -1 : rtp.findExtension(transportWideId);
    if (at >= 0 && rtp.extensionLength(at) == 2) {
      transportWide.packet(HeaderExtensions.transportSequence(rtp.buffer(), at), arrivalMicros);
    }
  }

  private @Nullable InboundStream streamOf(RtpPacket rtp) {
    InboundStream stream = streams.media(rtp.ssrc());
    if (stream == null) {
      stream = streams.repair(rtp.ssrc());
    }
    return stream == null ? streams.learn(rtp) : stream;
  }

  /** Back to the packet that was lost; false for a bandwidth probe, which carries none. */
  private boolean unwrapRepair(InboundStream stream, RtpPacket rtp) {
    if (!Rtx.carriesOriginal(rtp) || stream.ssrc == InboundStream.UNKNOWN) {
      return false;
    }
    RtpParameters.Codec rtx = stream.track.parameters().rtxOf(stream.track.codec().payloadType());
    if (rtx == null || rtx.payloadType() != rtp.payloadType()) {
      unknown++;
      return false;
    }
    Rtx.decapsulate(rtp, stream.track.codec().payloadType(), stream.ssrc);
    return true;
  }

  private boolean firstOfItsNumber(
      InboundStream stream, long sequence, long nowMicros, boolean repaired) {
    long before = stream.window.highest();
    boolean first = stream.packetMicros == Long.MIN_VALUE;
    switch (stream.window.accept(sequence)) {
      case NEW -> {
        boolean detect = !first && stream.track.codec().has(RtcpFeedback.NACK);
        if (detect && !stream.losses.advanced(before, sequence, nowMicros)) {
          stream.track.requestKeyFrame();
        }
      }
      case LATE -> stream.losses.filled(sequence, nowMicros);
      case RESTART -> {
        stream.losses.reset();
        stream.dependencies.restart();
        stream.lastTimestamp = Long.MIN_VALUE;
        stream.statistics.restart(sequence);
        stream.track.requestKeyFrame();
      }
      case DUPLICATE, TOO_OLD -> {
        stream.duplicates++;
        return false;
      }
    }
    stream.repaired += repaired ? 1 : 0;
    return true;
  }

  private void readLevel(InboundStream stream, RtpPacket rtp, long nowMicros) {
    int id = stream.track.description().audioLevelExtensionId();
    int at = id == 0 ? -1 : rtp.findExtension(id);
    // In the two-byte form an extension may be empty, and then there may be nothing behind it.
    if (at >= 0 && rtp.extensionLength(at) >= 1) {
      levels.level(stream.track, HeaderExtensions.audioLevel(rtp.buffer(), at), nowMicros);
    }
  }

  private static @Nullable PayloadDescriptor descriptor(
      InboundStream stream, RtpPacket rtp, long timestamp) {
    int at = rtp.payloadOffset();
    int end = at + rtp.payloadLength();
    return switch (stream.track.description().codec()) {
      case VP8 -> Vp8Descriptor.parse(rtp.buffer(), at, end);
      case VP9 -> Vp9Descriptor.parse(rtp.buffer(), at, end);
      case AV1 -> stream.dependencies.read(rtp, timestamp, stream.track.dependencyExtension());
      case OPUS, H264 -> null;
    };
  }

  private static boolean noteKeyFrame(
      InboundStream stream, RtpPacket rtp, @Nullable Vp8Descriptor vp8, long nowMicros) {
    MediaCodec codec = stream.track.description().codec();
    int at = rtp.payloadOffset();
    boolean keyFrame =
        stream.track.isVp8()
            ? vp8 != null && vp8.startsKeyFrame(rtp.buffer(), at)
            : KeyFrames.startsAt(codec, rtp);
    if (keyFrame && !codec.isAudio()) {
      stream.keyFrames.arrived();
      stream.keyFrameMicros = nowMicros;
      stream.keyFramesReceived++;
      int size = vp8 == null ? 0 : vp8.keyFrameSize(rtp.buffer(), at, at + rtp.payloadLength());
      if (size >>> 16 != 0 && (size & 0xffff) != 0) {
        stream.size = new LayerSize(size >>> 16, size & 0xffff);
      }
    }
    return keyFrame;
  }

  /** SSRCs known by now. */
  public int known() {
    return streams.size();
  }

  TransportWideRecorder transportWide() {
    return transportWide;
  }

  boolean usesTransportWide() {
    return transportWideId != 0;
  }

  /** When the last packet came, monotonic; the path's creation if none came. */
  public long lastPacketMicros() {
    return lastPacketMicros;
  }

  /** Something of the peer came another way, such as an ICE check. */
  public void alive(long nowMicros) {
    lastPacketMicros = Math.max(lastPacketMicros, nowMicros);
  }

  public long packets() {
    return packets;
  }

  public long bytes() {
    return bytes;
  }

  /** Packets that were no RTP or RTCP. */
  public long malformed() {
    return malformed;
  }

  /** Packets of no track we know, such as those sent before {@code produce} was answered. */
  public long unknown() {
    return unknown;
  }
}
