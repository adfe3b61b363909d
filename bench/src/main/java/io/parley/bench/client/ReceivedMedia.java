package io.parley.bench.client;

import io.parley.sfu.transport.RtcClient;
import io.parley.storage.codec.rtp.RtpPacket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what comes on the receiving transport, and sees the first whole picture of each camera.
 */
final class ReceivedMedia implements RtcClient.Receiver {
  private final Map<Long, Track> tracks = new ConcurrentHashMap<>();
  private final RtpPacket packet = new RtpPacket();

  /** What comes with one SSRC. */
  static final class Track {
    final AtomicLong packets = new AtomicLong();

    /** Completes with {@link System#nanoTime} when a key frame is there to its last packet. */
    final CompletableFuture<Long> firstPicture = new CompletableFuture<>();

    private final boolean video;
    private int expected = -1;

    private Track(boolean video) {
      this.video = video;
    }

    private void received(RtpPacket packet) {
      packets.incrementAndGet();
      if (!video || firstPicture.isDone()) {
        return;
      }
      if (startsKeyFrame(packet)) {
        expected = packet.sequenceNumber();
      }
      if (expected != packet.sequenceNumber()) {
        expected = -1;
      } else if (packet.marker()) {
        firstPicture.complete(System.nanoTime());
      } else {
        expected = (expected + 1) & 0xffff;
      }
    }

    /** RFC 7741 §4.2 and §4.3, for descriptors with a picture id of 15 bits. */
    private static boolean startsKeyFrame(RtpPacket packet) {
      byte[] buf = packet.buffer();
      int at = packet.payloadOffset();
      if (packet.payloadLength() < 5 || (buf[at] & 0x1f) != 0x10) {
        return false;
      }
      boolean pictureId = (buf[at] & 0x80) != 0 && (buf[at + 1] & 0x80) != 0;
      return pictureId && (buf[at + 4] & 1) == 0;
    }
  }

  /** Expects a track; what came before it was expected is not counted. */
  Track expect(long ssrc, boolean video) {
    return tracks.computeIfAbsent(ssrc, key -> new Track(video));
  }

  @Override
  public void onRtp(byte[] buf, int off, int len) {
    packet.wrap(buf, off, len);
    Track track = tracks.get(packet.ssrc());
    if (track != null) {
      track.received(packet);
    }
  }

  @Override
  public void onRtcp(byte[] buf, int off, int len) {
    // Sender reports of the others: nothing is played here.
  }
}
