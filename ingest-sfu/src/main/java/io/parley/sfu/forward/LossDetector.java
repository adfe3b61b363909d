package io.parley.sfu.forward;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds holes in the sequence and says when to ask for what is missing (RFC 4585 §6.2.1). How long
 * an answer takes it learns from those that came: whoever only sends never reports on packets of
 * ours. State is bounded: at most {@link #MAX_MISSING} holes, each asked for at most {@link
 * #MAX_TRIES} times. So is what is asked for: where more is lost than comes, because a network or
 * this machine is full, answers would only keep it full.
 */
public final class LossDetector {
  static final int MAX_MISSING = 1_000;
  static final int MAX_TRIES = 10;

  /** Packets often arrive a little out of order; that long nobody asks. */
  static final long REORDER_MICROS = 10_000;

  /** A packet older than this comes too late for anybody. */
  static final long GIVE_UP_MICROS = 1_000_000;

  /** So many requests may be made at once, for what was lost in one go … */
  static final int MAX_AT_ONCE = 500;

  /** … and for as many packets that come, one more. */
  static final int PACKETS_A_REQUEST = 2;

  private static final long MIN_RETRY_MICROS = 20_000;

  /** The weight of another answer, one in so many (RFC 6298 §2). */
  private static final int SMOOTHING = 8;

  private static final long UNKNOWN = -1;

  private final TreeMap<Long, Missing> missing = new TreeMap<>();
  private long answerMicros = UNKNOWN;
  private long unrepaired;
  private long requests;

  /** Before this nothing is to be asked for or given up. */
  private long nothingBeforeMicros;

  /** What may still be asked for, times {@link #PACKETS_A_REQUEST}. */
  private int allowance = MAX_AT_ONCE * PACKETS_A_REQUEST;

  private static final class Missing {
    private final long sinceMicros;
    private long askAtMicros;
    private long askedMicros;
    private int tries;

    Missing(long nowMicros) {
      this.sinceMicros = nowMicros;
      this.askAtMicros = nowMicros + REORDER_MICROS;
    }
  }

  public LossDetector() {}

  /**
   * A packet came that is higher than all before.
   *
   * @return false if so many are missing that asking makes no sense: a key frame is needed
   */
  public boolean advanced(long previousHighest, long sequence, long nowMicros) {
    came();
    long gap = sequence - previousHighest - 1;
    if (gap > MAX_MISSING || missing.size() + gap > MAX_MISSING) {
      unrepaired += missing.size() + gap;
      missing.clear();
      return false;
    }
    if (gap > 0 && (missing.isEmpty() || nothingBeforeMicros > nowMicros + REORDER_MICROS)) {
      nothingBeforeMicros = nowMicros + REORDER_MICROS;
    }
    for (long number = previousHighest + 1; number < sequence; number++) {
      missing.put(number, new Missing(nowMicros));
    }
    return true;
  }

  /** A packet came late, by repair or by a detour. */
  public void filled(long sequence, long nowMicros) {
    came();
    Missing hole = missing.remove(sequence);
    // Asked for twice, nobody knows which of the two was answered (RFC 6298 §3).
    if (hole != null && hole.tries == 1) {
      long took = nowMicros - hole.askedMicros;
      answerMicros =
          answerMicros == UNKNOWN ? took : answerMicros + (took - answerMicros) / SMOOTHING;
    }
  }

  private void came() {
    allowance = Math.min(allowance + 1, MAX_AT_ONCE * PACKETS_A_REQUEST);
  }

  /** The sender began anew. */
  void reset() {
    missing.clear();
  }

  /**
   * What to ask for now.
   *
   * @param roundTripMicros how long an answer takes, as long as none came
   * @return widened sequence numbers, ascending; often empty
   */
  public List<Long> due(long nowMicros, long roundTripMicros) {
    if (missing.isEmpty() || nowMicros < nothingBeforeMicros) {
      return List.of();
    }
    List<Long> ask = new ArrayList<>();
    long answer = answerMicros == UNKNOWN ? roundTripMicros : answerMicros;
    long retry = Math.max(MIN_RETRY_MICROS, answer + answer / 2);
    long next = Long.MAX_VALUE;
    for (Iterator<Map.Entry<Long, Missing>> it = missing.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<Long, Missing> entry = it.next();
      Missing hole = entry.getValue();
      if (hole.askAtMicros <= nowMicros) {
        if (hole.tries == MAX_TRIES || nowMicros - hole.sinceMicros > GIVE_UP_MICROS) {
          it.remove();
          unrepaired++;
          continue;
        }
        if (allowance < PACKETS_A_REQUEST) {
          hole.askAtMicros = nowMicros + retry;
        } else {
          allowance -= PACKETS_A_REQUEST;
          hole.tries++;
          hole.askedMicros = nowMicros;
          hole.askAtMicros = nowMicros + retry;
          ask.add(entry.getKey());
        }
      }
      next = Math.min(next, hole.askAtMicros);
    }
    nothingBeforeMicros = next;
    requests += ask.size();
    return ask;
  }

  /** Packets that never came. */
  long unrepaired() {
    return unrepaired;
  }

  /** How often a packet was asked for. */
  long requests() {
    return requests;
  }

  /** Holes that are still asked for. */
  public int missing() {
    return missing.size();
  }
}
