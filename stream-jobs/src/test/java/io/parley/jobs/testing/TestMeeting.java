package io.parley.jobs.testing;

import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.track.Rtp;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingEvent.EndReason;
import io.parley.storage.contract.MeetingEvent.LeaveReason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.OpusPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A meeting made up for a test: what the SFU would have written into the log. */
public final class TestMeeting {
  /** How long a packet travels. */
  private static final long TRANSIT_MICROS = 30_000;

  /** Encoded once: encoders in real-time mode do their best in the time they have, and so vary. */
  private static final Map<String, List<byte[]>> PICTURES = new ConcurrentHashMap<>();

  private final MeetingId id;
  private final long startEpochMicros;
  private final List<MeetingEvent> events = new ArrayList<>();
  private final List<RtpRecord.Packet> packets = new ArrayList<>();
  private final Map<String, Integer> tapSequence = new HashMap<>();
  private long endMicros;

  public TestMeeting(String id, long startEpochMicros, String subject, boolean recording) {
    this.id = new MeetingId(id);
    this.startEpochMicros = startEpochMicros;
    events.add(new MeetingEvent.MeetingStarted(this.id, startEpochMicros, subject, recording));
  }

  /** Ten minutes ago: a broker takes no record from far in the past or future. */
  public static long recently() {
    return Instant.now().minusSeconds(600).getEpochSecond() * 1_000_000;
  }

  public MeetingId id() {
    return id;
  }

  public long startEpochMicros() {
    return startEpochMicros;
  }

  public long endMicros() {
    return endMicros;
  }

  public List<MeetingEvent> events() {
    return events;
  }

  public List<RtpRecord.Packet> packets() {
    return packets;
  }

  /** A first part of a fixture dialogue, with everybody's microphone. */
  public static TestMeeting ofDialogue(
      String id, long startEpochMicros, String dialogueId, long lengthMicros) {
    FixtureDialogue dialogue = FixtureDialogue.load(dialogueId);
    TestMeeting meeting = new TestMeeting(id, startEpochMicros, dialogue.title(), true);
    for (FixtureDialogue.Speaker speaker : dialogue.speakers()) {
      meeting.join(speaker.name(), 0);
      meeting.sound(speaker.name(), dialogue.packets(speaker.name()), lengthMicros);
    }
    return meeting.end(lengthMicros);
  }

  public static ParticipantId participant(String name) {
    return new ParticipantId(name.toLowerCase(Locale.ROOT));
  }

  public TestMeeting join(String name, long micros) {
    events.add(
        new MeetingEvent.ParticipantJoined(
            id, startEpochMicros + micros, participant(name), name, null, false, 0x3366cc));
    return this;
  }

  public TestMeeting leave(String name, long micros) {
    events.add(
        new MeetingEvent.ParticipantLeft(
            id, startEpochMicros + micros, participant(name), LeaveReason.LEFT));
    return this;
  }

  public TestMeeting recording(boolean on, long micros) {
    events.add(new MeetingEvent.RecordingSwitched(id, startEpochMicros + micros, on, null));
    return this;
  }

  public TestMeeting chat(String name, String text, long micros) {
    String message = "m" + events.size();
    events.add(
        new MeetingEvent.ChatSent(
            id, startEpochMicros + micros, message, participant(name), name, text));
    return this;
  }

  public TestMeeting end(long micros) {
    endMicros = micros;
    events.add(new MeetingEvent.MeetingEnded(id, startEpochMicros + micros, EndReason.HOST_ENDED));
    return this;
  }

  public TrackDescription track(String name, MediaSource source, MediaCodec codec) {
    ParticipantId who = participant(name);
    boolean audio = source.isAudio();
    return new TrackDescription(
        id,
        who,
        new TrackId(who.value() + "." + source.wireName() + ".1"),
        source,
        codec,
        audio ? 111 : 96,
        audio ? 48_000 : 90_000,
        audio ? 2 : 0,
        audio ? "minptime=10;useinbandfec=1" : "",
        0);
  }

  /** A microphone that sends these packets, up to {@code untilMicros}. */
  public TestMeeting sound(String name, List<OpusPacket> opus, long untilMicros) {
    TrackDescription track = track(name, MediaSource.MICROPHONE, MediaCodec.OPUS);
    events.add(new MeetingEvent.TrackPublished(id, startEpochMicros, track));
    int sequence = 1_000 + name.hashCode() % 1_000;
    long first = 77_000;
    for (OpusPacket packet : opus) {
      long lengthMicros = packet.samples() * 1_000L / 48;
      if (packet.startMicros() >= 0 && packet.startMicros() < untilMicros) {
        long rtp = first + packet.startSample();
        long arrival = packet.startMicros() + lengthMicros + TRANSIT_MICROS;
        add(track, rtp(track, sequence, rtp, false, packet.data()), arrival);
      }
      sequence++;
    }
    return this;
  }

  /** A camera that sends numbered pictures, 15 a second, a key frame every three seconds. */
  public TestMeeting camera(String name, MediaCodec codec, long untilMicros) {
    TrackDescription track = track(name, MediaSource.CAMERA, codec);
    events.add(new MeetingEvent.TrackPublished(id, startEpochMicros, track));
    Rtp rtp = new Rtp(name, MediaSource.CAMERA, codec, 65_500, 4_294_900_000L);
    int count = (int) (untilMicros * 15 / 1_000_000);
    List<byte[]> pictures =
        PICTURES.computeIfAbsent(
            codec + "/" + count, key -> TestEncoder.pictures(codec, 320, 180, 15, count, 45, 0));
    for (int i = 0; i < pictures.size(); i++) {
      double capture = i * 1_000_000.0 / 15;
      for (RtpRecord.Packet packet : rtp.frame(pictures.get(i), capture, 0)) {
        add(track, packet.packet(), (long) capture + TRANSIT_MICROS);
      }
    }
    return this;
  }

  /** Adds a packet as it came. */
  public void add(TrackDescription track, byte[] packet, long arrivalMicros) {
    int tap = tapSequence.merge(track.trackId().value(), 1, Integer::sum) - 1;
    packets.add(
        new RtpRecord.Packet(
            track, startEpochMicros, startEpochMicros + arrivalMicros, tap, packet));
  }

  /** RFC 3550 §5.1, no extension. */
  public static byte[] rtp(
      TrackDescription track, int sequence, long timestamp, boolean marker, byte[] payload) {
    return ByteBuffer.allocate(12 + payload.length)
        .put((byte) 0x80)
        .put((byte) ((marker ? 0x80 : 0) | track.payloadType()))
        .putShort((short) sequence)
        .putInt((int) timestamp)
        .putInt(track.trackId().value().hashCode())
        .put(payload)
        .array();
  }
}
