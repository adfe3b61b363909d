package io.parley.sfu.signal;

import java.time.Duration;

/**
 * How much of the signalling server strangers may take.
 *
 * @param connections at once, of all kinds; more wait to be accepted until others have gone
 * @param joinWithin a WebSocket on which nobody has joined for so long is closed
 * @param silence a connection that sends no byte of a request for so long is closed
 */
public record SignalLimits(int connections, Duration joinWithin, Duration silence) {
  /** For some thousand participants. */
  public static final SignalLimits USUAL =
      new SignalLimits(20_000, Duration.ofSeconds(20), Duration.ofSeconds(15));

  public SignalLimits {
    if (connections < 1 || joinWithin.toMillis() < 1 || silence.toMillis() < 1) {
      throw new IllegalArgumentException("limits of signalling must be positive");
    }
  }
}
