package io.parley.jobs.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.log.LogEntry;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.testing.TestMeeting;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.TrackId;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts timers, keyed state and what is sent, one event-time step after the other. */
class MeetingWindowsTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final long WINDOW = 4_096_000;
  private static final long GRACE = 1_500_000;

  private KeyedTwoInputStreamOperatorTestHarness<String, LogEntry, LogEntry, WindowTask> windows;

  @BeforeEach
  void open() throws Exception {
    windows =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new MeetingWindows(GRACE / 1_000, 2)),
            LogEntry::meetingId,
            LogEntry::meetingId,
            Types.STRING);
    windows.open();
  }

  @AfterEach
  void close() throws Exception {
    windows.close();
  }

  private void happens(TestMeeting meeting) throws Exception {
    for (MeetingEvent event : meeting.events()) {
      byte[] value = MeetingEventCodec.encode(event);
      windows.processElement2(
          LogEntry.of(event.meetingId().value(), event.atEpochMicros(), value),
          event.atEpochMicros() / 1_000);
    }
  }

  private void sound(long micros, long completeMicros) throws Exception {
    frame(MediaSource.MICROPHONE, MediaCodec.OPUS, true, micros, completeMicros);
  }

  private void frame(
      MediaSource source, MediaCodec codec, boolean key, long micros, long completeMicros)
      throws Exception {
    TrackId track = new TrackId("ann." + source.wireName() + ".1");
    EncodedFrame frame =
        new EncodedFrame(
            track,
            TestMeeting.participant("Ann"),
            source,
            codec,
            key,
            micros,
            20_000,
            new byte[] {1, 2, 3},
            false);
    long at = START + completeMicros;
    windows.processElement1(
        new LogEntry("m", track.value(), at, new byte[0], frame.toBytes()), at / 1_000);
  }

  private void passes(long micros) throws Exception {
    windows.processBothWatermarks(new Watermark((START + micros) / 1_000));
  }

  private List<WindowTask> sent() {
    return windows.extractOutputValues();
  }

  private static TestMeeting meeting() {
    return new TestMeeting("m", START, "Subject", true).join("Ann", 0);
  }

  @Test
  void closesAWindowAtItsEndAndTheGraceWithOneTimer() throws Exception {
    happens(meeting());
    sound(1_000_000, 1_050_000);
    passes(WINDOW + GRACE - 2_000);
    assertThat(sent()).isEmpty();
    assertThat(windows.numEventTimeTimers()).isEqualTo(1);
    passes(WINDOW + GRACE);
    assertThat(sent()).extracting(WindowTask::window).containsExactly(0L);
    assertThat(windows.numEventTimeTimers()).isEqualTo(1);
    passes(100_000_000);
    assertThat(windows.numEventTimeTimers()).isEqualTo(1);
    assertThat(sent()).hasSize(24);
  }

  @Test
  void leavesOutWhatWasCompleteTooLateEvenIfItIsHere() throws Exception {
    happens(meeting());
    sound(1_000_000, 1_050_000);
    sound(2_000_000, WINDOW + GRACE);
    sound(3_000_000, WINDOW + GRACE + 1_000);
    passes(WINDOW + GRACE);
    WindowInput input = WindowInput.fromBytes(sent().get(0).input());
    assertThat(input.tracks().get(0).frames())
        .extracting(EncodedFrame::micros)
        .containsExactly(1_000_000L, 2_000_000L);
    assertThat(input.people()).extracting(WindowInput.Person::name).containsExactly("Ann");
  }

  @Test
  void keepsPicturesFromTheKeyFrameOnAndLetsGoOfTheRest() throws Exception {
    happens(meeting());
    for (int i = 0; i < 120; i++) {
      long micros = i * 100_000L;
      frame(MediaSource.CAMERA, MediaCodec.VP8, i % 30 == 0, micros, micros + 50_000);
    }
    passes(2 * WINDOW + GRACE);
    WindowInput second = WindowInput.fromBytes(sent().get(1).input());
    assertThat(second.tracks().get(0).frames().get(0).micros()).isEqualTo(3_000_000);
    assertThat(windows.getSideOutput(MeetingWindows.ARCHIVES)).hasSize(1);
    ArchiveTask file = windows.getSideOutput(MeetingWindows.ARCHIVES).peek().getValue();
    assertThat(FrameList.fromBytes(file.frames())).hasSize(60);
    passes(60_000_000);
    // Progress, events, archived, and frames since the last key frame at 9 s.
    assertThat(windows.numKeyedStateEntries()).isLessThanOrEqualTo(5);
  }

  @Test
  void thePicturesOfAFileEndWhereTheNextFileBegins() throws Exception {
    happens(meeting());
    for (int i = 0; i < 120; i++) {
      // The last one before the key frame that begins the second file is late.
      long micros = i == 59 ? 5_995_000 : i * 100_000L;
      frame(MediaSource.CAMERA, MediaCodec.VP8, i % 30 == 0, micros, micros + 50_000);
    }
    passes(2 * WINDOW + GRACE);
    ArchiveTask file = windows.getSideOutput(MeetingWindows.ARCHIVES).peek().getValue();
    List<EncodedFrame> frames = FrameList.fromBytes(file.frames());
    assertThat(frames.get(59).micros()).isEqualTo(5_995_000);
    assertThat(frames.get(59).endMicros()).isEqualTo(6_000_000);
    assertThat(frames.get(58).durationMicros()).isEqualTo(20_000);
  }

  @Test
  void aCameraWhoseKeyFrameWasLostHoldsNothingUp() throws Exception {
    happens(meeting().end(5_000_000));
    for (int i = 0; i < 20; i++) {
      frame(MediaSource.CAMERA, MediaCodec.VP8, false, 4_000_000 + i * 40_000L, 4_900_000);
    }
    passes(5_000_000 + GRACE);
    assertThat(windows.getSideOutput(MeetingWindows.ARCHIVES)).isNullOrEmpty();
    MeetingOver over = windows.getSideOutput(MeetingWindows.OVER).peek().getValue();
    assertThat(over.archives()).isZero();
  }

  @Test
  void endsWithAPartOfAWindowAndForgetsEverything() throws Exception {
    happens(meeting().end(5_000_000));
    sound(4_500_000, 4_550_000);
    sound(5_200_000, 5_250_000);
    passes(5_000_000 + GRACE);
    assertThat(sent()).extracting(WindowTask::durationMicros).containsExactly(WINDOW, 904_000L);
    WindowInput last = WindowInput.fromBytes(sent().get(1).input());
    assertThat(last.tracks().get(0).frames())
        .extracting(EncodedFrame::micros)
        .containsExactly(4_500_000L);
    MeetingOver over = windows.getSideOutput(MeetingWindows.OVER).peek().getValue();
    assertThat(over.durationMicros()).isEqualTo(5_000_000);
    assertThat(over.windows()).isEqualTo(2);
    assertThat(over.archives()).isEqualTo(1);
    assertThat(windows.numKeyedStateEntries()).isEqualTo(1);
    passes(2 * 3_600_000_000L);
    assertThat(windows.numKeyedStateEntries()).isZero();
    assertThat(windows.numEventTimeTimers()).isZero();
  }

  @Test
  void showsNothingWhileRecordingIsOff() throws Exception {
    happens(meeting().recording(false, 1_000_000).recording(true, 3_000_000).end(4_000_000));
    sound(500_000, 550_000);
    sound(2_000_000, 2_050_000);
    sound(3_500_000, 3_550_000);
    passes(4_000_000 + GRACE);
    WindowInput input = WindowInput.fromBytes(sent().get(0).input());
    assertThat(input.tracks().get(0).frames())
        .extracting(EncodedFrame::micros)
        .containsExactly(500_000L, 3_500_000L);
    ArchiveTask file = windows.getSideOutput(MeetingWindows.ARCHIVES).peek().getValue();
    assertThat(FrameList.fromBytes(file.frames())).hasSize(2);
  }

  @Test
  void aMeetingNeverRecordedLeavesNothing() throws Exception {
    happens(new TestMeeting("m", START, "Subject", false).join("Ann", 0).end(9_000_000));
    sound(500_000, 550_000);
    passes(9_000_000 + GRACE);
    assertThat(sent()).isEmpty();
    assertThat(windows.getSideOutput(MeetingWindows.OVER)).isNullOrEmpty();
    assertThat(windows.getSideOutput(MeetingWindows.ARCHIVES)).isNullOrEmpty();
  }

  @Test
  void packetsOfAMeetingNobodyStartedAreDroppedAfterAMinute() throws Exception {
    sound(500_000, 550_000);
    assertThat(windows.numKeyedStateEntries()).isEqualTo(2);
    passes(60_550_000);
    assertThat(windows.numKeyedStateEntries()).isZero();
    assertThat(sent()).isEmpty();
  }
}
