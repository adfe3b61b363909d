package io.parley.sfu.tap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.room.MeetingLog;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes recorded packets and everything that happens into Kafka, from a thread of its own. While
 * no broker answers, records wait in order; what does not fit the buffer is dropped and counted,
 * per track.
 */
public final class KafkaTap implements MeetingLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTap.class);
  private static final long IDLE_NANOS = 100_000_000;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);
  private static final int BATCH_BYTES = 128 * 1024;
  private static final long SPARE_BYTES = 64L * BATCH_BYTES;

  /** As long as an Opus packet lasts: a request for each costs more than its delay is worth. */
  private static final int LINGER_MILLIS = 20;

  private final TapConfig config;
  private final MicroClock clock;
  private final TapQueue queue;
  private final Producer<byte[], byte[]> producer;
  private final Set<MeetingId> open = ConcurrentHashMap.newKeySet();
  private final Counter written;
  private final Counter lost;
  private final Counter dropped;
  private final ScheduledExecutorService ticker;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile long tickUntilMicros;
  private volatile boolean closing;

  private KafkaTap(TapConfig config, MicroClock clock, MeterRegistry registry) {
    this.config = config;
    this.clock = clock;
    this.queue = new TapQueue(config.bufferBytes());
    this.producer = new KafkaProducer<>(producerConfig(config));
    this.written = registry.counter("parley.tap.written");
    this.lost = registry.counter("parley.tap.failed");
    registry.gauge("parley.tap.buffered.bytes", queue, TapQueue::unacknowledgedBytes);
    this.tickUntilMicros = clock.monotonicMicros() + RtpRecord.Tick.AFTER_MEETING_MICROS;
    this.dropped = registry.counter("parley.tap.dropped");
    this.thread = new Thread(this::run, "parley-tap");
    this.thread.setDaemon(true);
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread ticking = new Thread(task, "parley-tap-ticker");
              ticking.setDaemon(true);
              return ticking;
            });
  }

  /**
   * Begins to write; does not wait for a broker. Ticks are written for a while even if no meeting
   * runs: what a run before this one left open is closed by them.
   */
  public static KafkaTap start(TapConfig config, MicroClock clock, MeterRegistry registry) {
    KafkaTap tap = new KafkaTap(config, clock, registry);
    tap.thread.start();
    long period = RtpRecord.Tick.PERIOD_MICROS;
    tap.ticker.scheduleAtFixedRate(tap::tick, 0, period, TimeUnit.MICROSECONDS);
    return tap;
  }

  @Override
  public void opened(MeetingId meeting) {
    open.add(meeting);
  }

  @Override
  public void closed(MeetingId meeting) {
    open.remove(meeting);
    tickUntilMicros = clock.monotonicMicros() + RtpRecord.Tick.AFTER_MEETING_MICROS;
  }

  @Override
  public void event(MeetingEvent event) {
    TapRecord.Event record = TapRecord.Event.of(event);
    if (!record.comesAgain()) {
      queue.offer(record);
    } else if (!queue.offerRepeated(record)) {
      LOG.debug("A quality report is left to the next one: the buffer is full");
    }
  }

  @Override
  public Tap tap(TrackDescription track, long meetingStartEpochMicros) {
    return new TrackTap(queue, track, meetingStartEpochMicros, dropped);
  }

  /** Bytes that wait for the brokers. Any thread. */
  public long bufferedBytes() {
    return queue.unacknowledgedBytes();
  }

  /** Writes what waits, for three seconds at most; what is left then is counted and logged. */
  @Override
  public void close() {
    closing = true;
    ticker.shutdownNow();
    tick();
    try {
      if (!stopped.await(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(1));
    if (queue.unacknowledgedBytes() > 0) {
      LOG.warn("Stopped with {} bytes not written to the log", queue.unacknowledgedBytes());
    }
  }

  private void tick() {
    if (!open.isEmpty() || clock.monotonicMicros() < tickUntilMicros) {
      TapRecord.Tick tick =
          new TapRecord.Tick(new RtpRecord.Tick(config.sfuId(), clock.epochMicros()));
      if (!queue.offerRepeated(tick)) {
        LOG.debug("A tick is left to the next one: the buffer is full");
      }
    }
  }

  private void run() {
    try {
      awaitTopics();
      while (!closing || !queue.isEmpty()) {
        TapRecord record = queue.take(IDLE_NANOS);
        if (record != null) {
          write(record);
        }
      }
      producer.flush();
    } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
      LOG.info("The tap was told to stop before everything was written");
    } finally {
      stopped.countDown();
    }
  }

  private void awaitTopics() throws InterruptedException {
    boolean told = false;
    while (!TopicCreation.attempt(config.bootstrapServers(), config.topics())) {
      if (!told) {
        LOG.warn("No Kafka broker answers at {}; packets wait", config.bootstrapServers());
        told = true;
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private void write(TapRecord record) {
    String rtp = config.topics().rtp().name();
    String events = config.topics().meetingEvents().name();
    if (record instanceof TapRecord.Packet packet) {
      send(packet.toKafka(rtp), packet.bytes(), packet.losses());
    } else if (record instanceof TapRecord.Event event) {
      send(event.toKafka(events), event.bytes(), event.losses());
    } else if (record instanceof TapRecord.Tick tick) {
      for (int partition = partitions(rtp) - 1; partition >= 0; partition--) {
        sendCopy(tick, tick.toRtp(rtp, partition));
      }
      for (int partition = partitions(events) - 1; partition >= 0; partition--) {
        sendCopy(tick, tick.toEvents(events, partition));
      }
      queue.done(tick.bytes());
    }
  }

  /** None while the brokers refuse to tell: the next tick asks again. */
  private int partitions(String topic) {
    try {
      return producer.partitionsFor(topic).size();
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      failed(TapRecord.UNCOUNTED, e);
      return 0;
    }
  }

  private void sendCopy(TapRecord.Tick tick, ProducerRecord<byte[], byte[]> kafka) {
    queue.more(tick.bytes());
    send(kafka, tick.bytes(), tick.losses());
  }

  /** What is kept until the brokers answer must not hold the packet: the client has a copy. */
  private void send(ProducerRecord<byte[], byte[]> kafka, int bytes, TapRecord.LossCount losses) {
    try {
      producer.send(
          kafka,
          (metadata, failure) -> {
            queue.done(bytes);
            if (failure == null) {
              written.increment();
            } else {
              failed(losses, failure);
            }
          });
    } catch (KafkaException e) {
      if (e instanceof org.apache.kafka.common.errors.InterruptException interrupted) {
        throw interrupted;
      }
      queue.done(bytes);
      failed(losses, e);
    }
  }

  private void failed(TapRecord.LossCount losses, Exception failure) {
    losses.lost();
    lost.increment();
    if (lost.count() <= 20) {
      LOG.error("A record could not be written to the log", failure);
    }
  }

  /**
   * Memory is the only bound: nothing expires by time, and the client's own buffer holds more than
   * the queue lets through, half-filled batches included, so that the tap's thread is not held up
   * by it.
   */
  private static Map<String, Object> producerConfig(TapConfig config) {
    Map<String, Object> map = new HashMap<>();
    map.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    map.put(ProducerConfig.CLIENT_ID_CONFIG, "parley-" + config.sfuId());
    map.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    map.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    map.put(ProducerConfig.ACKS_CONFIG, "all");
    map.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // With more in flight a batch can overtake one that meets a partition just becoming led. A
    // broker that knows nothing of a producer takes any first number, and then the overtaken batch
    // is refused as out of order for ever.
    map.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    map.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    map.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    map.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    map.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    map.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
    map.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    map.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    map.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    map.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20);
    map.put(ProducerConfig.BUFFER_MEMORY_CONFIG, config.bufferBytes() + SPARE_BYTES);
    return map;
  }
}
