package io.parley.sfu.signal;

import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.loop.RateLimit;
import io.parley.storage.contract.RoomToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who was refused, why and from where, under a logger of its own ({@code
 * io.parley.sfu.audit}). What strangers can cause must fill neither the log of meetings, which is
 * kept, nor the disk: beyond so many lines a second refusals are counted, and the count is told
 * with the next line. Of a token only what its signature vouches for is written, never the token
 * itself. Any thread.
 */
final class AccessLog {
  static final int LINES_A_SECOND = 5;
  static final int LINES_AT_ONCE = 100;

  private static final Logger LOG = LoggerFactory.getLogger("io.parley.sfu.audit");

  private final RateLimit lines;
  private long unwritten;

  AccessLog(MicroClock clock) {
    this.lines = new RateLimit(LINES_A_SECOND, LINES_AT_ONCE, clock);
  }

  /**
   * @param what was asked for, such as {@code signal} or {@code DELETE /v1/meetings/m}
   * @param reason as the client was told
   * @param address where the request came from
   * @param token null when there was none that is ours
   */
  synchronized void refused(String what, String reason, String address, @Nullable RoomToken token) {
    if (!lines.allows()) {
      unwritten++;
      return;
    }
    String meeting = token == null ? "-" : token.meetingId().value();
    String participant = token == null ? "-" : token.participantId().value();
    LOG.warn(
        "refused what={} reason={} address={} meeting={} participant={} unwritten={}",
        printable(what),
        printable(reason),
        address,
        meeting,
        participant,
        unwritten);
    unwritten = 0;
  }

  /** A path is a stranger's: no line may be forged with it. */
  private static String printable(String text) {
    String clean = text.replaceAll("[^\\x21-\\x7e]", "_");
    return clean.length() <= 100 ? clean : clean.substring(0, 100);
  }
}
