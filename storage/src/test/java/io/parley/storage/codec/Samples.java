package io.parley.storage.codec;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.Minutes;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.UserId;
import io.parley.storage.contract.Word;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One value of every record type, by the name of its golden file. */
final class Samples {
  static final MeetingId MEETING = new MeetingId("m-2026.11_A");
  static final ParticipantId ANNA = new ParticipantId("p1");
  static final TrackId MICROPHONE = new TrackId("p1.microphone.1");
  static final long START = 1_763_697_600_000_000L;
  static final TrackDescription AUDIO =
      new TrackDescription(
          MEETING,
          ANNA,
          MICROPHONE,
          MediaSource.MICROPHONE,
          MediaCodec.OPUS,
          111,
          48_000,
          2,
          "minptime=10;useinbandfec=1",
          1);
  static final TrackDescription SCREEN =
      new TrackDescription(
          MEETING,
          ANNA,
          new TrackId("p1.screen.2"),
          MediaSource.SCREEN,
          MediaCodec.H264,
          102,
          90_000,
          0,
          "packetization-mode=1;profile-level-id=42e01f",
          0);
  static final RtpRecord.Tick TICK = new RtpRecord.Tick("sfu-1", START + 500_000);

  private Samples() {}

  static Map<String, MeetingEvent> events() {
    Map<String, MeetingEvent> samples = new LinkedHashMap<>();
    long at = START + 1_000;
    samples.put(
        "meeting-started",
        new MeetingEvent.MeetingStarted(MEETING, START, "Planung Q1 \"计划\"", true));
    samples.put(
        "meeting-ended",
        new MeetingEvent.MeetingEnded(MEETING, at, MeetingEvent.EndReason.HOST_ENDED));
    samples.put(
        "participant-joined",
        new MeetingEvent.ParticipantJoined(
            MEETING, at, ANNA, "Anna Müller", new UserId("u7"), true, 0x2d7ff9));
    samples.put(
        "participant-joined-guest",
        new MeetingEvent.ParticipantJoined(
            MEETING, at, new ParticipantId("p2"), "李雷", null, false, 0xffaa00));
    samples.put(
        "participant-left",
        new MeetingEvent.ParticipantLeft(
            MEETING, at, ANNA, MeetingEvent.LeaveReason.CONNECTION_LOST));
    samples.put("track-published", new MeetingEvent.TrackPublished(MEETING, at, AUDIO));
    samples.put("track-muted", new MeetingEvent.TrackMuted(MEETING, at, MICROPHONE, true));
    samples.put("track-ended", new MeetingEvent.TrackEnded(MEETING, at, MICROPHONE));
    samples.put("active-speaker", new MeetingEvent.ActiveSpeaker(MEETING, at, ANNA));
    samples.put("active-speaker-nobody", new MeetingEvent.ActiveSpeaker(MEETING, at, null));
    samples.put("recording-switched", new MeetingEvent.RecordingSwitched(MEETING, at, false, ANNA));
    samples.put("consent-given", new MeetingEvent.ConsentGiven(MEETING, at, ANNA, true));
    samples.put(
        "chat-sent",
        new MeetingEvent.ChatSent(MEETING, at, "c1", ANNA, "Anna Müller", "see\nhttps://a.b 🙂"));
    samples.put(
        "quality-report",
        new MeetingEvent.QualityReport(MEETING, at, ANNA, 12_000, 34, 2.5, -1, 1_500_000, 0));
    samples.put(
        "track-quality",
        new MeetingEvent.TrackQuality(
            MEETING, at, MICROPHONE, 12_000, 34, 2, 960_000, 2.5, 1, 320.5, 0.25, -12.5));
    samples.put(
        "subscriber-quality",
        new MeetingEvent.SubscriberQuality(
            MEETING,
            at,
            new ParticipantId("p2"),
            List.of(
                new MeetingEvent.ReceivedTrack(
                    MICROPHONE, 11_000, 20, 0.001, 3.5, 42.5, 0, 0, 0.25, -12.5))));
    return samples;
  }

  static Map<String, Caption> captions() {
    Map<String, Caption> samples = new LinkedHashMap<>();
    samples.put(
        "utterance",
        new Caption.Utterance(
            MEETING,
            Caption.Utterance.idOf(MICROPHONE, 1_200_000),
            MICROPHONE,
            ANNA,
            3,
            true,
            1_200_000,
            2_100_000,
            "Good morning.",
            List.of(
                new Word("Good", 1_200_000, 1_500_000, 0.98),
                new Word("morning.", 1_550_000, 2_100_000, 1.0)),
            "en",
            "vosk-model-demo-en",
            true));
    samples.put(
        "transcript-completed", new Caption.TranscriptCompleted(MEETING, 3_600_000_000L, 412));
    return samples;
  }

  static Map<String, RecordingEvent> recordings() {
    Map<String, RecordingEvent> samples = new LinkedHashMap<>();
    ObjectKeys keys = new ObjectKeys(MEETING);
    samples.put(
        "segment-stored",
        new RecordingEvent.SegmentStored(
            MEETING, 7, keys.hlsSegment("video", 7), 28_672_000, 4_096_000, 345_678, 32_768_000));
    samples.put(
        "recording-completed",
        new RecordingEvent.RecordingCompleted(MEETING, 3_600_000_000L, keys.manifest()));
    samples.put("transcript-ready", new RecordingEvent.TranscriptReady(MEETING, "en", 412));
    samples.put("minutes-ready", new RecordingEvent.MinutesReady(MEETING, 1, keys.minutes(1)));
    return samples;
  }

  static Minutes minutes() {
    Minutes.Line line =
        new Minutes.Line("I will send it by Friday.", "Anna", 5_000_000, List.of("t@5000000"));
    return new Minutes(
        MEETING,
        1,
        "Planung",
        START,
        3_600_000_000L,
        "en",
        null,
        List.of(new Minutes.Attendee(ANNA, "Anna", 90_000_000, 12, 400)),
        List.of(line),
        List.of(new Minutes.Chapter("Budget", 0, 60_000_000)),
        List.of(line),
        List.of(
            new Minutes.ActionItem(line, "Anna", "by Friday", LocalDate.of(2026, 11, 27)),
            new Minutes.ActionItem(line, null, null, null)),
        List.of(new Minutes.Question(line, false)),
        List.of(new Minutes.Keyword("budget", 0.75)));
  }
}
