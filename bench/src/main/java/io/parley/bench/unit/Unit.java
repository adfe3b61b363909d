package io.parley.bench.unit;

import io.parley.bench.load.PublishingPeer;
import io.parley.bench.load.SubscribingPeer;
import io.parley.bench.measure.Allocations;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A running forwarding unit that people can join. Any thread. */
public interface Unit extends AutoCloseable {
  /** As in the report, such as {@code parley}. */
  String key();

  long pid();

  /** Counts what the unit allocates; null where that can't be known. */
  @Nullable Allocations allocations() throws IOException;

  /**
   * Lets somebody in.
   *
   * @param meeting any name; it begins with the first who joins
   * @param person unique in the meeting
   */
  Attendee join(String meeting, String person) throws IOException, InterruptedException;

  @Override
  void close();

  /** Somebody in a meeting. One thread at a time. */
  interface Attendee extends AutoCloseable {
    /** Connects the sending half and announces its tracks. */
    void publish(PublishingPeer peer) throws IOException, InterruptedException;

    /**
     * Connects the receiving half to everybody who publishes, apart from this one, and waits until
     * all tracks are known.
     *
     * @param tracks how many are expected
     */
    void subscribe(SubscribingPeer peer, int tracks) throws IOException, InterruptedException;

    @Override
    void close();
  }
}
