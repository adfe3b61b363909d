package io.parley.jobs.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.live.LiveTrackOperator;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.testing.TestMeeting;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.contract.MeetingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets and events come by two topics, in any order between them. */
class NameStageTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final long SETTLE = NameStage.SETTLE_MILLIS * 1_000;

  private KeyedBroadcastOperatorTestHarness<String, LogEntry, LogEntry, LogEntry> stage;

  @BeforeEach
  void open() throws Exception {
    stage = harness();
    stage.open();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  private static KeyedBroadcastOperatorTestHarness<String, LogEntry, LogEntry, LogEntry> harness()
      throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(new NameStage(), List.of(NameStage.MEETINGS)),
        LiveTrackOperator::keyOf,
        Types.STRING,
        1,
        1,
        0);
  }

  private void happen(TestMeeting meeting) throws Exception {
    for (MeetingEvent event : meeting.events()) {
      happens(event);
    }
  }

  private void happens(MeetingEvent event) throws Exception {
    byte[] value = MeetingEventCodec.encode(event);
    stage.processBroadcastElement(
        LogEntry.of(event.meetingId().value(), event.atEpochMicros(), value),
        event.atEpochMicros() / 1_000);
  }

  private static LogEntry packet(String track, long micros) {
    return new LogEntry("m", track, START + micros, new byte[] {1}, new byte[0]);
  }

  private void comes(LogEntry packet) throws Exception {
    stage.processElement(packet, packet.epochMicros() / 1_000);
  }

  private void passes(long micros) throws Exception {
    Watermark at = new Watermark((START + micros) / 1_000);
    stage.processWatermark(at);
    stage.processBroadcastWatermark(at);
  }

  /** What came out: times of packets on the meeting clock, and names where they are told. */
  private List<String> told() {
    return stage.extractOutputValues().stream()
        .map(
            entry ->
                NamesEntry.is(entry)
                    ? entry.key() + " " + NamesEntry.names(entry)
                    : entry.key() + " " + (entry.epochMicros() - START))
        .toList();
  }

  private int entries() {
    var operator = (AbstractStreamOperator<?>) stage.getOperator();
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }

  private static TestMeeting meeting() {
    return new TestMeeting("m", START, "Subject", true);
  }

  @Test
  void aNameCountsFromTwoSecondsAfterItsOwnerCame() throws Exception {
    happen(meeting().join("anna", 0).join("Ben", 3_000_000));
    passes(3_000_000);
    comes(packet("t", 1_000_000));
    comes(packet("t", 2_000_000));
    comes(packet("t", 4_990_000));
    comes(packet("t", 5_000_000));
    comes(packet("u", 5_000_000));
    assertThat(told())
        .containsExactly(
            "t 1000000",
            "t 2000000",
            "t [anna]",
            "t 4990000",
            "t 5000000",
            "t [anna, Ben]",
            "u 5000000",
            "u [anna, Ben]");
  }

  @Test
  void aPacketAheadOfTheEventsWaitsForThem() throws Exception {
    passes(1_000_000);
    comes(packet("t", 3_000_000));
    comes(packet("t", 3_020_000));
    comes(packet("t", 6_000_000));
    assertThat(told()).containsExactly("t 3000000");
    assertThat(stage.numEventTimeTimers()).isEqualTo(1);
    happen(meeting().join("anna", 1_010_000));
    passes(1_020_000);
    assertThat(told()).containsExactly("t 3000000", "t 3020000", "t [anna]");
    passes(10_000_000);
    assertThat(told()).containsExactly("t 3000000", "t 3020000", "t [anna]", "t 6000000");
  }

  @Test
  void whateverTheOrderBetweenTheTopicsTheSameIsHeard() throws Exception {
    TestMeeting meeting = meeting();
    for (int i = 0; i < 20; i++) {
      meeting.join("Person" + (i % 15), i * 400_000L);
    }
    meeting.end(9_000_000);
    List<LogEntry> packets = new ArrayList<>();
    for (long at = 0; at < 12_000_000; at += 50_000) {
      packets.add(packet("t", at));
    }
    List<String> first = List.of();
    for (int seed = 0; seed < 30; seed++) {
      close();
      open();
      read(meeting, packets, new Random(seed));
      if (seed == 0) {
        first = told();
        assertThat(first).contains("t 3000000", "t [Person0, Person1, Person2]");
      }
      assertThat(told()).as("seed " + seed).isEqualTo(first);
    }
  }

  /** Reads both topics in turns of random length, and goes on elsewhere now and then. */
  private void read(TestMeeting meeting, List<LogEntry> packets, Random random) throws Exception {
    int p = 0;
    int e = 0;
    long packetTime = START - 1;
    long eventTime = START - 1;
    List<LogEntry> before = new ArrayList<>();
    while (p < packets.size() || e < meeting.events().size()) {
      int turn = 1 + random.nextInt(40);
      if (random.nextBoolean()) {
        for (; turn > 0 && p < packets.size(); turn--) {
          comes(packets.get(p));
          packetTime = packets.get(p++).epochMicros();
        }
      } else {
        for (; turn > 0 && e < meeting.events().size(); turn -= 8) {
          happens(meeting.events().get(e));
          eventTime = meeting.events().get(e++).atEpochMicros();
        }
      }
      stage.processWatermark(new Watermark(packetTime / 1_000 - 1));
      stage.processBroadcastWatermark(new Watermark(eventTime / 1_000 - 1));
      if (random.nextInt(10) == 0) {
        before.addAll(stage.extractOutputValues());
        OperatorSubtaskState state = stage.snapshot(1, 1);
        stage.close();
        stage = harness();
        stage.initializeState(state);
        stage.open();
      }
    }
    passes(60_000_000);
    before.addAll(stage.extractOutputValues());
    stage.getOutput().clear();
    before.forEach(entry -> stage.getOutput().add(new StreamRecord<>(entry)));
  }

  @Test
  void stateIsBoundedAndGoes() throws Exception {
    TestMeeting meeting = meeting();
    for (int i = 0; i < 2 * MeetingNames.MAX_NAMES; i++) {
      meeting.join("P" + i, 0);
    }
    happen(meeting);
    passes(SETTLE);
    for (int track = 0; track < 100; track++) {
      comes(packet("t" + track, SETTLE));
    }
    LogEntry names = stage.extractOutputValues().get(1);
    assertThat(NamesEntry.names(names)).hasSize(MeetingNames.MAX_NAMES);
    assertThat(entries()).isEqualTo(100);
    happens(meeting.end(10_000_000).events().get(meeting.events().size() - 1));
    passes(4_000_000_000L);
    assertThat(entries()).isZero();
    assertThat(stage.numEventTimeTimers()).isZero();
    happen(new TestMeeting("other", START + 4_000_000_000L, "", true).join("Zoe", 0));
    assertThat(stage.getBroadcastState(NameStage.MEETINGS).immutableEntries())
        .singleElement()
        .satisfies(left -> assertThat(left.getKey()).isEqualTo("other"));
  }
}
