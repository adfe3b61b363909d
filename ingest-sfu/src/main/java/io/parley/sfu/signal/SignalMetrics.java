package io.parley.sfu.signal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.sfu.room.RequestException;
import java.util.concurrent.atomic.AtomicInteger;

/** What signalling counts. */
final class SignalMetrics {
  private final MeterRegistry registry;
  private final Counter messages;
  private final Counter refused;
  private final Counter malformed;
  private final AtomicInteger connections;

  SignalMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.messages = registry.counter("parley.signal.messages");
    this.refused = registry.counter("parley.signal.refused");
    this.malformed = registry.counter("parley.signal.malformed");
    this.connections = new AtomicInteger();
    registry.gauge("parley.signal.connections", connections);
  }

  Counter messages() {
    return messages;
  }

  /** Messages over the rate. */
  Counter refused() {
    return refused;
  }

  Counter malformed() {
    return malformed;
  }

  AtomicInteger connections() {
    return connections;
  }

  /** Requests that could not be done. */
  Counter failed(RequestException.Code code) {
    return registry.counter("parley.signal.failed", "code", code.wireName());
  }

  /** Connections whose token opened no door. */
  Counter rejected(String reason) {
    return registry.counter("parley.signal.rejected", "reason", reason);
  }
}
