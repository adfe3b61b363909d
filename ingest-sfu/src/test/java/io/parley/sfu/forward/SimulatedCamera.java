package io.parley.sfu.forward;

import io.parley.sfu.loop.EventLoop;
import io.parley.storage.codec.rtp.RtpWriter;
import java.util.Arrays;
import java.util.Random;

/**
 * A publisher with a camera in three layers of VP8, 30 pictures a second, in packets through the
 * real receive path; it answers requests for key frames. Layers that nobody takes it stops, as a
 * publisher is told to, and needs a while to begin with one again.
 */
final class SimulatedCamera {
  static final long[] RATES = {150_000, 500_000, 1_500_000};
  private static final long FRAME_MICROS = 33_333;
  private static final int PAYLOAD = 1_100;
  private static final int KEY_FRAME_FACTOR = 4;

  /** Until a publisher was told, and its encoder has begun. */
  private static final long BEGIN_MICROS = 400_000;

  private static final long LINGER_MICROS = 3_000_000;

  final PublishedTrack track = Packets.simulcast();
  private final ReceivePath path;
  private final EventLoop loop;
  private final Random sizes;
  private final long[] sequences = {10, 20_000, 65_000};
  private final int[] pictureIds = {1, 500, 32_000};
  private final int[] tl0 = {0, 100, 200};
  private final long[] takenMicros = new long[RATES.length];
  private final long[] beginMicros = new long[RATES.length];
  private final boolean[] begins = {true, true, true};
  private int frames;

  SimulatedCamera(EventLoop loop, long seed) {
    this.loop = loop;
    this.sizes = new Random(seed);
    this.path = new ReceivePath((one, level, now) -> {}, loop.clock().monotonicMicros());
    path.add(track);
    demand((1 << RATES.length) - 1);
    Arrays.fill(beginMicros, 0);
    loop.every(FRAME_MICROS, this::frame);
  }

  /**
   * What subscribers take now.
   *
   * @param taken layers as bits, from the lowest up
   */
  void demand(int taken) {
    long now = loop.clock().monotonicMicros();
    for (int layer = 0; layer < RATES.length; layer++) {
      if ((taken & 1 << layer) != 0) {
        boolean stopped = now - takenMicros[layer] >= LINGER_MICROS;
        beginMicros[layer] = stopped ? now + BEGIN_MICROS : beginMicros[layer];
        begins[layer] |= stopped;
        takenMicros[layer] = now;
      }
    }
  }

  private void frame() {
    long now = loop.clock().monotonicMicros();
    for (int layer = 0; layer < RATES.length; layer++) {
      boolean taken = now - takenMicros[layer] < LINGER_MICROS && now >= beginMicros[layer];
      boolean asked = taken && track.streams().get(layer).keyFrames.shouldAsk(now);
      if (taken) {
        send(layer, begins[layer] || asked, now);
        begins[layer] = false;
      }
    }
    frames++;
  }

  private void send(int layer, boolean key, long now) {
    int temporal = key ? 0 : Vp8Packets.PATTERN[frames % Vp8Packets.PATTERN.length];
    boolean sync = temporal == 1;
    pictureIds[layer] = (pictureIds[layer] + 1) & 0x7fff;
    tl0[layer] = (tl0[layer] + (temporal == 0 ? 1 : 0)) & 0xff;
    double share = 0.8 + 0.4 * sizes.nextDouble();
    int left = (int) (RATES[layer] / 240.0 * share * (key ? KEY_FRAME_FACTOR : 1));
    for (boolean start = true; left > 0; start = false) {
      byte[] head = Vp8Packets.payload(start, key, pictureIds[layer], tl0[layer], temporal, sync);
      byte[] payload = Arrays.copyOf(head, Math.max(head.length, Math.min(PAYLOAD, left)));
      left -= payload.length;
      byte[] packet = new byte[12 + payload.length];
      new RtpWriter(packet)
          .begin(
              0, left <= 0, Packets.VP8, sequences[layer]++, frames * 3_000L + layer, 100L + layer)
          .payload(payload, 0, payload.length)
          .end();
      path.rtp(packet, 0, packet.length, loop.clock().epochMicros(), now);
    }
  }
}
