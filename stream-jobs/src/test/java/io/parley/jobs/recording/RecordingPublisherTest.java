package io.parley.jobs.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.jobs.JobConfig;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.media.window.WindowReport;
import io.parley.jobs.testing.MemoryStore;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In whatever order windows, archive files, end and watermark come. */
class RecordingPublisherTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final MeetingId MEETING = new MeetingId("m");
  private static final ObjectKeys KEYS = new ObjectKeys(MEETING);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final MemoryStore store = new MemoryStore();

  private KeyedTwoInputStreamOperatorTestHarness<String, Stored, MeetingOver, LogEntry> publisher;

  @BeforeEach
  void open() throws Exception {
    publisher =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(
                new RecordingPublisher(JobConfig.Picture.standard(), () -> store)),
            Stored::meetingId,
            MeetingOver::meetingId,
            Types.STRING);
    publisher.open();
  }

  @AfterEach
  void close() throws Exception {
    publisher.close();
  }

  @Test
  void anEndThatComesBeforeTheFirstWatermarkIsRemembered() throws Exception {
    publisher.processElement2(over(), START / 1_000);
    publisher.processBothWatermarks(new Watermark(START / 1_000 + 20_000));
    publisher.processElement1(segment(), START / 1_000);
    assertThat(store.events()).singleElement().isInstanceOf(RecordingEvent.SegmentStored.class);

    publisher.processElement1(archive(), START / 1_000);
    assertThat(store.events())
        .last()
        .isEqualTo(new RecordingEvent.RecordingCompleted(MEETING, 4_000_000, KEYS.manifest()));
    assertThat(store.keys()).contains(KEYS.manifest(), KEYS.timeline(), KEYS.hlsMaster());
  }

  private static MeetingOver over() {
    byte[] people =
        "{\"subject\":\"s\",\"people\":[],\"tracks\":[]}".getBytes(StandardCharsets.UTF_8);
    return new MeetingOver(MEETING.value(), START, 4_000_000, 1, 1, new byte[0], people);
  }

  private static Stored segment() throws Exception {
    WindowReport report = new WindowReport(0, List.of());
    byte[] detail =
        JSON.writeValueAsBytes(new SegmentDetail("avc1.42c01f,mp4a.40.2", 9, "00", report));
    String key = KEYS.hlsSegment("video", 0);
    return new Stored(MEETING.value(), 0, "", START, key, 0, 4_000_000, 10, "01", detail);
  }

  private static Stored archive() {
    String key = KEYS.prefix() + "tracks/ann.microphone.1/00000000000000.webm";
    String track = "ann.microphone.1";
    return new Stored(MEETING.value(), 0, track, 0, key, 0, 4_000_000, 10, "02", new byte[0]);
  }
}
