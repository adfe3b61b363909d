package io.parley.bench.load;

import java.util.List;

/**
 * What all subscribers of a round got since {@link #begin}.
 *
 * @param offered packets sent to the unit, once for each track of each subscriber
 * @param delivered different packets that came
 * @param gaps numbers that never came, up to the highest that did
 * @param repaired packets that came by retransmission, among {@code delivered}
 * @param unknown packets of no announced track, since the beginning
 * @param undecryptable sampled packets that were not genuine, since the beginning
 */
public record Tally(
    long offered, long delivered, long gaps, long repaired, long unknown, long undecryptable) {
  /** Starts to count; on the loop's thread, while nothing is on its way. */
  public static void begin(List<SubscribingPeer> subscribers, Delays delays) {
    delays.clear();
    for (SubscribingPeer subscriber : subscribers) {
      subscriber.streams().forEach(IncomingStream::begin);
    }
  }

  /** Counts; on the loop's thread. */
  public static Tally of(List<SubscribingPeer> subscribers) {
    long offered = 0;
    long delivered = 0;
    long gaps = 0;
    long repaired = 0;
    long unknown = 0;
    long undecryptable = 0;
    for (SubscribingPeer subscriber : subscribers) {
      for (IncomingStream stream : subscriber.streams()) {
        offered += stream.offered();
        delivered += stream.received();
        gaps += stream.gaps();
        repaired += stream.repaired();
      }
      unknown += subscriber.unknown();
      undecryptable += subscriber.undecryptable();
    }
    return new Tally(offered, delivered, gaps, repaired, unknown, undecryptable);
  }
}
