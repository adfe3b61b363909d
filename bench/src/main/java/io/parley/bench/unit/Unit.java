package io.parley.bench.unit;

import io.parley.bench.load.PublishingPeer;
import io.parley.bench.load.SubscribingPeer;
import io.parley.bench.measure.Allocations;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A running forwarding unit that people can join. Any thread. */
public interface Unit extends AutoCloseable {
  /** As in the report, such as {@code parley}. */
  String key();

  /** Its process on this machine; empty if it is not known, so that its costs can't be counted. */
  OptionalLong pid();

  /** Counts what the unit allocates; null where that can't be known. */
  @Nullable Allocations allocations() throws IOException;

  /** Connections that somebody needs to receive so many others, at least 1. */
  default int connections(int publishers) {
    return 1;
  }

  /** Whether a track must have begun to flow before anybody can ask for it. */
  default boolean flowsFirst() {
    return false;
  }

  /** Whether a subscriber can say which layer of a simulcast picture it wants. */
  default boolean givesChosenLayers() {
    return true;
  }

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
     * @param peers as many as {@link Unit#connections} said
     * @param tracks how many are expected, on all connections together
     */
    void subscribe(List<SubscribingPeer> peers, int tracks)
        throws IOException, InterruptedException;

    @Override
    void close();
  }
}
