package io.parley.bench.media;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A clip sent in real time, over and over. Asked for a key frame it begins again, which is what an
 * encoder does as far as a receiver can tell.
 */
public final class CameraTrack implements Pacer.Source {
  public static final int PAYLOAD_TYPE = 96;
  private static final int CLOCK = 90_000;
  private static final int PAYLOAD_BYTES = 1_100;
  private static final int DESCRIPTOR = 4;
  private static final long FRAME_NANOS = 1_000_000_000L / Vp8Clip.FRAMES_PER_SECOND;
  private static final int FRAMES_PER_REPORT = Vp8Clip.FRAMES_PER_SECOND;

  private final Pacer pacer;
  private final RtpStream stream;
  private final Vp8Clip clip;
  private final long baseTimestamp;
  private final AtomicBoolean keyFrameWanted = new AtomicBoolean();
  private final byte[] payload = new byte[DESCRIPTOR + PAYLOAD_BYTES];
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile boolean stopped;
  private long startNanos;
  private long sent;
  private int at;

  public CameraTrack(Pacer pacer, RtpStream stream, Vp8Clip clip, long baseTimestamp) {
    this.pacer = pacer;
    this.stream = stream;
    this.clip = clip;
    this.baseTimestamp = baseTimestamp;
  }

  /** Begins with the key frame. */
  public void start() {
    startNanos = System.nanoTime();
    pacer.start(this, startNanos);
  }

  /** The next frame will be a key frame. Any thread. */
  public void requestKeyFrame() {
    keyFrameWanted.set(true);
  }

  /** Sends nothing more from the moment the answer completes. Any thread. */
  public CompletableFuture<Void> stop() {
    stopped = true;
    return over;
  }

  @Override
  public long next(long nowNanos) {
    if (stopped) {
      over.complete(null);
      return OVER;
    }
    if (keyFrameWanted.getAndSet(false) || at == clip.frames().size()) {
      at = 0;
    }
    long timestamp = baseTimestamp + sent * CLOCK / Vp8Clip.FRAMES_PER_SECOND;
    if (sent % FRAMES_PER_REPORT == 0) {
      stream.report(pacer.epochMicros(startNanos + sent * FRAME_NANOS), timestamp);
    }
    frame(clip.frames().get(at++), timestamp);
    sent++;
    return startNanos + sent * FRAME_NANOS;
  }

  /**
   * One frame in packets of equal size (RFC 7741 §4.2), with a picture id of 15 bits.
   *
   * <pre>
   *  X R N S R PID | I L T K RSV | M PictureID (15)
   * </pre>
   */
  private void frame(byte[] frame, long timestamp) {
    int parts = (frame.length + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES;
    int from = 0;
    for (int part = 0; part < parts; part++) {
      int to = (int) ((long) frame.length * (part + 1) / parts);
      payload[0] = (byte) (part == 0 ? 0x90 : 0x80);
      payload[1] = (byte) 0x80;
      payload[2] = (byte) (0x80 | ((sent >> 8) & 0x7f));
      payload[3] = (byte) sent;
      System.arraycopy(frame, from, payload, DESCRIPTOR, to - from);
      boolean last = part == parts - 1;
      stream.send(last, timestamp, RtpStream.NO_LEVEL, payload, DESCRIPTOR + to - from);
      from = to;
    }
  }
}
