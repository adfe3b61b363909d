package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.track.OpusPacket;
import io.parley.jobs.media.window.WindowGrid;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Opus packets as they were received, one after the other without a hole, because many players
 * count samples and look at no timestamp but the first. Packets of silence stand where nothing was
 * received. Where a publisher's clock drifts, a packet of silence more, or one packet less, keeps
 * what is heard within 20 ms of the meeting clock. One thread.
 */
final class ContinuousOpus {
  /** From here on a packet is moved. */
  private static final int SLACK_SAMPLES = 960;

  /** CELT over the full band, one channel, of 2.5, 5, 10 and 20 ms (RFC 6716 §3.1). */
  private static final int[] SILENCE_CONFIGURATIONS = {28, 29, 30, 31};

  private final FrameSource source;
  private final Deque<Packet> ready = new ArrayDeque<>();
  private long at;
  private boolean ended;

  /**
   * A packet in its place.
   *
   * @param startSample on the meeting clock at 48 kHz
   */
  record Packet(long startSample, byte[] data) {}

  /**
   * @param startSample what ends before is left out
   */
  ContinuousOpus(FrameSource source, long startSample) {
    this.source = source;
    this.at = startSample;
  }

  /** The next packet without taking it; null at the end. */
  @Nullable Packet peek() throws IOException {
    while (ready.isEmpty() && !ended) {
      ArchivedFrame frame = source.next();
      if (frame == null) {
        ended = true;
      } else {
        place(frame);
      }
    }
    return ready.peekFirst();
  }

  /** Done with the one {@link #peek} gave. */
  void advance() {
    ready.removeFirst();
  }

  private void place(ArchivedFrame frame) {
    int samples = OpusPacket.samples(frame.data());
    long late = at - WindowGrid.sampleAt(frame.micros());
    if (samples == 0 || late >= SLACK_SAMPLES) {
      return;
    }
    if (late <= -SLACK_SAMPLES) {
      fill(-late);
    }
    ready.add(new Packet(at, frame.data()));
    at += samples;
  }

  private void fill(long samples) {
    long left = samples;
    for (int i = SILENCE_CONFIGURATIONS.length - 1; i >= 0; i--) {
      int length = 120 << i;
      for (; left >= length; left -= length) {
        ready.add(new Packet(at, silence(SILENCE_CONFIGURATIONS[i])));
        at += length;
      }
    }
  }

  /** The first bit a CELT frame codes says "silence" (RFC 6716 §4.3). */
  private static byte[] silence(int configuration) {
    return new ByteWriter(3).u8(configuration << 3).u8(0xff).u8(0xfe).toByteArray();
  }
}
