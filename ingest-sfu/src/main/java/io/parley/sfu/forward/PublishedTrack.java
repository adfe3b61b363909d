package io.parley.sfu.forward;

import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.DownTrack;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.sfu.track.UpTrack;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.TrackDescription;
import java.util.ArrayList;
import java.util.List;

/** A track of a publisher, with all its encodings. Lives on the meeting's loop. */
public final class PublishedTrack implements UpTrack {
  /** Of the lowest layer, before it was measured; four times as much for each further one. */
  private static final long ASSUMED_BPS = 150_000;

  private final TrackDescription description;
  private final RtpParameters parameters;
  private final List<InboundStream> streams = new ArrayList<>();
  private final int redPayloadType;
  private final int midExtension;
  private final int ridExtension;
  private final int repairedRidExtension;
  private final int dependencyExtension;
  private DownTrack[] receivers = {};
  private boolean paused;
  private int pauses;
  private final FreezeEstimate freezes = new FreezeEstimate();
  private int highestSent = LayerSelector.NONE;

  /** The lowest layer asked for: encoders short of bandwidth give it up last. */
  private int lowestExpected;

  /**
   * @param parameters as negotiated with the publisher; the first codec is the one it sends
   */
  public PublishedTrack(TrackDescription description, RtpParameters parameters) {
    this.description = description;
    this.parameters = parameters;
    this.redPayloadType = parameters.redPayloadType();
    this.midExtension = parameters.extensionId(HeaderExtensionUris.MID);
    this.ridExtension = parameters.extensionId(HeaderExtensionUris.RID);
    this.repairedRidExtension = parameters.extensionId(HeaderExtensionUris.REPAIRED_RID);
    this.dependencyExtension = parameters.extensionId(HeaderExtensionUris.DEPENDENCY_DESCRIPTOR);
    for (RtpParameters.Encoding encoding : parameters.encodings()) {
      streams.add(new InboundStream(this, streams.size(), encoding, description.clockRateHz()));
    }
  }

  @Override
  public TrackDescription description() {
    return description;
  }

  public RtpParameters parameters() {
    return parameters;
  }

  /** The media codec as the publisher sends it. */
  public RtpParameters.Codec codec() {
    return parameters.codecs().get(0);
  }

  @Override
  public void add(DownTrack down) {
    DownTrack[] more = java.util.Arrays.copyOf(receivers, receivers.length + 1);
    more[receivers.length] = down;
    receivers = more;
  }

  @Override
  public void remove(DownTrack down) {
    List<DownTrack> left = new ArrayList<>(List.of(receivers));
    if (left.remove(down)) {
      receivers = left.toArray(new DownTrack[0]);
    }
  }

  @Override
  public void requestKeyFrame() {
    if (description.codec().isAudio() || paused) {
      return;
    }
    for (InboundStream stream : streams) {
      stream.keyFrames.wish();
    }
  }

  /** Asks for a key frame of one layer only. */
  void requestKeyFrame(int layer) {
    if (!description.codec().isAudio() && !paused) {
      streams.get(layer).keyFrames.wish();
    }
  }

  /**
   * How many sizes of the picture a subscriber can choose from: simulcast layers, or the spatial
   * layers of the only stream.
   */
  public int layers() {
    return streams.size() > 1 ? streams.size() : streams.get(0).spatial.count();
  }

  /** How many streams the publisher offered; 1 without simulcast. */
  public int encodingCount() {
    return streams.size();
  }

  /** Whether the sizes are layers of one stream, each built on those below. */
  boolean isLayered() {
    return layers() > streams.size();
  }

  /** Which layers somebody takes or waits for, as bits from the lowest layer up. */
  public int layersTaken() {
    int taken = 0;
    for (DownTrack receiver : receivers) {
      taken |= receiver.layersTaken(streams.size());
    }
    return taken;
  }

  /** Bits a second on the wire of the lowest (or only) layer, as measured; 0 if unknown. */
  public long bitsPerSecond() {
    return streams.get(0).rate.bitsPerSecond(LayerRate.TEMPORAL_LAYERS);
  }

  /**
   * The ways to send it to one subscriber, from the cheapest to the best; at least one. Fewer
   * pictures a second only of the lowest layer and, a little, of the next: of what moves, a sharp
   * picture that stutters is worse than a smaller one. Of a screen, of any layer.
   */
  List<BandwidthAllocation.Step> steps(int spatial, int temporal) {
    List<BandwidthAllocation.Step> steps = new ArrayList<>();
    int highest = Math.max(0, Math.min(spatial, layers() - 1));
    for (int layer = 0; layer <= highest; layer++) {
      int slowest = layer > 1 && moves() ? LayerRate.TEMPORAL_LAYERS - 1 : Math.min(layer, 1);
      for (int time = slowest; time < LayerRate.TEMPORAL_LAYERS; time++) {
        long bits = expectedRate(layer, Math.min(time, temporal));
        while (!steps.isEmpty() && steps.get(steps.size() - 1).bitsPerSecond() >= bits) {
          steps.remove(steps.size() - 1);
        }
        steps.add(new BandwidthAllocation.Step(layer, Math.min(time, temporal), bits));
      }
    }
    return steps;
  }

  private long expectedRate(int layer, int temporal) {
    InboundStream stream = streams.get(isLayered() ? 0 : layer);
    if (isLayered() && stream.spatial.isKnown()) {
      return stream.spatial.bitsPerSecond(layer, temporal);
    }
    if (isLayered()) {
      return ASSUMED_BPS << (2 * layer);
    }
    if (stream.rate.isKnown()) {
      return stream.rate.bitsPerSecond(temporal);
    }
    return stream.maxBitrate > 0 ? stream.maxBitrate : ASSUMED_BPS << (2 * stream.layer);
  }

  /**
   * The lowest layer that is sharp enough for a picture of that size on a screen.
   *
   * @param width device pixels
   * @param height device pixels
   */
  public int layerFor(int width, int height) {
    for (int layer = 0; layer < layers() - 1; layer++) {
      LayerSize size = sizeOf(layer);
      if (size.isSharpIn(width, height)) {
        return layer;
      }
    }
    return layers() - 1;
  }

  /** As its last key frame says; assumed before the first. */
  private LayerSize sizeOf(int layer) {
    LayerSize known = isLayered() ? streams.get(0).spatial.size(layer) : streams.get(layer).size;
    return known == null ? LayerSize.assumed(layers() - 1 - layer) : known;
  }

  /**
   * Whether it is the highest layer that is being sent: the one recorded. It needs a key frame when
   * it becomes that.
   */
  boolean isHighestSent(InboundStream stream, long nowMicros) {
    for (int layer = streams.size() - 1; layer > stream.layer; layer--) {
      long seen = streams.get(layer).packetMicros;
      if (seen != Long.MIN_VALUE && nowMicros - seen < LayerSelector.ALIVE_MICROS) {
        return false;
      }
    }
    if (stream.layer != highestSent) {
      boolean fell = stream.layer < highestSent;
      highestSent = stream.layer;
      if (fell) {
        stream.keyFrames.wish();
      }
    }
    return true;
  }

  /** Whether the publisher (or the host) stopped it for now. */
  public boolean paused() {
    return paused;
  }

  /** While paused nothing reaches the receivers, whatever the publisher sends. */
  public void setPaused(boolean paused) {
    if (this.paused == paused) {
      return;
    }
    this.paused = paused;
    pauses += paused ? 1 : 0;
    if (!paused) {
      requestKeyFrame();
    }
  }

  /** Whether a picture that stands still means trouble: a camera's does, a screen's may not. */
  boolean moves() {
    return description.source() == MediaSource.CAMERA;
  }

  /**
   * Which layers the publisher is asked to send; all at first. What nobody asks for doesn't freeze.
   *
   * @param expected from the lowest layer up
   */
  public void expect(List<Boolean> expected) {
    for (InboundStream stream : streams) {
      stream.expected = expected.get(stream.layer);
      if (!stream.expected) {
        stream.freezes.interrupted();
      }
    }
    int lowest = Math.max(0, expected.indexOf(true));
    if (lowest != lowestExpected) {
      lowestExpected = lowest;
      freezes.interrupted();
    }
  }

  /** A packet of an encoding came: a picture may have begun. */
  void passed(InboundStream stream, long timestamp, long nowMicros) {
    if (!moves() || !stream.expected) {
      return;
    }
    stream.freezes.packet(timestamp, nowMicros);
    if (stream.layer == lowestExpected) {
      freezes.packet(timestamp, nowMicros);
    }
  }

  /** A packet came that is not meant to be seen. */
  void held(InboundStream stream) {
    stream.freezes.interrupted();
    freezes.interrupted();
  }

  /** How often it was paused: what follows a pause does not continue what came before. */
  int pauses() {
    return pauses;
  }

  /** Tells every receiver that nothing follows. */
  public void end() {
    DownTrack[] all = receivers;
    receivers = new DownTrack[0];
    for (DownTrack receiver : all) {
      receiver.ended();
    }
  }

  void deliver(UpPacket packet) {
    for (DownTrack receiver : receivers) {
      receiver.packet(packet);
    }
  }

  void deliver(UpReport report) {
    for (DownTrack receiver : receivers) {
      receiver.senderReport(report);
    }
  }

  boolean isVp8() {
    return description.codec() == MediaCodec.VP8;
  }

  /** Whether packets say which layer of the stream they belong to. */
  boolean tellsLayers() {
    return description.codec() == MediaCodec.VP9
        || (description.codec() == MediaCodec.AV1 && dependencyExtension != 0);
  }

  /** Id of the header extension by which packets of AV1 do; 0 if they have none. */
  int dependencyExtension() {
    return dependencyExtension;
  }

  /** Of packets with redundancy; -1 if the publisher sends none. */
  int redPayloadType() {
    return redPayloadType;
  }

  List<InboundStream> streams() {
    return streams;
  }

  int midExtension() {
    return midExtension;
  }

  int ridExtension() {
    return ridExtension;
  }

  int repairedRidExtension() {
    return repairedRidExtension;
  }

  /** What was received so far, of each encoding that was seen or announced. */
  public List<EncodingStatistics> encodings() {
    return streams.stream().map(EncodingStatistics::of).toList();
  }

  /** What was received so far. */
  public TrackStatistics statistics() {
    TrackStatistics sum = TrackStatistics.NONE;
    for (InboundStream stream : streams) {
      sum = sum.plus(stream);
    }
    return sum.frozen(freezes);
  }
}
