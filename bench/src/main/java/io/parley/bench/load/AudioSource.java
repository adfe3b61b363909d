package io.parley.bench.load;

import java.util.Random;

/** Opus packets, framed as in RFC 6716 §3.1 with arbitrary content. On the loop's thread. */
final class AudioSource implements LoadLoop.Timed {
  private static final long PACKET_NANOS = 20_000_000;
  private static final int SAMPLES = 960;
  private static final int SILENT_PACKETS = 20;
  private static final int DTX_BYTES = 16;

  /** Configuration 31, CELT fullband of 20 ms; one frame, mono. */
  private static final byte TABLE_OF_CONTENTS = (byte) 0xf8;

  private static final int SPEECH_LEVEL = 30;
  private static final int SILENCE_LEVEL = 90;

  private final OutgoingStream stream;
  private final AudioShape shape;
  private final Random random;
  private final byte[] payload;
  private final long baseTimestamp;
  private long startNanos;
  private long index;
  private boolean paused;

  AudioSource(OutgoingStream stream, AudioShape shape, long seed) {
    this.stream = stream;
    this.shape = shape;
    this.random = new Random(seed);
    this.payload = new byte[2 * shape.payloadBytes()];
    random.nextBytes(payload);
    payload[0] = TABLE_OF_CONTENTS;
    this.baseTimestamp = random.nextInt() & 0xffff_ffffL;
  }

  void start(LoadLoop loop, long nowNanos) {
    int every = shape.speaking() ? 1 : SILENT_PACKETS;
    startNanos = nowNanos + (long) (random.nextDouble() * every * PACKET_NANOS);
    loop.at(startNanos, this);
  }

  void pause(boolean pause) {
    paused = pause;
  }

  @Override
  public long run(long nowNanos) {
    if (stream.isClosed()) {
      return OVER;
    }
    if (!paused) {
      int mean = shape.payloadBytes();
      int length = shape.speaking() ? mean * 3 / 4 + random.nextInt(mean / 2) : DTX_BYTES;
      int level = shape.speaking() ? SPEECH_LEVEL + random.nextInt(10) : SILENCE_LEVEL;
      stream.send(false, baseTimestamp + index * SAMPLES, level, payload, length);
    }
    index += shape.speaking() ? 1 : SILENT_PACKETS;
    return startNanos + index * PACKET_NANOS;
  }
}
