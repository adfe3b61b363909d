package io.parley.bench.client;

import io.parley.bench.media.CameraTrack;
import io.parley.sfu.transport.RtcClient;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the SFU says on the sending transport: asks for key frames; its reports need no answer. */
final class PublishedMedia implements RtcClient.Receiver {
  private final RtcpCompound compound = new RtcpCompound();
  private final AtomicLong keyFramesAsked = new AtomicLong();
  private volatile @Nullable CameraTrack camera;

  void camera(CameraTrack sending) {
    camera = sending;
  }

  CompletableFuture<Void> stopCamera() {
    CameraTrack sending = camera;
    return sending == null ? CompletableFuture.completedFuture(null) : sending.stop();
  }

  long keyFramesAsked() {
    return keyFramesAsked.get();
  }

  @Override
  public void onRtp(byte[] buf, int off, int len) {
    // The SFU may probe; nothing is expected here.
  }

  @Override
  public void onRtcp(byte[] buf, int off, int len) {
    compound.wrap(buf, off, len);
    while (compound.next()) {
      boolean asked =
          compound.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)
              || compound.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_FIR);
      CameraTrack sending = camera;
      if (asked && sending != null) {
        keyFramesAsked.incrementAndGet();
        sending.requestKeyFrame();
      }
    }
  }
}
