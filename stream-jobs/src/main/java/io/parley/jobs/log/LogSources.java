package io.parley.jobs.log;

import io.parley.jobs.JobConfig;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The log as streams, from Kafka. Tests inject streams of their own instead. */
public final class LogSources {
  /** A reader that is behind fetches this much at a time without waiting. */
  private static final int RTP_FETCH_BYTES = 1 << 16;

  private static final int RTP_FETCH_WAIT_MILLIS = 100;
  private static final int IDLE_FETCH_WAIT_MILLIS = 500;

  private final StreamExecutionEnvironment env;
  private final JobConfig config;
  private final String job;

  /**
   * @param job name of the reading job; also its consumer group and the prefix of its threads
   */
  public LogSources(StreamExecutionEnvironment env, JobConfig config, String job) {
    this.env = env;
    this.config = config;
    this.job = job;
  }

  /** Packets and sender reports, with event time; ticks have done their duty and are left out. */
  public DataStream<LogEntry> rtp() {
    return timed(LogTopic.RTP);
  }

  /** What happened in meetings, with event time. */
  public DataStream<LogEntry> meetingEvents() {
    return timed(LogTopic.MEETING_EVENTS);
  }

  /** Utterances and completed transcripts, without event time: in the order they were written. */
  public DataStream<LogEntry> captions() {
    return from(LogTopic.CAPTIONS, WatermarkStrategy.noWatermarks());
  }

  /** What the jobs stored, without event time. */
  public DataStream<LogEntry> recordings() {
    return from(LogTopic.RECORDINGS, WatermarkStrategy.noWatermarks());
  }

  private DataStream<LogEntry> timed(LogTopic topic) {
    return from(topic, ArrivalWatermarks.strategy())
        .filter(entry -> !entry.isTick())
        .name(job + ": without ticks of " + topic.name())
        .uid(job + "-without-ticks-" + topic.name())
        .setParallelism(readers(topic));
  }

  private SingleOutputStreamOperator<LogEntry> from(
      LogTopic topic, WatermarkStrategy<LogEntry> watermarks) {
    String name = topic.in(config.topics()).name();
    KafkaSource<LogEntry> source =
        KafkaSource.<LogEntry>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(name)
            .setGroupId(config.topicPrefix() + "parley-" + job)
            .setClientIdPrefix(config.topicPrefix() + "parley-" + job + "-" + topic.name())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new LogReader(topic))
            .setProperty("fetch.min.bytes", Integer.toString(fetchBytes(topic)))
            .setProperty("fetch.max.wait.ms", Integer.toString(fetchWaitMillis(topic)))
            .setProperty("partition.discovery.interval.ms", "-1")
            .setProperty("commit.offsets.on.checkpoint", "false")
            .build();
    return env.fromSource(source, watermarks, job + ": " + name)
        .uid(job + "-source-" + topic.name())
        .setParallelism(readers(topic));
  }

  /**
   * Packets come in hundreds a second, in batches of a few: unless told to wait, a reader asks anew
   * for each, and asking costs more than what it brings. All else is wanted at once.
   */
  private static int fetchBytes(LogTopic topic) {
    return topic == LogTopic.RTP ? RTP_FETCH_BYTES : 1;
  }

  /**
   * How long the broker keeps a reader waiting: for packets what captions may lose by it; for
   * others, which are answered as soon as there is a record, only how often an idle reader asks.
   */
  private static int fetchWaitMillis(LogTopic topic) {
    return topic == LogTopic.RTP ? RTP_FETCH_WAIT_MILLIS : IDLE_FETCH_WAIT_MILLIS;
  }

  /** A reader without a partition would hold time back for everybody. */
  private int readers(LogTopic topic) {
    return Math.min(env.getParallelism(), topic.in(config.topics()).partitions());
  }
}
