package io.parley.web.log;

import io.parley.storage.codec.CaptionCodec;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.codec.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code meeting-events}, {@code captions} and {@code recordings} on a thread of its own.
 *
 * <p>The place in the log is committed after the records before it were handled, so nothing is
 * skipped; a record may be handled twice. What can't be read is counted and skipped. When the
 * listener fails (the database is away), the same record is tried again until it works.
 */
public final class LogReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final LogListener listener;
  private final Thread thread;
  private final AtomicLong handled = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private volatile boolean caughtUp;
  private volatile boolean closing;
  private volatile long lag;

  /**
   * @param readerId see {@link io.parley.web.WebConfig.Log}
   */
  public LogReader(String bootstrapServers, Topics topics, String readerId, LogListener listener) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, topics.prefix() + "parley-web-" + readerId);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topics = topics;
    this.listener = listener;
    this.thread = new Thread(this::run, "log-reader");
  }

  public void start() {
    thread.start();
  }

  /** True once everything the log held at the start has been handled. */
  public boolean caughtUp() {
    return caughtUp;
  }

  public long handled() {
    return handled.get();
  }

  /** Records that could not be read. */
  public long unreadable() {
    return unreadable.get();
  }

  /** Records not handled yet, as of the last poll. */
  public long lag() {
    return lag;
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(
          List.of(
              topics.meetingEvents().name(), topics.captions().name(), topics.recordings().name()));
      while (!closing) {
        step();
      }
      consumer.commitSync(Duration.ofSeconds(2));
    } catch (WakeupException | InterruptException e) {
      LOG.debug("the log reader was asked to stop");
    } catch (KafkaException e) {
      LOG.warn("the place in the log was not committed at the end; some records come again", e);
    }
  }

  private void step() {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (!handleUntilDone(record)) {
          return;
        }
      }
      if (!records.isEmpty()) {
        consumer.commitAsync();
      }
      measureLag();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("reading the log failed; trying again", e);
      pause();
    }
  }

  private void measureLag() {
    long behind = 0;
    boolean known = !consumer.assignment().isEmpty();
    for (var partition : consumer.assignment()) {
      var lagOf = consumer.currentLag(partition);
      known &= lagOf.isPresent();
      behind += lagOf.orElse(0);
    }
    lag = behind;
    if (known && behind == 0) {
      caughtUp = true;
    }
  }

  /** False if the reader is closing and the record was not handled. */
  private boolean handleUntilDone(ConsumerRecord<byte[], byte[]> record) {
    while (!closing) {
      try {
        handle(record);
        handled.incrementAndGet();
        return true;
      } catch (FormatException e) {
        unreadable.incrementAndGet();
        LOG.debug("{}-{}@{}", record.topic(), record.partition(), record.offset(), e);
        return true;
      } catch (RuntimeException e) {
        LOG.warn(
            "{}-{}@{} could not be handled; trying again",
            record.topic(),
            record.partition(),
            record.offset(),
            e);
        pause();
      }
    }
    return false;
  }

  private void handle(ConsumerRecord<byte[], byte[]> record) throws FormatException {
    if (record.topic().equals(topics.meetingEvents().name())) {
      listener.meeting(MeetingEventCodec.decode(record.value()));
    } else if (record.topic().equals(topics.captions().name())) {
      listener.caption(CaptionCodec.decode(record.value()));
    } else {
      listener.recording(RecordingEventCodec.decode(record.value()));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
