package io.parley.sfu.forward;

import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.DownTrack;
import io.parley.sfu.track.PacketSink;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
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
  private final PublishedTrack source;
  private final PacketSink sink;
  private final MicroClock clock;
  private final OutgoingFormat format;
  private final String cname;
  private final LayerSelector layers = new LayerSelector();
  private final Continuity continuity;
  private final RepairBudget repairs = new RepairBudget();
  private final KeyFrameBudget keyFrames = new KeyFrameBudget();
  private final PictureLayers pictures;
  private final StepHold hold = new StepHold();
  private final FreezeEstimate freezes = new FreezeEstimate();
  private final PacketHistory history = new PacketHistory();
  private final byte[] buffer = new byte[2 * PacketSink.MAX_PACKET + PacketSink.TAIL_ROOM];
  private final RtpWriter writer = new RtpWriter(buffer);
  private final SentReports reports = new SentReports();
  private boolean paused = true;
  private boolean starved;
  private long lastSequence;

  /**
   * What was sent before is not sent again: it is larger than what goes through, and the key frame
   * of a lower layer, with which this begins, makes it worthless.
   */
  private long worthRepairing = Long.MIN_VALUE;

  private boolean steppedDown;
  private int paddings;
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
    this.pictures = new PictureLayers(format.readsLayers() ? LayeredPictures.MAX_LAYER : 0);
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
    if (paused || starved || !select(packet) || !continuity.belongs(packet.sequence())) {
      return;
    }
    if (!pictures.passes(packet)) {
      leaveOut(packet);
      if (pictures.needsKeyPicture()) {
        askForKeyFrame(packet.layer());
      }
      return;
    }
    long sequence = continuity.sequence(packet.sequence());
    if (sequence == Continuity.NONE) {
      return;
    }
    if (steppedDown) {
      steppedDown = false;
      worthRepairing = sequence;
    }
    long timestamp = continuity.timestamp(packet.timestamp());
    PacketHistory.Sent sent = pictures.sent(packet, sequence, timestamp);
    continuity.sent(sequence, timestamp, packet.arrivalMicros());
    lastSequence = sequence;
    history.add(sent);
    int length = format.write(writer, sent, clock.epochMicros(), buffer);
    packetsSent++;
    octetsSent += packet.rtp().payloadLength();
    if (source.moves()) {
      freezes.packet(timestamp, packet.arrivalMicros());
    }
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
      freezes.interrupted();
    }
    int before = layers.current();
    switch (layers.choose(packet)) {
      case FORWARD -> {
        return true;
      }
      case SWITCH_AND_FORWARD -> {
        steppedDown |= layers.current() < before;
        continuity.attach(packet.sequence(), packet.timestamp(), packet.arrivalMicros());
        pictures.attach(packet);
        return true;
      }
      case DROP_AND_REQUEST -> askForKeyFrame(packet.layer());
      case DROP -> {}
    }
    return false;
  }

  /** Where a number was kept for it before it was known, an empty packet takes that place. */
  private void leaveOut(UpPacket packet) {
    if (continuity.leaveOut(packet.sequence())) {
      return;
    }
    long sequence = continuity.sequence(packet.sequence());
    if (sequence != Continuity.NONE) {
      long timestamp = continuity.timestamp(packet.timestamp());
      sink.rtp(buffer, 0, format.writeEmpty(writer, sequence, timestamp));
    }
  }

  @Override
  public void senderReport(UpReport report) {
    if (paused || starved || !continuity.attached() || report.layer() != layers.current()) {
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
    reports.sent(report.ntp(), clock.monotonicMicros());
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
    freezes.interrupted();
    continuity.detach();
  }

  /** Sends from the next key frame on, and asks for one. */
  public void resume() {
    if (paused) {
      paused = false;
      askForKeyFrame(layers.target(clock.monotonicMicros()));
    }
  }

  /** Of one layer, or of all while none is known. */
  private void askForKeyFrame(int layer) {
    if (!keyFrames.allows(clock.monotonicMicros())) {
      keyFrameRequestsRefused++;
    } else if (layer == LayerSelector.NONE) {
      source.requestKeyFrame();
    } else {
      source.requestKeyFrame(layer);
    }
  }

  /**
   * What this subscriber is to get at most; less if the publisher does not send it.
   *
   * @param spatial highest simulcast or spatial layer, from 0
   * @param temporal highest temporal layer, from 0
   */
  public void limitLayers(int spatial, int temporal) {
    boolean other = starved || spatial != spatialLimit();
    starved = false;
    boolean layered = source.isLayered();
    pictures.limit(layered ? spatial : LayeredPictures.MAX_LAYER, temporal);
    if (!layered) {
      layers.prefer(spatial);
    }
    if (other && !paused) {
      int target = layers.target(clock.monotonicMicros());
      boolean higher = pictures.needsKeyPicture() || target != layers.current();
      if (target != LayerSelector.NONE && higher) {
        askForKeyFrame(target);
      }
    }
  }

  /**
   * Stops a layer above the limit without waiting for the key frame of a lower one: it would only
   * hold that up.
   *
   * @return whether there was one
   */
  boolean leaveHigherLayers() {
    boolean higher = layers.current() > layers.preferred();
    if (higher) {
      layers.reset();
      steppedDown = true;
    }
    return higher;
  }

  /** Less goes through than the layer needs that is sent now. */
  void steppedDown() {
    hold.steppedDown(clock.monotonicMicros());
  }

  /** Whether the last step down is long enough ago to try a higher layer again. */
  boolean mayRise() {
    return hold.mayRise(clock.monotonicMicros());
  }

  /** Nothing goes through for it: nothing is sent until {@link #limitLayers}. */
  public void starve() {
    if (!starved) {
      starved = true;
      layers.reset();
      continuity.detach();
    }
  }

  public boolean isStarved() {
    return starved;
  }

  int spatialLimit() {
    return source.isLayered() ? pictures.spatialLimit() : layers.preferred();
  }

  int temporalLimit() {
    return pictures.temporalLimit();
  }

  int transportSequenceId() {
    return format.transportSequenceId();
  }

  /**
   * Writes a packet the subscriber has already, as a retransmission, to fill a probe.
   *
   * @return its length; 0 if there is none, or retransmissions are not negotiated
   */
  int writePadding(byte[] into) {
    if (paused || source.description().codec().isAudio() || !format.repairs()) {
      return 0;
    }
    PacketHistory.Sent sent = history.recent(lastSequence, paddings++ % PacketHistory.RECENT);
    if (sent == null) {
      return 0;
    }
    RtpWriter out = new RtpWriter(into);
    return format.writeRepair(out, sent, rtxSequence++, clock.epochMicros(), into);
  }

  /** The simulcast or spatial layer that is forwarded; -1 if none. */
  public int layer() {
    if (paused || starved) {
      return LayerSelector.NONE;
    }
    boolean built = source.isLayered() && layers.current() != LayerSelector.NONE;
    return built ? Math.min(pictures.spatial(), source.layers() - 1) : layers.current();
  }

  /** The highest temporal layer that is forwarded, where the codec has them. */
  public int temporalLayer() {
    return pictures.temporal(source.description().codec());
  }

  @Override
  public int layersTaken(int count) {
    if (paused) {
      return 0;
    }
    if (starved) {
      return 1;
    }
    // The lowest, too: it has to be there at once when less goes through all of a sudden.
    int current = layers.current() == LayerSelector.NONE ? 0 : 1 << layers.current();
    return 1 | current | 1 << Math.min(layers.preferred(), count - 1);
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
      if (sent.sequence() < worthRepairing) {
        nacksRefused++;
        continue;
      }
      if (!history.shouldRepair(sent, now, Math.max(0, roundTripMicros))) {
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
              : format.write(writer, sent, clock.epochMicros(), buffer);
      sink.rtp(buffer, 0, length);
    }
  }

  /** The subscriber cannot go on without a key frame (PLI, FIR, or asked by signalling). */
  public void keyFrameRequested() {
    keyFrameRequests++;
    askForKeyFrame(layers.target(clock.monotonicMicros()));
  }

  /** What the subscriber says about our packets. */
  public void report(ReportBlock block) {
    packetsLost = block.cumulativeLost();
    fractionLost = block.fractionLost() / 256.0;
    jitterMillis = block.jitter() * 1_000.0 / source.description().clockRateHz();
    long measured = reports.roundTripMicros(block, clock.monotonicMicros());
    roundTripMicros = measured < 0 ? roundTripMicros : measured;
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
        roundTripMicros,
        freezes.count(),
        freezes.micros());
  }
}
