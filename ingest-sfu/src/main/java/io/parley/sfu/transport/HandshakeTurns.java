package io.parley.sfu.transport;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many handshakes compute at the same time. A handshake mostly waits for its peer and then
 * holds no turn, so that many are under way while few use a core: when everybody joins at once,
 * running meetings keep the rest. Thread-safe; turns are given in the order they were asked for.
 */
final class HandshakeTurns {
  private final Semaphore turns;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /**
   * @param turns at least 1
   */
  HandshakeTurns(int turns) {
    this.turns = new Semaphore(turns, true);
  }

  /** One for every four cores: some hundred handshakes a second each. */
  static HandshakeTurns ofThisMachine() {
    return new HandshakeTurns(Math.max(1, Runtime.getRuntime().availableProcessors() / 4));
  }

  /** Waits for a turn. */
  void begin() {
    turns.acquireUninterruptibly();
    most.accumulateAndGet(taken.incrementAndGet(), Math::max);
  }

  /** Gives it to the next. */
  void end() {
    taken.decrementAndGet();
    turns.release();
  }

  /** Most that were taken at once so far. */
  int most() {
    return most.get();
  }
}
