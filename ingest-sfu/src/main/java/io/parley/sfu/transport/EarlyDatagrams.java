package io.parley.sfu.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Datagrams that came before they could be read: a ClientHello that overtook the signalled
 * fingerprint, or media that the peer sent the moment its side of the handshake was done, while a
 * handshake thread still makes our keys. Bounded: the oldest gives way. Confined to an event loop.
 */
final class EarlyDatagrams {
  /** Flights of a ClientHello, or the packets of some frames. */
  static final int CAPACITY = 64;

  /**
   * @param epochMicros when it came
   */
  record Datagram(byte[] bytes, long epochMicros) {}

  private final Deque<Datagram> waiting = new ArrayDeque<>();

  /** Keeps one; false if another was lost for it. */
  boolean keep(byte[] bytes, long epochMicros) {
    boolean room = waiting.size() < CAPACITY;
    if (!room) {
      waiting.remove();
    }
    waiting.add(new Datagram(bytes, epochMicros));
    return room;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Gives all away, in order of arrival. */
  void drain(Consumer<Datagram> to) {
    while (!waiting.isEmpty()) {
      to.accept(waiting.remove());
    }
  }

  void clear() {
    waiting.clear();
  }
}
