package io.parley.sfu.forward;

import io.parley.storage.codec.rtp.FullIntraRequest;
import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.PictureLossIndication;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.Remb;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives what a subscriber says in RTCP to the track it is about. One per transport, on the
 * meeting's loop.
 */
public final class SubscriberFeedback {
  private final Map<Long, SendPath> bySsrc = new HashMap<>();
  private final SubscriberLink link;
  private long remb;
  private long malformed;

  public SubscriberFeedback(SubscriberLink link) {
    this.link = link;
  }

  public void add(SendPath path) {
    bySsrc.put(path.ssrc(), path);
    link.add(path);
  }

  public void remove(SendPath path) {
    bySsrc.remove(path.ssrc());
    link.remove(path);
  }

  /** A compound RTCP packet of the subscriber. */
  public void rtcp(byte[] packet, int off, int len) {
    RtcpCompound compound = new RtcpCompound().wrap(packet, off, len);
    try {
      while (compound.next()) {
        one(compound);
      }
    } catch (MalformedPacketException e) {
      malformed++;
    }
  }

  private void one(RtcpCompound at) {
    if (at.type() == RtcpPacket.RECEIVER_REPORT) {
      for (ReportBlock block : ReceiverReport.parse(at).blocks()) {
        with(block.ssrc(), path -> path.report(block));
      }
    } else if (at.is(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.FMT_NACK)) {
      Nack nack = Nack.parse(at);
      with(nack.mediaSsrc(), path -> path.nack(nack.sequences()));
    } else if (at.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)) {
      with(PictureLossIndication.parse(at).mediaSsrc(), SendPath::keyFrameRequested);
    } else if (at.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_FIR)) {
      for (FullIntraRequest.Entry entry : FullIntraRequest.parse(at).entries()) {
        with(entry.ssrc(), SendPath::keyFrameRequested);
      }
    } else if (Remb.isAt(at)) {
      remb = Remb.parse(at).bitsPerSecond();
    } else if (at.is(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.FMT_TRANSPORT_WIDE)) {
      link.feedback(TransportFeedback.parse(at));
    }
  }

  private void with(long ssrc, Consumer<SendPath> action) {
    SendPath path = bySsrc.get(ssrc);
    if (path != null) {
      action.accept(path);
    }
  }

  /** What goes through to the subscriber: estimated here, else by itself; 0 until known. */
  public long availableBitsPerSecond() {
    return link.estimator().isReported() ? link.estimator().usableBitsPerSecond() : remb;
  }

  /** Tracks that the subscriber may speak of. */
  public int size() {
    return bySsrc.size();
  }

  public long malformed() {
    return malformed;
  }
}
