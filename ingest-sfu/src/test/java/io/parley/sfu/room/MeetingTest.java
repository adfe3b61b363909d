package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RouterCapabilities;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.room.RequestException.Code;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.sfu.transport.DisconnectReason;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingEvent.EndReason;
import io.parley.storage.contract.MeetingEvent.LeaveReason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rooms on a loop whose time the test moves, with transports that have no network. */
class MeetingTest {
  private static final Set<Grant> ALL = EnumSet.allOf(Grant.class);
  private static final Set<Grant> GUEST = EnumSet.of(Grant.JOIN, Grant.PUBLISH, Grant.SUBSCRIBE);

  private final FakeLoop loop = new FakeLoop();
  private final List<MeetingEvent> events = new ArrayList<>();
  private final List<FakeTransport> transports = new ArrayList<>();
  private final List<TrackDescription> taps = new ArrayList<>();
  private final List<Meeting> ended = new ArrayList<>();
  private final Meeting meeting = new Meeting(token("host", ALL, true), context(), ended::add);

  private MeetingContext context() {
    MeetingLog log =
        new MeetingLog() {
          @Override
          public void opened(MeetingId id) {}

          @Override
          public void closed(MeetingId id) {}

          @Override
          public void event(MeetingEvent event) {
            events.add(event);
          }

          @Override
          public Tap tap(TrackDescription track, long meetingStartEpochMicros) {
            taps.add(track);
            return new OneLost();
          }
        };
    TransportFactory factory =
        listener -> {
          FakeTransport transport = new FakeTransport("t" + transports.size(), listener);
          transports.add(transport);
          return transport;
        };
    MeetingSettings settings = new MeetingSettings(60_000_000, 30_000_000, 3);
    return new MeetingContext(loop, factory, log, settings, new Random(1));
  }

  /** A tap that missed one packet. */
  private record OneLost() implements MeetingLog.Tap {
    @Override
    public long dropped() {
      return 1;
    }

    @Override
    public void packet(UpPacket packet) {}

    @Override
    public void senderReport(UpReport report) {}

    @Override
    public void ended() {}
  }

  private static RoomToken token(String id, Set<Grant> grants, boolean consent) {
    RoomToken token = RoomTokens.of("m", id, grants, Instant.MAX);
    return consent ? token : RoomTokens.withoutConsent(token);
  }

  /** Keeps what a client would see. */
  private static final class Channel implements SignalChannel {
    final List<String> methods = new ArrayList<>();
    final List<Object> data = new ArrayList<>();
    int closeCode;

    @Override
    public void notification(String method, Object what) {
      methods.add(method);
      data.add(what);
    }

    @Override
    public void close(int code, String reason) {
      closeCode = code;
    }
  }

  private Participant join(String id, Set<Grant> grants, Channel channel) throws Exception {
    return meeting.join(token(id, grants, true), RouterCapabilities.get(), null, channel);
  }

  private String publish(Participant who, MediaSource source, long ssrc) throws Exception {
    if (who.send == null) {
      meeting.media().createTransport(who, true);
    }
    String id =
        meeting
            .media()
            .produce(who, who.send.id(), MediaKind.VIDEO, source, Offers.vp8(ssrc), false)
            .id();
    loop.runTasks();
    return id;
  }

  private <T extends MeetingEvent> List<T> eventsOf(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void whoComesLaterIsOfferedWhatIsThereAndTracksAreNumbered() throws Exception {
    Participant host = join("host", ALL, new Channel());
    assertThat(publish(host, MediaSource.CAMERA, 1)).isEqualTo("host.camera.1");
    meeting.media().closeProducer(host, "host.camera.1");
    assertThat(publish(host, MediaSource.CAMERA, 2)).isEqualTo("host.camera.2");
    Channel late = new Channel();
    Participant guest = join("guest", GUEST, late);
    assertThat(late.methods).isEmpty();
    meeting.media().createTransport(guest, false);
    loop.runTasks();
    assertThat(late.methods).containsExactly("newConsumer");
    Views.NewConsumer offered = (Views.NewConsumer) late.data.get(0);
    assertThat(offered.producerId()).isEqualTo("host.camera.2");
    assertThat(taps).hasSize(2);
  }

  @Test
  void grantsAreEnforced() throws Exception {
    Participant guest = join("guest", EnumSet.of(Grant.JOIN), new Channel());
    assertCode(Code.FORBIDDEN, () -> meeting.media().createTransport(guest, true));
    assertCode(Code.FORBIDDEN, () -> meeting.media().createTransport(guest, false));
    assertCode(Code.FORBIDDEN, () -> meeting.setRecording(guest, false));
    assertCode(Code.FORBIDDEN, () -> meeting.removeParticipant(guest, "guest"));
    assertCode(Code.FORBIDDEN, () -> meeting.media().mute(guest, "guest", MediaSource.CAMERA));
    assertCode(Code.FORBIDDEN, () -> meeting.requireEnd(token("guest", GUEST, true)));
  }

  private interface Request {
    void run() throws RequestException;
  }

  private static void assertCode(Code code, Request request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void noMoreThanFit() throws Exception {
    join("a", GUEST, new Channel());
    join("b", GUEST, new Channel());
    join("c", GUEST, new Channel());
    assertCode(Code.MEETING_FULL, () -> join4());
  }

  private void join4() throws RequestException {
    meeting.join(token("d", GUEST, true), RouterCapabilities.get(), null, new Channel());
  }

  @Test
  void whoDidNotAgreeIsNotRecorded() throws Exception {
    Participant shy =
        meeting.join(token("shy", GUEST, false), RouterCapabilities.get(), null, new Channel());
    publish(shy, MediaSource.CAMERA, 1);
    assertThat(taps).isEmpty();
    assertThat(eventsOf(MeetingEvent.ConsentGiven.class).get(0).granted()).isFalse();
  }

  @Test
  void aDroppedSocketIsResumedAndMissedNewsComesAgain() throws Exception {
    Channel first = new Channel();
    Participant guest = join("guest", GUEST, first);
    meeting.media().createTransport(guest, false);
    meeting.disconnected(guest, first);
    loop.pass(20);
    Participant host = join("host", ALL, new Channel());
    publish(host, MediaSource.CAMERA, 1);
    Channel second = new Channel();
    Participant back =
        meeting.join(
            token("guest", GUEST, true), RouterCapabilities.get(), guest.resumeKey(), second);
    meeting.afterJoined(back);
    assertThat(back).isSameAs(guest);
    assertThat(second.methods).contains("newConsumer", "participantJoined");
    loop.pass(60);
    assertThat(eventsOf(MeetingEvent.ParticipantLeft.class)).isEmpty();
  }

  @Test
  void withoutASocketAParticipantIsGoneAfterTheGraceOrWhenItsMediaDies() throws Exception {
    Channel one = new Channel();
    Participant quiet = join("quiet", GUEST, one);
    meeting.disconnected(quiet, one);
    loop.pass(29);
    assertThat(eventsOf(MeetingEvent.ParticipantLeft.class)).isEmpty();
    loop.pass(2);
    Channel two = new Channel();
    Participant killed = join("killed", GUEST, two);
    meeting.media().createTransport(killed, true);
    meeting.disconnected(killed, two);
    transports.get(0).die(DisconnectReason.CONSENT_EXPIRED);
    assertThat(eventsOf(MeetingEvent.ParticipantLeft.class))
        .extracting(left -> left.participantId().value(), MeetingEvent.ParticipantLeft::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("quiet", LeaveReason.CONNECTION_LOST),
            org.assertj.core.groups.Tuple.tuple("killed", LeaveReason.CONNECTION_LOST));
  }

  @Test
  void anEmptyMeetingEndsAfterItsTimeAndNotBefore() throws Exception {
    Participant guest = join("guest", GUEST, new Channel());
    loop.pass(300);
    assertThat(ended).isEmpty();
    meeting.leave(guest);
    loop.pass(59);
    assertThat(ended).isEmpty();
    loop.pass(2);
    assertThat(eventsOf(MeetingEvent.MeetingEnded.class))
        .extracting(MeetingEvent.MeetingEnded::reason)
        .containsExactly(EndReason.EMPTY);
    assertThat(ended).containsExactly(meeting);
    assertCode(Code.MEETING_OVER, () -> join4());
  }

  @Test
  void whatAMeetingHoldsDoesNotGrowWithTracksThatComeAndGo() throws Exception {
    Participant restless = join("restless", GUEST, new Channel());
    Participant guest = join("guest", GUEST, new Channel());
    meeting.media().createTransport(guest, false);
    loop.runTasks();
    FakeTransport receiving = transports.get(0);
    for (int round = 0; round < 3_000; round++) {
      loop.pass(1);
      String id = publish(restless, MediaSource.CAMERA, 1 + round);
      assertThat(guest.consumers).hasSize(1);
      meeting.media().closeProducer(restless, id);
    }
    assertThat(taps).hasSize(3_000);
    assertThat(restless.taps.size()).isEqualTo(TapLosses.FOLLOWED);
    assertThat(restless.taps.dropped()).isEqualTo(3_000);
    assertThat(restless.producers).isEmpty();
    assertThat(restless.send.receivePath.tracks()).isEmpty();
    assertThat(guest.consumers).isEmpty();
    assertThat(receiving.forgotten).hasSize(6_000).doesNotHaveDuplicates();
  }

  @Test
  void whoChangesWithoutEndIsSlowedDownButMayAlwaysFallSilent() throws Exception {
    Participant host = join("host", ALL, new Channel());
    Channel channel = new Channel();
    Participant guest = join("guest", GUEST, channel);
    meeting.media().createTransport(guest, false);
    String id = publish(host, MediaSource.CAMERA, 1);
    int refused = 0;
    for (int round = 0; round < 1_000; round++) {
      meeting.media().setProducerPaused(host, id, true);
      try {
        meeting.media().setProducerPaused(host, id, false);
      } catch (RequestException e) {
        assertThat(e.code()).isEqualTo(Code.TOO_MANY);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000 - Participant.CHANGES_AT_ONCE);
    assertThat(channel.methods).hasSizeLessThan(2 * Participant.CHANGES_AT_ONCE + 5);
    loop.pass(10);
    meeting.media().setProducerPaused(host, id, false);
    assertThat(host.producers.get(id).track.paused()).isFalse();
  }

  @Test
  void statisticsNameEveryTrackAndEverySubscriberAndAreForTheHost() throws Exception {
    Participant host = join("host", ALL, new Channel());
    Channel channel = new Channel();
    Participant guest = join("guest", GUEST, channel);
    meeting.media().createTransport(guest, false);
    loop.runTasks();
    String id = publish(host, MediaSource.CAMERA, 7);
    String consumer = guest.consumers.keySet().iterator().next();
    meeting.media().setConsumerPaused(guest, consumer, false);
    RtpParameters offer = Offers.vp8(7);
    for (int number = 0; number < 100; number++) {
      byte[] packet = Offers.packet(offer, number < 50 ? number : number + 5, number * 3_000L, 200);
      host.send.onRtp(packet, 0, packet.length, loop.epochMicros());
    }
    loop.pass(6);
    assertCode(Code.FORBIDDEN, () -> meeting.gatherStats(guest, told -> {}));
    List<Views.MeetingStats> gathered = new ArrayList<>();
    meeting.gatherStats(host, gathered::add);
    loop.pass(1);
    Views.MeetingStats stats = gathered.get(0);
    Map<String, Object> in = object(stats, "inbound-rtp");
    assertThat(in)
        .containsEntry("trackId", id)
        .containsEntry("participantId", "host")
        .containsEntry("packetsReceived", 100L)
        .containsEntry("packetsLost", 5L);
    assertThat(object(stats, "outbound-rtp"))
        .containsEntry("participantId", "guest")
        .containsEntry("publisherId", "host")
        .containsEntry("packetsSent", 100L);
    assertThat(object(stats, "remote-inbound-rtp")).containsEntry("localId", consumer);
    assertThat(object(stats, "transport")).containsEntry("dtlsState", "connected");
    assertThat(object(stats, "candidate-pair")).containsEntry("nominated", true);
    assertThat(eventsOf(MeetingEvent.TrackQuality.class).get(0).packetsLost()).isEqualTo(5);
    MeetingEvent.SubscriberQuality received = eventsOf(MeetingEvent.SubscriberQuality.class).get(0);
    assertThat(received.participantId()).isEqualTo(guest.id());
    assertThat(received.tracks())
        .singleElement()
        .returns(new TrackId(id), MeetingEvent.ReceivedTrack::trackId)
        .returns(100L, MeetingEvent.ReceivedTrack::packetsSent);
    Views.Qualities told = (Views.Qualities) channel.data.get(channel.methods.indexOf("quality"));
    assertThat(told.participants().get("host").packetsLost()).isEqualTo(5);
  }

  private static Map<String, Object> object(Views.MeetingStats stats, String type) {
    return stats.participants().stream()
        .flatMap(one -> one.stats().stream())
        .filter(one -> type.equals(one.get("type")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theHostEndsItForAll() throws Exception {
    Channel channel = new Channel();
    Participant guest = join("guest", GUEST, channel);
    publish(guest, MediaSource.CAMERA, 1);
    meeting.end(EndReason.HOST_ENDED);
    assertThat(channel.methods).endsWith("meetingEnded");
    assertThat(channel.closeCode).isEqualTo(SignalChannel.MEETING_OVER);
    assertThat(events.get(events.size() - 1)).isInstanceOf(MeetingEvent.MeetingEnded.class);
    assertThat(eventsOf(MeetingEvent.TrackEnded.class)).hasSize(1);
  }

  @Test
  void theHostRemovesAndMutes() throws Exception {
    Participant host = join("host", ALL, new Channel());
    Channel channel = new Channel();
    Participant guest = join("guest", GUEST, channel);
    publish(guest, MediaSource.CAMERA, 1);
    meeting.media().mute(host, "guest", MediaSource.CAMERA);
    assertThat(channel.methods).contains("mutedByHost");
    assertThat(eventsOf(MeetingEvent.TrackMuted.class).get(0).muted()).isTrue();
    meeting.removeParticipant(host, "guest");
    assertThat(channel.methods).contains("removed");
    assertThat(channel.closeCode).isEqualTo(SignalChannel.FORBIDDEN);
  }

  @Test
  void layersNobodyTakesAreStoppedAtThePublisherAndComeBackAtOnce() throws Exception {
    Channel publisher = new Channel();
    Participant host =
        meeting.join(token("host", ALL, false), RouterCapabilities.get(), null, publisher);
    Participant guest = join("guest", GUEST, new Channel());
    meeting.media().createTransport(host, true);
    meeting.media().createTransport(guest, false);
    meeting
        .media()
        .produce(
            host, host.send.id(), MediaKind.VIDEO, MediaSource.CAMERA, Offers.simulcast(70), false);
    loop.runTasks();
    String consumer = guest.consumers.keySet().iterator().next();
    meeting.media().setConsumerPaused(guest, consumer, false);
    meeting.media().setPreferredLayers(guest, consumer, 320, 180, null, null);
    loop.pass(2);
    assertThat(publisher.methods).doesNotContain("producerLayers");
    loop.pass(2);
    assertThat(lastLayers(publisher)).containsExactly(true, false, false);
    meeting.media().setPreferredLayers(guest, consumer, 1_280, 720, null, null);
    assertThat(lastLayers(publisher)).containsExactly(true, false, true);
    meeting.media().setConsumerPaused(guest, consumer, true);
    loop.pass(4);
    assertThat(lastLayers(publisher)).containsExactly(false, false, false);
  }

  private static List<Boolean> lastLayers(Channel channel) {
    int at = channel.methods.lastIndexOf("producerLayers");
    return ((Views.ProducerLayers) channel.data.get(at)).active();
  }

  @Test
  void onlyTheHostLimitsWhatIsSent() throws Exception {
    Participant host = join("host", ALL, new Channel());
    Participant guest = join("guest", GUEST, new Channel());
    MeetingLimits limits = new MeetingLimits(100_000, 800_000, 9);
    assertThatThrownBy(() -> meeting.media().setLimits(guest, limits))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.code()).isEqualTo(Code.FORBIDDEN));
    assertThat(meeting.joined(guest, true).limits()).isEqualTo(MeetingLimits.DEFAULT);
    meeting.media().createTransport(guest, false);
    meeting.media().setLimits(host, limits);
    assertThat(meeting.joined(guest, true).limits()).isEqualTo(limits);
    assertThat(guest.recv.link.estimator().bitsPerSecond()).isEqualTo(800_000);
  }
}
