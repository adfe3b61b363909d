package io.parley.sfu.signal;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Room tokens that somebody has joined with: each opens one door once, so that one that was
 * overheard (addresses end up in the logs of proxies) is worth nothing. Remembered until they
 * expire; bounded, the oldest is forgotten first. Any thread.
 */
final class SpentTokens {
  static final int REMEMBERED = 100_000;

  private final Map<String, Instant> spent = new LinkedHashMap<>();

  synchronized boolean isSpent(String id) {
    return spent.containsKey(id);
  }

  /** Whether it was good until now; it is not from here on. */
  synchronized boolean spend(String id, Instant expiresAt, Instant now) {
    forgetExpired(now);
    return spent.putIfAbsent(id, expiresAt) == null;
  }

  /**
   * Tokens are spent about in the order in which they expire: it is enough to look at the first.
   */
  private void forgetExpired(Instant now) {
    Iterator<Instant> expiries = spent.values().iterator();
    while (expiries.hasNext()) {
      boolean expired = expiries.next().isBefore(now);
      if (!expired && spent.size() < REMEMBERED) {
        return;
      }
      expiries.remove();
    }
  }

  synchronized int size() {
    return spent.size();
  }
}
