package io.parley.sfu.forward;

import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.DownTrack;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.sfu.track.UpTrack;
import io.parley.storage.contract.TrackDescription;
import java.util.ArrayList;
import java.util.List;

/** A track of a publisher, with all its encodings. Lives on the meeting's loop. */
public final class PublishedTrack implements UpTrack {
  private final TrackDescription description;
  private final RtpParameters parameters;
  private final List<InboundStream> streams = new ArrayList<>();
  private final int midExtension;
  private final int ridExtension;
  private final int repairedRidExtension;
  private DownTrack[] receivers = {};
  private boolean paused;
  private int pauses;

  /**
   * @param parameters as negotiated with the publisher; the first codec is the one it sends
   */
  public PublishedTrack(TrackDescription description, RtpParameters parameters) {
    this.description = description;
    this.parameters = parameters;
    this.midExtension = parameters.extensionId(HeaderExtensionUris.MID);
    this.ridExtension = parameters.extensionId(HeaderExtensionUris.RID);
    this.repairedRidExtension = parameters.extensionId(HeaderExtensionUris.REPAIRED_RID);
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

  /** What was received so far. */
  public TrackStatistics statistics() {
    TrackStatistics sum = TrackStatistics.NONE;
    for (InboundStream stream : streams) {
      sum = sum.plus(stream);
    }
    return sum;
  }
}
