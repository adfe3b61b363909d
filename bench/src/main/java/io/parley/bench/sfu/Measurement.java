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
 * @param compilerCpuNanos of these, what a just-in-time compiler took; null where there is none
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
    @Nullable Long compilerCpuNanos,
    long clientCpuNanos,
    long residentBytes,
    @Nullable Long allocatedBytes,
    double[] delayMicros) {

  /** Both together: counts add up, memory is the greater. */
  Measurement plus(Measurement that) {
    return new Measurement(
        offered + that.offered,
        delivered + that.delivered,
        gaps + that.gaps,
        repaired + that.repaired,
        nanos + that.nanos,
        cpuNanos + that.cpuNanos,
        sum(compilerCpuNanos, that.compilerCpuNanos),
        clientCpuNanos + that.clientCpuNanos,
        Math.max(residentBytes, that.residentBytes),
        sum(allocatedBytes, that.allocatedBytes),
        DoubleStream.concat(Arrays.stream(delayMicros), Arrays.stream(that.delayMicros)).toArray());
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(one + other);
  }

  /** Of {@link #cpuMicrosPerPacket}, what compiling took. */
  @Nullable Double compilerMicrosPerPacket() {
    Long nanos = compilerCpuNanos;
    return nanos == null ? null : nanos / 1e3 / delivered;
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
