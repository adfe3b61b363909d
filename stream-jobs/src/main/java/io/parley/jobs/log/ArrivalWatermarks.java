package io.parley.jobs.log;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Time passes in a partition as its records do: the watermark follows the latest arrival time less
 * a little, because two threads of the SFU may write a few milliseconds out of order. Ticks in
 * every partition take care of the ones nobody sends to, so there is no rule about idleness and a
 * replay cuts where the live run cut.
 */
final class ArrivalWatermarks implements WatermarkGenerator<LogEntry> {
  /** How far behind the latest arrival of its partition a record may come and still be on time. */
  static final long OUT_OF_ORDER_MILLIS = 100;

  private long latestMillis = Long.MIN_VALUE;

  static WatermarkStrategy<LogEntry> strategy() {
    return WatermarkStrategy.<LogEntry>forGenerator(context -> new ArrivalWatermarks())
        .withTimestampAssigner((entry, kafkaMillis) -> Math.floorDiv(entry.epochMicros(), 1_000));
  }

  @Override
  public void onEvent(LogEntry entry, long eventMillis, WatermarkOutput output) {
    latestMillis = Math.max(latestMillis, eventMillis);
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (latestMillis != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(latestMillis - OUT_OF_ORDER_MILLIS - 1));
    }
  }
}
