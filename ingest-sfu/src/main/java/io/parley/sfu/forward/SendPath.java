package io.parley.sfu.forward;

import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.DownTrack;
import io.parley.sfu.track.PacketSink;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.codec.rtp.SourceDescription;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The way of a packet from its track to one subscriber, step by step in {@link #packet}. Starts
 * paused. On the meeting's loop.
 */
public final class SendPath implements DownTrack {
  private static final int REMEMBERED_REPORTS = 8;

  private final PublishedTrack source;
  private final PacketSink sink;
  private final MicroClock clock;
  private final OutgoingFormat format;
  private final String cname;
  private final LayerSelector layers = new LayerSelector();
  private final Continuity continuity;
  private final RepairBudget repairs = new RepairBudget();
  private final KeyFrameBudget keyFrames = new KeyFrameBudget();
  private final PacketHistory history = new PacketHistory();
  private final byte[] buffer = new byte[2 * PacketSink.MAX_PACKET + PacketSink.TAIL_ROOM];
  private final RtpWriter writer = new RtpWriter(buffer);
  private final long[] reportMiddles = new long[REMEMBERED_REPORTS];
  private final long[] reportMicros = new long[REMEMBERED_REPORTS];
  private int reports;
  private boolean paused = true;
  private int sourcePauses;
  private long rtxSequence;
  private long packetsSent;
  private long octetsSent;
  private long packetsRepaired;
  private long nacks;
  private long nacksUnanswered;
  private long nacksRefused;
  private long keyFrameRequests;
  private long keyFrameRequestsRefused;
  private long packetsLost;
  private double jitterMillis;
  private double fractionLost;
  private long roundTripMicros = -1;

  /**
   * @param to what was negotiated with the subscriber for this track
   * @param random where sequence numbers and timestamps start (RFC 3550 §5.1)
   */
  public SendPath(
      PublishedTrack source,
      RtpParameters to,
      PacketSink sink,
      MicroClock clock,
      RandomGenerator random) {
    this.source = source;
    this.sink = sink;
    this.clock = clock;
    this.format = new OutgoingFormat(source.parameters(), to);
    String name = to.rtcp().cname();
    this.cname = name == null ? "" : name;
    this.continuity =
        new Continuity(
            source.description().clockRateHz(),
            random.nextInt(1 << 15),
            random.nextInt(Integer.MAX_VALUE));
    this.rtxSequence = random.nextInt(1 << 15);
  }

  @Override
  public void packet(UpPacket packet) {
    if (paused || !select(packet) || !continuity.belongs(packet.sequence())) {
      return;
    }
    long sequence = continuity.sequence(packet.sequence());
    long timestamp = continuity.timestamp(packet.timestamp());
    continuity.sent(sequence, timestamp, packet.arrivalMicros());
    history.add(packet, sequence, timestamp);
    int length = format.write(writer, packet, sequence, timestamp, clock.epochMicros(), buffer);
    packetsSent++;
    octetsSent += packet.rtp().payloadLength();
    repairs.sent(packet.rtp().length());
    if (packet.keyFrame()) {
      keyFrames.arrived();
    }
    sink.rtp(buffer, 0, length);
  }

  private boolean select(UpPacket packet) {
    if (source.pauses() != sourcePauses) {
      sourcePauses = source.pauses();
      layers.reset();
    }
    switch (layers.choose(packet)) {
      case FORWARD -> {
        return true;
      }
      case SWITCH_AND_FORWARD -> {
        continuity.attach(packet.sequence(), packet.timestamp(), packet.arrivalMicros());
        return true;
      }
      case DROP_AND_REQUEST -> askForKeyFrame();
      case DROP -> {}
    }
    return false;
  }

  @Override
  public void senderReport(UpReport report) {
    if (paused || !continuity.attached() || report.layer() != layers.current()) {
      return;
    }
    SenderReport rewritten =
        new SenderReport(
            format.ssrc(),
            report.ntp(),
            continuity.timestamp(report.rtpTimestamp()) & 0xffff_ffffL,
            packetsSent & 0xffff_ffffL,
            octetsSent & 0xffff_ffffL,
            List.of());
    int length = rewritten.write(buffer, 0);
    SourceDescription.Chunk chunk = new SourceDescription.Chunk(format.ssrc(), cname);
    length += new SourceDescription(List.of(chunk)).write(buffer, length);
    int slot = reports++ % REMEMBERED_REPORTS;
    reportMiddles[slot] = NtpTime.middle(report.ntp());
    reportMicros[slot] = clock.monotonicMicros();
    sink.rtcp(buffer, 0, length);
  }

  @Override
  public void ended() {
    paused = true;
    history.clear();
  }

  public boolean paused() {
    return paused;
  }

  /** Nothing is sent until {@link #resume}. */
  public void pause() {
    paused = true;
    layers.reset();
    continuity.detach();
  }

  /** Sends from the next key frame on, and asks for one. */
  public void resume() {
    if (paused) {
      paused = false;
      askForKeyFrame();
    }
  }

  private void askForKeyFrame() {
    if (keyFrames.allows(clock.monotonicMicros())) {
      source.requestKeyFrame();
    } else {
      keyFrameRequestsRefused++;
    }
  }

  /**
   * @param layer highest simulcast layer wanted, from 0
   */
  public void preferLayer(int layer) {
    layers.prefer(layer);
  }

  /** The subscriber lost packets (RFC 4585 §6.2.1). */
  public void nack(int[] sequences) {
    long now = clock.monotonicMicros();
    for (int sequence : sequences) {
      nacks++;
      PacketHistory.Sent sent = history.find(sequence, now);
      if (sent == null) {
        nacksUnanswered++;
        continue;
      }
      if (!repairs.take(sent.packet().rtp().length())) {
        nacksRefused++;
        continue;
      }
      packetsRepaired++;
      int length =
          format.repairs()
              ? format.writeRepair(writer, sent, rtxSequence++, clock.epochMicros(), buffer)
              : format.write(
                  writer,
                  sent.packet(),
                  sent.sequence(),
                  sent.timestamp(),
                  clock.epochMicros(),
                  buffer);
      sink.rtp(buffer, 0, length);
    }
  }

  /** The subscriber cannot go on without a key frame (PLI, FIR, or asked by signalling). */
  public void keyFrameRequested() {
    keyFrameRequests++;
    askForKeyFrame();
  }

  /** What the subscriber says about our packets. */
  public void report(ReportBlock block) {
    packetsLost = block.cumulativeLost();
    fractionLost = block.fractionLost() / 256.0;
    jitterMillis = block.jitter() * 1_000.0 / source.description().clockRateHz();
    for (int slot = 0; slot < REMEMBERED_REPORTS; slot++) {
      if (block.lastSenderReport() != 0 && reportMiddles[slot] == block.lastSenderReport()) {
        long delay = NtpTime.shortToMicros(block.delaySinceLastSenderReport());
        roundTripMicros = Math.max(0, clock.monotonicMicros() - reportMicros[slot] - delay);
      }
    }
  }

  public PublishedTrack source() {
    return source;
  }

  public long ssrc() {
    return format.ssrc();
  }

  /** Microseconds; -1 until known. */
  public long roundTripMicros() {
    return roundTripMicros;
  }

  public SendStatistics statistics() {
    return new SendStatistics(
        packetsSent,
        octetsSent,
        packetsRepaired,
        nacks,
        nacksUnanswered,
        nacksRefused,
        keyFrameRequests,
        keyFrameRequestsRefused,
        packetsLost,
        fractionLost,
        jitterMillis,
        roundTripMicros);
  }
}
