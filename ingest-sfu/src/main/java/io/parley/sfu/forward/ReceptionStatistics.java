package io.parley.sfu.forward;

/**
 * What a receiver report says about one source: loss (RFC 3550 appendix A.3) and jitter (appendix
 * A.8). Repaired packets are not counted as received, so that loss means loss before repair.
 */
public final class ReceptionStatistics {
  private final int clockRateHz;
  private boolean started;
  private long first;
  private long highest;
  private long received;
  private long octets;
  private long expectedBefore;
  private long receivedBefore;
  private long lastTransit;
  private double jitter;

  /** For a source whose timestamps count so many units a second. */
  public ReceptionStatistics(int clockRateHz) {
    this.clockRateHz = clockRateHz;
  }

  /**
   * @param sequence widened
   * @param timestamp widened, in units of the clock rate
   * @param repaired came by retransmission
   */
  public void packet(
      long sequence, long timestamp, long arrivalMicros, int payloadBytes, boolean repaired) {
    octets += payloadBytes;
    if (repaired) {
      return;
    }
    if (!started) {
      started = true;
      first = sequence;
      highest = sequence;
    }
    received++;
    first = Math.min(first, sequence);
    highest = Math.max(highest, sequence);
    long arrival = arrivalMicros * clockRateHz / 1_000_000L;
    long transit = arrival - timestamp;
    if (received > 1) {
      double difference = Math.abs(transit - lastTransit);
      // A pause of the source is no jitter of the network.
      if (difference < clockRateHz) {
        jitter += (difference - jitter) / 16;
      }
    }
    lastTransit = transit;
  }

  /** The source began anew: what was counted stays, the span starts again. */
  void restart(long sequence) {
    long lostSoFar = lost();
    first = sequence - received - lostSoFar;
    highest = sequence - 1;
  }

  /** Packets lost since the last call, in 256ths of those expected since. */
  public int fractionLost() {
    long expected = expected();
    long expectedNow = expected - expectedBefore;
    long lostNow = expectedNow - (received - receivedBefore);
    expectedBefore = expected;
    receivedBefore = received;
    return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
  }

  /** Packets lost since the start; never below 0. */
  public long lost() {
    return Math.max(0, expected() - received);
  }

  long received() {
    return received;
  }

  /** Payload bytes, repaired ones included. */
  long octets() {
    return octets;
  }

  /** Highest sequence number, widened. */
  public long highest() {
    return highest;
  }

  /** Interarrival jitter in units of the clock rate. */
  public long jitterUnits() {
    return Math.round(jitter);
  }

  double jitterMillis() {
    return jitter * 1_000 / clockRateHz;
  }

  private long expected() {
    return started ? highest - first + 1 : 0;
  }
}
