package io.parley.sfu.forward;

import io.parley.storage.codec.rtp.HeaderExtensions;
import io.parley.storage.codec.rtp.RtpPacket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which encoding of which track a packet belongs to: by SSRC, or where the publisher named none, by
 * mid and rid once, then by SSRC (RFC 8843 §9.2, RFC 8852).
 */
final class StreamTable {
  private final Map<Long, InboundStream> bySsrc = new HashMap<>();
  private final Map<Long, InboundStream> byRtxSsrc = new HashMap<>();
  private final Map<String, PublishedTrack> byMid = new HashMap<>();

  /**
   * @throws IllegalArgumentException if an SSRC or mid of the track is already taken
   */
  void add(PublishedTrack track) {
    String mid = track.parameters().mid();
    if (mid != null && byMid.containsKey(mid)) {
      throw new IllegalArgumentException("mid in use: " + mid);
    }
    for (InboundStream stream : track.streams()) {
      if (isTaken(stream.ssrc) || isTaken(stream.rtxSsrc)) {
        throw new IllegalArgumentException("ssrc in use: " + stream.ssrc);
      }
    }
    if (mid != null) {
      byMid.put(mid, track);
    }
    for (InboundStream stream : track.streams()) {
      if (stream.ssrc != InboundStream.UNKNOWN) {
        bySsrc.put(stream.ssrc, stream);
      }
      if (stream.rtxSsrc != InboundStream.UNKNOWN) {
        byRtxSsrc.put(stream.rtxSsrc, stream);
      }
    }
  }

  void remove(PublishedTrack track) {
    byMid.values().removeIf(other -> other == track);
    bySsrc.values().removeIf(stream -> stream.track == track);
    byRtxSsrc.values().removeIf(stream -> stream.track == track);
  }

  @Nullable InboundStream media(long ssrc) {
    return bySsrc.get(ssrc);
  }

  @Nullable InboundStream repair(long ssrc) {
    return byRtxSsrc.get(ssrc);
  }

  /** Learns a new SSRC from the packet's mid and rid; null if they name no encoding we know. */
  @Nullable InboundStream learn(RtpPacket packet) {
    for (Map.Entry<String, PublishedTrack> entry : byMid.entrySet()) {
      PublishedTrack track = entry.getValue();
      if (!entry.getKey().equals(text(packet, track.midExtension()))) {
        continue;
      }
      String rid = text(packet, track.ridExtension());
      String repaired = text(packet, track.repairedRidExtension());
      for (InboundStream stream : track.streams()) {
        if (stream.rid == null) {
          continue;
        }
        if (stream.rid.equals(repaired)) {
          byRtxSsrc.remove(stream.rtxSsrc, stream);
          stream.rtxSsrc = packet.ssrc();
          byRtxSsrc.put(packet.ssrc(), stream);
          return stream;
        }
        if (stream.rid.equals(rid)) {
          bySsrc.remove(stream.ssrc, stream);
          stream.ssrc = packet.ssrc();
          bySsrc.put(packet.ssrc(), stream);
          return stream;
        }
      }
    }
    return null;
  }

  /** SSRCs known, of media and of retransmissions. */
  int size() {
    return bySsrc.size() + byRtxSsrc.size();
  }

  private boolean isTaken(long ssrc) {
    return ssrc != InboundStream.UNKNOWN
        && (bySsrc.containsKey(ssrc) || byRtxSsrc.containsKey(ssrc));
  }

  private static @Nullable String text(RtpPacket packet, int extensionId) {
    int at = extensionId == 0 ? -1 : packet.findExtension(extensionId);
    return at < 0 ? null : HeaderExtensions.text(packet.buffer(), at, packet.extensionLength(at));
  }
}
