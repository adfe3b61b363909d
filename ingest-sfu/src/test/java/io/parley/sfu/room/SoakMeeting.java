package io.parley.sfu.room;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RouterCapabilities;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.contract.MediaSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Four people with camera and microphone on a loop whose time is simulated: one packet in a hundred
 * is lost on its way to the unit and sent again when asked for, sequence numbers and timestamps
 * begin shortly before they wrap, and one camera is switched off and on every minute.
 */
final class SoakMeeting {
  private static final List<String> PEOPLE = List.of("ada", "ben", "cleo", "dan");
  private static final long BEAT_MICROS = 20_000;
  private static final int TRANSPORT_WIDE = 5;

  private final FakeLoop loop = new FakeLoop();
  private final Random random = new Random(20261121);
  private final Meeting meeting;
  private final List<Person> people = new ArrayList<>();
  private final Map<Long, StreamCheck> checks = new HashMap<>();
  private boolean lossy = true;
  private long nextSsrc = 100;
  private long checkedPackets;
  private long lost;

  SoakMeeting() throws RequestException {
    MeetingContext context =
        new MeetingContext(
            loop,
            listener -> new CountingTransport(listener),
            new NoLog(),
            new MeetingSettings(60_000_000, 30_000_000, PEOPLE.size()),
            new Random(1));
    meeting = new Meeting(RoomTokens.of("soak", "ada"), context, ended -> {});
    for (String name : PEOPLE) {
      people.add(new Person(name));
    }
    loop.runTasks();
    resumeAll();
    loop.every(BEAT_MICROS, () -> people.forEach(Person::beat));
  }

  private void resumeAll() throws RequestException {
    for (Person person : people) {
      for (Consumer consumer : person.participant.consumers.values()) {
        meeting.media().setConsumerPaused(person.participant, consumer.id, false);
      }
    }
  }

  /** A minute of the meeting; at its end everything that was sent has arrived. */
  void minute() throws RequestException {
    loop.pass(57);
    lossy = false;
    loop.pass(3);
    lossy = true;
    checks.values().forEach(StreamCheck::assertWhole);
    Person restless = people.get(people.size() - 1);
    restless.cameraAnew();
    loop.runTasks();
    resumeAll();
    checks.keySet().retainAll(live());
  }

  private List<Long> live() {
    return people.stream()
        .flatMap(one -> one.participant.consumers.values().stream())
        .map(consumer -> consumer.path.ssrc())
        .toList();
  }

  /** Everything that is kept in tables, by name. */
  Map<String, Integer> tables() {
    Map<String, Integer> sizes = new HashMap<>();
    for (Person person : people) {
      Participant one = person.participant;
      sizes.merge("producers", one.producers.size(), Integer::sum);
      sizes.merge("consumers", one.consumers.size(), Integer::sum);
      sizes.merge("taps", one.taps.size(), Integer::sum);
      sizes.merge("ssrcs received", one.send.receivePath.known(), Integer::sum);
      sizes.merge("tracks received", one.send.receivePath.tracks().size(), Integer::sum);
      sizes.merge("ssrcs sent", one.recv.subscriberFeedback.size(), Integer::sum);
    }
    sizes.put("timers", loop.planned());
    return sizes;
  }

  long checkedPackets() {
    return checkedPackets;
  }

  long lost() {
    return lost;
  }

  private final class Person {
    final Participant participant;
    private final List<Source> sources = new ArrayList<>();
    private long beats;

    Person(String name) throws RequestException {
      SignalChannel deaf =
          new SignalChannel() {
            @Override
            public void notification(String method, Object data) {}

            @Override
            public void close(int code, String reason) {}
          };
      participant = meeting.join(RoomTokens.of("soak", name), RouterCapabilities.get(), null, deaf);
      meeting.media().createTransport(participant, true);
      meeting.media().createTransport(participant, false);
      wire(participant.send).toClient = this::feedback;
      wire(participant.recv).toClient = this::arrived;
      sources.add(new Source(this, MediaSource.MICROPHONE));
      sources.add(new Source(this, MediaSource.CAMERA));
    }

    private CountingTransport wire(MediaTransport transport) {
      return (CountingTransport) transport.wire();
    }

    void cameraAnew() throws RequestException {
      Source camera = sources.remove(1);
      meeting.media().closeProducer(participant, camera.id);
      sources.add(new Source(this, MediaSource.CAMERA));
    }

    void beat() {
      beats++;
      sources.forEach(Source::beat);
      if (beats % 50 == 0) {
        report();
      }
    }

    /** As a receiver does once a second. */
    private void report() {
      List<ReportBlock> blocks = new ArrayList<>();
      for (Consumer consumer : participant.consumers.values()) {
        blocks.add(new ReportBlock(consumer.path.ssrc(), 0, 0, 0, 10, 0, 0));
      }
      byte[] buf = new byte[1_500];
      int length = new ReceiverReport(1, blocks).write(buf, 0);
      participant.recv.onRtcp(buf, 0, length, loop.epochMicros());
    }

    /** The unit asks for what was lost. */
    private void feedback(byte[] packet, boolean rtcp) {
      RtcpCompound walk = RtcpCompound.of(packet);
      while (rtcp && walk.next()) {
        if (walk.is(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.FMT_NACK)) {
          Nack nack = Nack.parse(walk);
          for (Source source : List.copyOf(sources)) {
            if (source.ssrc == nack.mediaSsrc()) {
              loop.after(15_000, () -> source.again(nack.sequences()));
            }
          }
        }
      }
    }

    private void arrived(byte[] packet, boolean rtcp) {
      if (!rtcp) {
        RtpPacket media = RtpPacket.of(packet);
        checks.computeIfAbsent(media.ssrc(), ssrc -> new StreamCheck()).packet(media);
        checkedPackets++;
        return;
      }
      RtcpCompound walk = RtcpCompound.of(packet);
      while (walk.next()) {
        if (walk.type() == RtcpPacket.SENDER_REPORT) {
          SenderReport report = SenderReport.parse(walk);
          StreamCheck check = checks.get(report.ssrc());
          if (check != null && check.started()) {
            check.report(report, sentTimestamp(report));
          }
        }
      }
    }

    private long sentTimestamp(SenderReport report) {
      for (Consumer consumer : participant.consumers.values()) {
        if (consumer.path.ssrc() == report.ssrc()) {
          return people.stream()
              .flatMap(one -> one.sources.stream())
              .filter(source -> source.id.equals(consumer.producer.id()))
              .findFirst()
              .orElseThrow()
              .reportedTimestamp;
        }
      }
      throw new AssertionError("a report of a stream that is over");
    }
  }

  /** One track: three packets a picture and 33 pictures a second, or 50 packets of sound. */
  private final class Source {
    private static final int REMEMBERED = 512;

    final long ssrc = nextSsrc++;
    final String id;
    long reportedTimestamp;
    private final Person owner;
    private final boolean video;
    private final byte[][] sent = new byte[REMEMBERED][];
    private long sequence = 65_000;
    private long timestamp = 0xffff_ffffL - 900_000;
    private long beats;
    private int transportWide;

    Source(Person owner, MediaSource source) throws RequestException {
      this.owner = owner;
      this.video = source == MediaSource.CAMERA;
      this.id =
          meeting
              .media()
              .produce(
                  owner.participant,
                  owner.participant.send.id(),
                  video ? MediaKind.VIDEO : MediaKind.AUDIO,
                  source,
                  offer(),
                  false)
              .id();
    }

    private RtpParameters offer() {
      List<RtcpFeedback> feedback = List.of(RtcpFeedback.NACK, RtcpFeedback.PLI);
      return new RtpParameters(
          Long.toString(ssrc),
          List.of(
              video
                  ? new RtpParameters.Codec("video/VP8", 96, 90_000, null, Map.of(), feedback)
                  : new RtpParameters.Codec("audio/opus", 111, 48_000, 2, Map.of(), feedback)),
          List.of(
              new RtpParameters.HeaderExtension(
                  HeaderExtensionUris.TRANSPORT_CC, TRANSPORT_WIDE, false)),
          List.of(RtpParameters.Encoding.of(ssrc, null)),
          new RtpParameters.Rtcp("c", true, true));
    }

    void beat() {
      beats++;
      timestamp += video ? 1_800 : 960;
      for (int i = video ? 3 : 1; i > 0; i--) {
        byte[] packet = next();
        sent[(int) (sequence % REMEMBERED)] = packet;
        if (lossy && random.nextInt(100) == 0) {
          lost++;
        } else {
          give(packet);
        }
        sequence++;
      }
      if (beats % 250 == 0) {
        senderReport();
      }
    }

    private byte[] next() {
      byte[] payload = StreamCheck.payload(sequence, timestamp);
      byte[] buf = new byte[100];
      byte[] wide = {(byte) (transportWide >> 8), (byte) transportWide};
      transportWide = transportWide + 1 & 0xffff;
      int length =
          new RtpWriter(buf)
              .begin(0, true, video ? 96 : 111, sequence, timestamp, ssrc)
              .extension(TRANSPORT_WIDE, wide, 0, 2)
              .payload(payload, 0, payload.length)
              .end();
      return Arrays.copyOf(buf, length);
    }

    private void give(byte[] packet) {
      byte[] copy = packet.clone();
      owner.participant.send.onRtp(copy, 0, copy.length, loop.epochMicros());
    }

    void again(int[] sequences) {
      for (int low : sequences) {
        for (byte[] packet : sent) {
          if (packet != null && RtpPacket.of(packet).sequenceNumber() == low) {
            give(packet);
          }
        }
      }
    }

    private void senderReport() {
      reportedTimestamp = timestamp & 0xffff_ffffL;
      byte[] buf = new byte[200];
      long ntp = NtpTime.ofEpochMicros(loop.epochMicros());
      int length =
          new SenderReport(ssrc, ntp, reportedTimestamp, sequence & 0xffff_ffffL, 0, List.of())
              .write(buf, 0);
      owner.participant.send.onRtcp(buf, 0, length, loop.epochMicros());
    }
  }
}
