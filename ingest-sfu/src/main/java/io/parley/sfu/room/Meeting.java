package io.parley.sfu.room;

import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.sfu.room.RequestException.Code;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingEvent.EndReason;
import io.parley.storage.contract.MeetingEvent.LeaveReason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One meeting: who is in it, from the first who joins to its end. All methods are called on its
 * loop, unless they say otherwise.
 */
public final class Meeting {
  private static final String LEFT = "participantLeft";

  /** People who come and go without end are the one thing a meeting could hoard. */
  private static final int REMEMBERED_COLOURS = 10_000;

  private final MeetingId id;
  private final String subject;
  private final MeetingContext context;
  private final long startedAtEpochMicros;
  private final Map<ParticipantId, Participant> participants = new LinkedHashMap<>();
  private final Map<ParticipantId, Integer> colours =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ParticipantId, Integer> eldest) {
          return size() > REMEMBERED_COLOURS;
        }
      };
  private final MeetingMedia media;
  private final MeetingPulse pulse;
  private final Consumer<Meeting> onEnded;
  private EventLoop.@Nullable Timer emptyTimer;
  private int coloursGiven;
  private boolean recording;
  private boolean ended;
  private volatile int size;

  /**
   * Begins the meeting now.
   *
   * @param first the token of whoever opens the door; it names subject and recording
   * @param onEnded called once, on the loop, when the meeting is over
   */
  public Meeting(RoomToken first, MeetingContext context, Consumer<Meeting> onEnded) {
    this.id = first.meetingId();
    this.subject = first.subject();
    this.context = context;
    this.recording = first.recording();
    this.onEnded = onEnded;
    this.startedAtEpochMicros = now();
    this.media = new MeetingMedia(this);
    this.pulse = new MeetingPulse(this);
    context.log().opened(id);
    log(new MeetingEvent.MeetingStarted(id, startedAtEpochMicros, subject, recording));
    pulse.start();
    awaitSomebody();
  }

  /** Any thread. */
  public MeetingId id() {
    return id;
  }

  /** Any thread. */
  public String subject() {
    return subject;
  }

  /** Any thread. */
  public long startedAtEpochMicros() {
    return startedAtEpochMicros;
  }

  /** How many are in it; any thread. */
  public int size() {
    return size;
  }

  /** Any thread. */
  public EventLoop loop() {
    return context.loop();
  }

  public MeetingMedia media() {
    return media;
  }

  /**
   * Lets somebody in, or back in.
   *
   * @param resumeKey of the join before; null for a fresh start
   * @throws RequestException if the meeting is over or full, or the token does not allow it
   */
  public Participant join(
      RoomToken token,
      RtpCapabilities capabilities,
      @Nullable String resumeKey,
      SignalChannel channel)
      throws RequestException {
    if (ended) {
      throw new RequestException(Code.MEETING_OVER, "the meeting is over");
    }
    Participant before = participants.get(token.participantId());
    if (before != null && before.resumeKey.equals(resumeKey)) {
      resume(before, token, channel);
      return before;
    }
    if (before != null) {
      before.closeChannel(SignalChannel.REPLACED, "replaced");
      remove(before, LeaveReason.CONNECTION_LOST);
    }
    if (participants.size() >= context.settings().maxParticipants()) {
      throw new RequestException(Code.MEETING_FULL, "the meeting is full");
    }
    return admit(token, capabilities, channel);
  }

  private void resume(Participant participant, RoomToken token, SignalChannel channel) {
    participant.token = token;
    participant.attach(channel);
    stopGrace(participant);
  }

  private Participant admit(RoomToken token, RtpCapabilities capabilities, SignalChannel channel) {
    int colour =
        colours.computeIfAbsent(token.participantId(), key -> Colours.ofNumber(coloursGiven++));
    Participant participant =
        new Participant(
            token, capabilities, channel, Secrets.next(context.random()), loop().clock(), colour);
    tellAll("participantJoined", participant.view());
    participants.put(participant.id(), participant);
    size = participants.size();
    if (emptyTimer != null) {
      emptyTimer.cancel();
      emptyTimer = null;
    }
    long at = participant.joinedAtEpochMicros;
    log(
        new MeetingEvent.ParticipantJoined(
            id,
            at,
            participant.id(),
            token.displayName(),
            token.userId(),
            participant.may(Grant.ADMIN),
            colour));
    log(new MeetingEvent.ConsentGiven(id, at, participant.id(), token.consentToRecording()));
    return participant;
  }

  /** The answer to {@code join}. */
  public Views.Joined joined(Participant participant, boolean resumed) {
    ParticipantId dominant = pulse.dominant();
    List<Views.ParticipantView> all =
        participants.values().stream().map(Participant::view).toList();
    return new Views.Joined(
        id.value(),
        subject,
        participant.id().value(),
        startedAtEpochMicros,
        now(),
        recording,
        resumed,
        participant.resumeKey,
        List.of(),
        "all",
        all,
        dominant == null ? null : dominant.value(),
        media.limits());
  }

  /** To be called after the answer to {@code join} is on its way. */
  public void afterJoined(Participant participant) {
    participant.catchUp();
  }

  /** The signalling connection broke: media goes on for a while. */
  public void disconnected(Participant participant, SignalChannel channel) {
    if (participant.gone || !participant.isOn(channel)) {
      return;
    }
    participant.detach();
    if (participant.mediaLost()) {
      remove(participant, LeaveReason.CONNECTION_LOST);
      return;
    }
    stopGrace(participant);
    participant.grace =
        loop()
            .after(
                context.settings().reconnectGraceMicros(),
                () -> remove(participant, LeaveReason.CONNECTION_LOST));
  }

  /** The participant says goodbye. */
  public void leave(Participant participant) {
    remove(participant, LeaveReason.LEFT);
  }

  /** The host sends somebody out. */
  public void removeParticipant(Participant by, String participantId) throws RequestException {
    by.require(Grant.ADMIN);
    Participant target = participant(participantId);
    target.tell("removed", Map.of());
    target.closeChannel(SignalChannel.FORBIDDEN, "removed");
    remove(target, LeaveReason.REMOVED_BY_HOST);
  }

  /** Switches recording for all; those who did not agree stay out of it. */
  public void setRecording(Participant by, boolean on) throws RequestException {
    by.require(Grant.RECORD);
    if (on == recording) {
      return;
    }
    recording = on;
    log(new MeetingEvent.RecordingSwitched(id, now(), on, by.id()));
    media.recordingSwitched();
    tellAll("recording", new Views.Recording(on));
  }

  /**
   * @throws RequestException if the token does not allow its bearer to end the meeting
   */
  public void requireEnd(RoomToken token) throws RequestException {
    if (!token.grants().contains(Grant.ADMIN)) {
      throw new RequestException(Code.FORBIDDEN, "this needs the grant admin");
    }
  }

  /**
   * Gathers everything the unit knows of everybody's media.
   *
   * @param to told on the loop, later
   */
  public void gatherStats(Consumer<Views.MeetingStats> to) {
    new MeetingSurvey(this, to).next();
  }

  /**
   * The same for somebody who asks.
   *
   * @throws RequestException if it is not the host, or too often
   */
  public void gatherStats(Participant by, Consumer<Views.MeetingStats> to) throws RequestException {
    by.require(Grant.ADMIN);
    by.requireCalm();
    gatherStats(to);
  }

  /** Whether somebody is still in it. */
  public boolean has(Participant participant) {
    return !participant.gone;
  }

  /** Ends the meeting, whatever the reason. Does nothing if it is over. */
  public void end(EndReason reason) {
    if (ended) {
      return;
    }
    ended = true;
    Views.Ended view = new Views.Ended(reason == EndReason.EMPTY ? "empty" : "host-ended");
    for (Participant participant : List.copyOf(participants.values())) {
      participant.tell("meetingEnded", view);
      participant.closeChannel(SignalChannel.MEETING_OVER, "meeting-over");
      remove(participant, LeaveReason.MEETING_ENDED);
    }
    pulse.stop();
    if (emptyTimer != null) {
      emptyTimer.cancel();
    }
    log(new MeetingEvent.MeetingEnded(id, now(), reason));
    context.log().closed(id);
    onEnded.accept(this);
  }

  /** All media of somebody died; without a signalling connection nobody is there any more. */
  void mediaDied(Participant participant) {
    if (participant.gone || !participant.mediaLost()) {
      return;
    }
    if (participant.endsWithMedia()) {
      remove(participant, LeaveReason.CONNECTION_LOST);
      return;
    }
    // The socket may look open for minutes after the network is gone: a client that is there
    // makes new transports, one that is not is gone after the same grace.
    loop()
        .after(
            context.settings().reconnectGraceMicros(),
            () -> {
              if (participant.mediaLost()) {
                remove(participant, LeaveReason.CONNECTION_LOST);
              }
            });
  }

  private void remove(Participant participant, LeaveReason reason) {
    if (participant.gone) {
      return;
    }
    participant.gone = true;
    stopGrace(participant);
    participants.remove(participant.id());
    size = participants.size();
    log(QualityMeter.report(this, participant));
    if (!participant.consumers.isEmpty()) {
      log(QualityMeter.received(this, participant));
    }
    media.release(participant);
    pulse.forget(participant);
    participant.closeChannel(1000, "left");
    log(new MeetingEvent.ParticipantLeft(id, now(), participant.id(), reason));
    String why = reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    tellAll(LEFT, new Views.Left(participant.id().value(), why));
    if (participants.isEmpty()) {
      awaitSomebody();
    }
  }

  private void awaitSomebody() {
    if (!ended) {
      emptyTimer = loop().after(context.settings().emptyTimeoutMicros(), () -> endIfEmpty());
    }
  }

  private void endIfEmpty() {
    if (participants.isEmpty()) {
      end(EndReason.EMPTY);
    }
  }

  private static void stopGrace(Participant participant) {
    EventLoop.Timer grace = participant.grace;
    participant.grace = null;
    if (grace != null) {
      grace.cancel();
    }
  }

  MeetingContext context() {
    return context;
  }

  boolean recording() {
    return recording;
  }

  boolean isEnded() {
    return ended;
  }

  MeetingPulse pulse() {
    return pulse;
  }

  Collection<Participant> participants() {
    return participants.values();
  }

  Participant participant(String participantId) throws RequestException {
    for (Participant participant : participants.values()) {
      if (participant.id().value().equals(participantId)) {
        return participant;
      }
    }
    throw new RequestException(Code.NO_SUCH_PARTICIPANT, "nobody here has the id given");
  }

  void tellAll(String method, Object data) {
    participants.values().forEach(participant -> participant.tell(method, data));
  }

  void tellOthers(Participant but, String method, Object data) {
    for (Participant participant : participants.values()) {
      if (participant != but) {
        participant.tell(method, data);
      }
    }
  }

  void log(MeetingEvent event) {
    context.log().event(event);
  }

  long now() {
    return context.loop().clock().epochMicros();
  }
}
