package io.parley.sfu.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What a {@link TransportServer} counts over all its transports since its start. Any thread. */
public final class TransportCounters {
  private final Map<DropReason, LongAdder> drops = new EnumMap<>(DropReason.class);
  private final LongAdder datagramsReceived = new LongAdder();
  private final LongAdder datagramsSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder handshakesDone = new LongAdder();
  private final LongAdder handshakesFailed = new LongAdder();

  TransportCounters() {
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, new LongAdder());
    }
  }

  void drop(DropReason reason) {
    adder(reason).increment();
  }

  void received(int bytes) {
    datagramsReceived.increment();
    bytesReceived.add(bytes);
  }

  void sent(int datagrams, int bytes) {
    datagramsSent.add(datagrams);
    bytesSent.add(bytes);
  }

  void handshake(boolean done) {
    (done ? handshakesDone : handshakesFailed).increment();
  }

  public long dropped(DropReason reason) {
    return adder(reason).sum();
  }

  private LongAdder adder(DropReason reason) {
    return Objects.requireNonNull(drops.get(reason));
  }

  /** All reasons, also those that are 0. */
  public Map<DropReason, Long> drops() {
    Map<DropReason, Long> all = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      all.put(reason, dropped(reason));
    }
    return all;
  }

  public long datagramsReceived() {
    return datagramsReceived.sum();
  }

  public long datagramsSent() {
    return datagramsSent.sum();
  }

  public long bytesReceived() {
    return bytesReceived.sum();
  }

  public long bytesSent() {
    return bytesSent.sum();
  }

  public long handshakesDone() {
    return handshakesDone.sum();
  }

  public long handshakesFailed() {
    return handshakesFailed.sum();
  }
}
