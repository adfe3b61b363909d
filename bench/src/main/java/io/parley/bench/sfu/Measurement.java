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
 * @param cpuNanos of the unit's process; null where that is not known
 * @param compilerCpuNanos of these, what a just-in-time compiler took; null where there is none
 * @param clientCpuNanos of the load client's process
 * @param residentBytes of the unit's process, at the end; null where that is not known
 * @param allocatedBytes null where it can't be known
 * @param delayMicros of sampled packets, in no order
 */
record Measurement(
    long offered,
    long delivered,
    long gaps,
    long repaired,
    long nanos,
    @Nullable Long cpuNanos,
    @Nullable Long compilerCpuNanos,
    long clientCpuNanos,
    @Nullable Long residentBytes,
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
        sum(cpuNanos, that.cpuNanos),
        sum(compilerCpuNanos, that.compilerCpuNanos),
        clientCpuNanos + that.clientCpuNanos,
        greater(residentBytes, that.residentBytes),
        sum(allocatedBytes, that.allocatedBytes),
        DoubleStream.concat(Arrays.stream(delayMicros), Arrays.stream(that.delayMicros)).toArray());
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(one + other);
  }

  private static @Nullable Long greater(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(Math.max(one, other));
  }

  /** Of {@link #cpuMicrosPerPacket}, what compiling took. */
  @Nullable Double compilerMicrosPerPacket() {
    return perPacket(compilerCpuNanos);
  }

  @Nullable Double cpuMicrosPerPacket() {
    return perPacket(cpuNanos);
  }

  private @Nullable Double perPacket(@Nullable Long cpu) {
    return cpu == null ? null : cpu / 1e3 / delivered;
  }

  /** Share of one core that the unit used, 0…. */
  @Nullable Double load() {
    Long cpu = cpuNanos;
    return cpu == null ? null : (double) cpu / nanos;
  }

  @Nullable Double residentMegabytes() {
    Long bytes = residentBytes;
    return bytes == null ? null : bytes / 1e6;
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
