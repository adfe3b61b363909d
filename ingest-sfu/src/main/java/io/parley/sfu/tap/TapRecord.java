package io.parley.sfu.tap;

import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RtpRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Something on its way into the log. */
sealed interface TapRecord {

  /**
   * Bytes of memory beside the packet itself that a record costs until the brokers have it: its
   * place in the queue, then its header and key in a batch of the Kafka client, and what that
   * client keeps to tell how it ended.
   */
  int OVERHEAD_BYTES = 512;

  /** Bytes it is counted with while it waits. */
  int bytes();

  /** Who counts it when it could not be written; holds on to nothing of the record. */
  LossCount losses();

  /** Counts what the log never saw. Any thread. */
  interface LossCount {
    void lost();
  }

  /** For what is counted only as a record that failed. */
  LossCount UNCOUNTED = () -> {};

  /**
   * A packet or a sender report.
   *
   * @param sequence of the track's tap
   */
  record Packet(TrackTap track, long arrivalEpochMicros, long sequence, byte[] packet)
      implements TapRecord {
    @Override
    public int bytes() {
      return packet.length + OVERHEAD_BYTES;
    }

    @Override
    public LossCount losses() {
      return track;
    }

    ProducerRecord<byte[], byte[]> toKafka(String topic) {
      byte[] header = track.encoder().encodeHeader(arrivalEpochMicros, sequence);
      return new ProducerRecord<>(
          topic,
          null,
          arrivalEpochMicros / 1_000,
          track.key(),
          packet,
          List.of(new RecordHeader(Topics.RTP_HEADER, header)));
    }
  }

  /** Something that happened. */
  record Event(MeetingEvent event, byte[] json) implements TapRecord {
    static Event of(MeetingEvent event) {
      return new Event(event, MeetingEventCodec.encode(event));
    }

    @Override
    public int bytes() {
      return json.length + OVERHEAD_BYTES;
    }

    @Override
    public LossCount losses() {
      return UNCOUNTED;
    }

    /** Whether a later one says the same and more, so that this one may be let go. */
    boolean comesAgain() {
      return MeetingEvent.isQuality(event);
    }

    ProducerRecord<byte[], byte[]> toKafka(String topic) {
      byte[] key = event.meetingId().value().getBytes(StandardCharsets.UTF_8);
      return new ProducerRecord<>(topic, null, event.atEpochMicros() / 1_000, key, json);
    }
  }

  /** Time passed: one record for every partition. */
  record Tick(RtpRecord.Tick tick) implements TapRecord {
    @Override
    public int bytes() {
      return OVERHEAD_BYTES;
    }

    @Override
    public LossCount losses() {
      return UNCOUNTED;
    }

    ProducerRecord<byte[], byte[]> toRtp(String topic, int partition) {
      return new ProducerRecord<>(
          topic,
          partition,
          tick.arrivalEpochMicros() / 1_000,
          null,
          RtpRecordCodec.encodeValue(tick),
          List.of(new RecordHeader(Topics.RTP_HEADER, RtpRecordCodec.encodeHeader(tick))));
    }

    ProducerRecord<byte[], byte[]> toEvents(String topic, int partition) {
      byte @Nullable [] none = null;
      return new ProducerRecord<>(
          topic,
          partition,
          tick.arrivalEpochMicros() / 1_000,
          none,
          MeetingEventCodec.encodeTick(tick));
    }
  }
}
