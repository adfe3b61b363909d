package io.parley.jobs.log;

import io.parley.storage.codec.CaptionCodec;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RtpRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The topics that jobs read, each with the way from a Kafka record to a {@link LogEntry}. */
public enum LogTopic {
  RTP {
    @Override
    public Topics.Topic in(Topics topics) {
      return topics.rtp();
    }

    @Override
    LogEntry read(ConsumerRecord<byte[], byte[]> kafka) throws FormatException {
      Header header = kafka.headers().lastHeader(Topics.RTP_HEADER);
      byte[] headerBytes = header == null ? null : header.value();
      RtpRecord read = RtpRecordCodec.decode(headerBytes, kafka.value());
      if (headerBytes == null || !(read instanceof RtpRecord.Packet packet)) {
        return LogEntry.tick(read.arrivalEpochMicros());
      }
      return new LogEntry(
          packet.track().meetingId().value(),
          packet.track().trackId().value(),
          packet.arrivalEpochMicros(),
          headerBytes,
          packet.packet());
    }
  },
  MEETING_EVENTS {
    @Override
    public Topics.Topic in(Topics topics) {
      return topics.meetingEvents();
    }

    @Override
    LogEntry read(ConsumerRecord<byte[], byte[]> kafka) throws FormatException {
      MeetingLogEntry read = MeetingEventCodec.decode(kafka.value());
      if (!(read instanceof MeetingLogEntry.Event entry)) {
        return LogEntry.tick(read.atEpochMicros());
      }
      MeetingEvent event = entry.event();
      return LogEntry.of(event.meetingId().value(), event.atEpochMicros(), kafka.value());
    }
  },
  CAPTIONS {
    @Override
    public Topics.Topic in(Topics topics) {
      return topics.captions();
    }

    @Override
    LogEntry read(ConsumerRecord<byte[], byte[]> kafka) throws FormatException {
      String meeting = CaptionCodec.decode(kafka.value()).meetingId().value();
      return LogEntry.of(meeting, kafka.timestamp() * 1_000, kafka.value());
    }
  },
  RECORDINGS {
    @Override
    public Topics.Topic in(Topics topics) {
      return topics.recordings();
    }

    @Override
    LogEntry read(ConsumerRecord<byte[], byte[]> kafka) throws FormatException {
      String meeting = RecordingEventCodec.decode(kafka.value()).meetingId().value();
      return LogEntry.of(meeting, kafka.timestamp() * 1_000, kafka.value());
    }
  };

  /** The topic's name and shape in an installation. */
  public abstract Topics.Topic in(Topics topics);

  /**
   * @throws FormatException if the record is not what the topic holds
   */
  abstract LogEntry read(ConsumerRecord<byte[], byte[]> kafka) throws FormatException;
}
