package io.parley.bench.load;

import java.util.List;
import java.util.Random;

/**
 * VP8 frames of a camera in one layer or several: descriptor with a picture id of 15 bits (RFC 7741
 * §4.2), frame header (RFC 6386 §9.1), arbitrary content. Sizes vary as an encoder's do; a frame
 * leaves in one burst, as browsers send it. On the loop's thread.
 */
final class VideoSource implements LoadLoop.Timed {
  private static final int PAYLOAD_BYTES = 1_100;
  private static final int DESCRIPTOR = 4;
  private static final int KEY_FRAME_FACTOR = 5;

  /** Encoders don't make key frames more often, however often they are asked. */
  private static final long KEY_FRAME_NANOS = 300_000_000;

  private final List<OutgoingStream> layers;
  private final VideoShape shape;
  private final Random random;
  private final byte[] payload = new byte[DESCRIPTOR + PAYLOAD_BYTES];
  private final long baseTimestamp;
  private final long frameNanos;
  private long startNanos;
  private long index;
  private long frames;
  private long keyFrameNanos;
  private boolean keyFrameWanted = true;
  private boolean paused;

  VideoSource(List<OutgoingStream> layers, VideoShape shape, long seed) {
    this.layers = layers;
    this.shape = shape;
    this.random = new Random(seed);
    random.nextBytes(payload);
    this.baseTimestamp = random.nextInt() & 0xffff_ffffL;
    this.frameNanos = 1_000_000_000L / shape.framesPerSecond();
  }

  void start(LoadLoop loop, long nowNanos) {
    startNanos = nowNanos + (long) (random.nextDouble() * frameNanos);
    keyFrameNanos = startNanos - KEY_FRAME_NANOS;
    loop.at(startNanos, this);
  }

  void requestKeyFrame() {
    keyFrameWanted = true;
  }

  void pause(boolean pause) {
    paused = pause;
  }

  @Override
  public long run(long nowNanos) {
    if (layers.get(0).isClosed()) {
      return OVER;
    }
    if (!paused) {
      boolean key = keyFrameWanted && nowNanos - keyFrameNanos >= KEY_FRAME_NANOS;
      if (key) {
        keyFrameWanted = false;
        keyFrameNanos = nowNanos;
      }
      long timestamp = baseTimestamp + index * Formats.VIDEO_CLOCK / shape.framesPerSecond();
      double size = (key ? KEY_FRAME_FACTOR : 1) * (0.7 + 0.6 * random.nextDouble());
      for (int layer = 0; layer < layers.size(); layer++) {
        double mean = shape.bitsPerSecond(layer) / 8.0 / shape.framesPerSecond();
        frame(layer, key, (int) Math.max(100, mean * size), timestamp);
      }
      frames++;
    }
    index++;
    return startNanos + index * frameNanos;
  }

  /** One frame in packets of equal size. */
  private void frame(int layer, boolean key, int bytes, long timestamp) {
    int parts = (bytes + PAYLOAD_BYTES - 1) / PAYLOAD_BYTES;
    for (int part = 0; part < parts; part++) {
      int length = (int) ((long) bytes * (part + 1) / parts) - (int) ((long) bytes * part / parts);
      payload[0] = (byte) (part == 0 ? 0x90 : 0x80);
      payload[1] = (byte) 0x80;
      payload[2] = (byte) (0x80 | ((frames >> 8) & 0x7f));
      payload[3] = (byte) frames;
      if (part == 0) {
        frameHeader(layer, key, bytes);
      }
      layers.get(layer).send(part == parts - 1, timestamp, 0, payload, DESCRIPTOR + length);
    }
  }

  private void frameHeader(int layer, boolean key, int bytes) {
    int tag = (key ? 0 : 1) | 0x10 | (Math.min(bytes, 0x7ffff) << 5);
    payload[DESCRIPTOR] = (byte) tag;
    payload[DESCRIPTOR + 1] = (byte) (tag >> 8);
    payload[DESCRIPTOR + 2] = (byte) (tag >> 16);
    if (key) {
      int shift = layers.size() - 1 - layer;
      int width = shape.width() >> shift;
      int height = shape.height() >> shift;
      byte[] start = {
        (byte) 0x9d,
        0x01,
        0x2a,
        (byte) width,
        (byte) (width >> 8),
        (byte) height,
        (byte) (height >> 8)
      };
      System.arraycopy(start, 0, payload, DESCRIPTOR + 3, start.length);
    }
  }
}
