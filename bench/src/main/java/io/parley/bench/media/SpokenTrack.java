package io.parley.bench.media;

import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.OpusPacket;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One person's sound of a dialogue, sent in real time: a packet leaves when the last of its samples
 * has been spoken, as from a microphone.
 */
public final class SpokenTrack implements Pacer.Source {
  public static final int PAYLOAD_TYPE = 111;
  private static final int SAMPLES_PER_SECOND = 48_000;
  private static final long REPORT_NANOS = 1_000_000_000L;

  /** RFC 6464: voice at -30 dBov; and silence. */
  private static final int SPEAKING = 0x80 | 30;

  private static final int SILENT = 127;

  private final Pacer pacer;
  private final RtpStream stream;
  private final List<OpusPacket> packets;
  private final List<FixtureDialogue.Segment> turns;
  private final long baseTimestamp;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private long zeroNanos;
  private long reportNanos;
  private int at;

  /**
   * @param millis how much of the dialogue is spoken
   */
  public SpokenTrack(
      Pacer pacer,
      RtpStream stream,
      FixtureDialogue dialogue,
      String speaker,
      long millis,
      long baseTimestamp) {
    this.pacer = pacer;
    this.stream = stream;
    this.packets =
        dialogue.packets(speaker).stream()
            .filter(packet -> packet.startMicros() < millis * 1_000)
            .toList();
    this.turns =
        dialogue.segments().stream().filter(turn -> turn.speaker().equals(speaker)).toList();
    this.baseTimestamp = baseTimestamp;
  }

  /** Time zero of the dialogue is at {@code zeroNanos}. */
  public void start(long zeroNanos) {
    this.zeroNanos = zeroNanos;
    this.reportNanos = zeroNanos;
    pacer.start(this, due(0));
  }

  /** Completes when the last packet has been sent. */
  public CompletableFuture<Void> over() {
    return over;
  }

  @Override
  public long next(long nowNanos) {
    try {
      while (at < packets.size() && due(at) <= nowNanos) {
        OpusPacket packet = packets.get(at++);
        int level = speaking(packet.startMicros() / 1_000) ? SPEAKING : SILENT;
        long timestamp = baseTimestamp + packet.startSample();
        stream.send(false, timestamp, level, packet.data(), packet.data().length);
      }
      if (nowNanos >= reportNanos) {
        reportNanos += REPORT_NANOS;
        long samples = (nowNanos - zeroNanos) / 1_000 * SAMPLES_PER_SECOND / 1_000_000;
        stream.report(pacer.epochMicros(nowNanos), baseTimestamp + samples);
      }
    } catch (RuntimeException e) {
      over.completeExceptionally(e);
      return OVER;
    }
    if (at < packets.size()) {
      return due(at);
    }
    over.complete(null);
    return OVER;
  }

  private long due(int index) {
    OpusPacket packet = packets.get(index);
    return zeroNanos
        + (packet.startSample() + packet.samples()) * 1_000_000_000L / SAMPLES_PER_SECOND;
  }

  private boolean speaking(long millis) {
    return turns.stream().anyMatch(turn -> turn.startMs() <= millis && millis < turn.endMs());
  }
}
