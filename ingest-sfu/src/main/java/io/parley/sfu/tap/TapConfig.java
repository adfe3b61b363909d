package io.parley.sfu.tap;

import io.parley.storage.codec.Topics;

/**
 * How the tap writes.
 *
 * @param bootstrapServers of the Kafka cluster, as Kafka's clients take it
 * @param sfuId names this SFU in ticks
 * @param bufferBytes how much memory may be taken by what waits for the brokers; beyond it packets
 *     are dropped and counted. A packet takes {@link TapRecord#OVERHEAD_BYTES} more than its
 *     length: 256 MiB hold 30 s of some 45 Mb/s, 25 cameras at 1.5 Mb/s with sound
 */
public record TapConfig(String bootstrapServers, Topics topics, String sfuId, long bufferBytes) {
  public static final long DEFAULT_BUFFER_BYTES = 256L << 20;

  public TapConfig {
    if (bufferBytes < 1 << 20) {
      throw new IllegalArgumentException("the tap needs a buffer of at least 1 MiB");
    }
  }

  public static TapConfig of(String bootstrapServers) {
    return new TapConfig(bootstrapServers, Topics.unprefixed(), "sfu", DEFAULT_BUFFER_BYTES);
  }
}
