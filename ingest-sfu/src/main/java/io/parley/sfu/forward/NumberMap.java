package io.parley.sfu.forward;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Maps the numbers of a source (of packets, of pictures) to consecutive ones of a receiver's, also
 * where some are left out. A number that was passed over keeps its place, since it may come late.
 * Remembers the last {@link #SIZE} numbers once something was left out.
 */
final class NumberMap {
  /** A power of two. */
  static final int SIZE = 1_024;

  static final long NONE = Long.MIN_VALUE;

  private long shift;
  private long first;
  private long highest;
  private int leftOut;
  private long rememberedFrom = Long.MAX_VALUE;

  /** How many were left out before each number; of one left out itself, the complement. */
  private int @Nullable [] ring;

  /** From here on, {@code in} becomes {@code out}, and what follows follows. */
  void attach(long in, long out) {
    shift = out - in;
    first = in;
    highest = in - 1;
    leftOut = 0;
    rememberedFrom = Long.MAX_VALUE;
  }

  /** The highest number that was mapped or left out. */
  long highest() {
    return highest;
  }

  /** What a number becomes; {@link #NONE} if it was left out or is from long ago. */
  long map(long in) {
    if (in > highest) {
      advance(in);
      return in + shift - leftOut;
    }
    if (in < first || in <= highest - SIZE) {
      return NONE;
    }
    if (in < rememberedFrom || ring == null) {
      return in + shift;
    }
    int before = ring[slot(in)];
    return before < 0 ? NONE : in + shift - before;
  }

  /** Whether a number was left out. */
  boolean isLeftOut(long in) {
    return ring != null
        && in >= rememberedFrom
        && in <= highest
        && in > highest - SIZE
        && ring[slot(in)] < 0;
  }

  /**
   * Leaves a number out: those after it close up.
   *
   * @return false if a place is kept for it already, because higher ones went before
   */
  boolean leaveOut(long in) {
    if (in <= highest) {
      return isLeftOut(in);
    }
    if (ring == null) {
      ring = new int[SIZE];
    }
    if (rememberedFrom == Long.MAX_VALUE) {
      rememberedFrom = highest + 1;
    }
    advance(in);
    ring[slot(in)] = ~leftOut;
    leftOut++;
    return true;
  }

  private void advance(long in) {
    if (ring != null && rememberedFrom != Long.MAX_VALUE) {
      if (in - highest >= SIZE) {
        Arrays.fill(ring, leftOut);
      } else {
        for (long number = highest + 1; number <= in; number++) {
          ring[slot(number)] = leftOut;
        }
      }
    }
    highest = in;
  }

  private static int slot(long number) {
    return (int) (number & (SIZE - 1));
  }
}
