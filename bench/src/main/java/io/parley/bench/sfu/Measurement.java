package io.parley.bench.sfu;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What one unit did in one scenario, in one round or in all.
 *
 * @param offered packets that should have reached a subscriber, each subscriber counted
 * @param delivered different packets that did
 * @param gaps numbers that a subscriber never saw, up to the highest it saw
 * @param repaired packets delivered by retransmission, among {@code delivered}
 * @param nanos how long packets were sent
 * @param cpuNanos of the unit's process
 * @param clientCpuNanos of the load client's process
 * @param residentBytes of the unit's process, at the end
 * @param allocatedBytes null where it can't be known
 * @param delayMicros of sampled packets, in no order
 */
record Measurement(
    long offered,
    long delivered,
    long gaps,
    long repaired,
    long nanos,
    long cpuNanos,
    long clientCpuNanos,
    long residentBytes,
    @Nullable Long allocatedBytes,
    double[] delayMicros) {

  /** Both together: counts add up, memory is the greater. */
  Measurement plus(Measurement that) {
    Long mine = allocatedBytes;
    Long other = that.allocatedBytes;
    return new Measurement(
        offered + that.offered,
        delivered + that.delivered,
        gaps + that.gaps,
        repaired + that.repaired,
        nanos + that.nanos,
        cpuNanos + that.cpuNanos,
        clientCpuNanos + that.clientCpuNanos,
        Math.max(residentBytes, that.residentBytes),
        mine == null || other == null ? null : Long.valueOf(mine + other),
        DoubleStream.concat(Arrays.stream(delayMicros), Arrays.stream(that.delayMicros)).toArray());
  }

  double cpuMicrosPerPacket() {
    return cpuNanos / 1e3 / delivered;
  }

  /** Share of one core that the unit used, 0…. */
  double load() {
    return (double) cpuNanos / nanos;
  }

  double clientLoad() {
    return (double) clientCpuNanos / nanos;
  }

  @Nullable Double allocatedBytesPerPacket() {
    Long bytes = allocatedBytes;
    return bytes == null ? null : (double) bytes / delivered;
  }

  /** Delays in ascending order. */
  double[] sortedDelays() {
    return Arrays.stream(delayMicros).sorted().toArray();
  }
}
