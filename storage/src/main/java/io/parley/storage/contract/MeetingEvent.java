package io.parley.storage.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a meeting, in the order of the {@code meeting-events} partition (key: meeting
 * id). Every event is safe to read twice.
 */
public sealed interface MeetingEvent {

  MeetingId meetingId();

  /** When it happened, by the writer's wall clock. */
  long atEpochMicros();

  /**
   * First person in. Zero of the meeting clock. Written once by the SFU.
   *
   * @param recording whether the meeting is recorded from the start
   */
  record MeetingStarted(MeetingId meetingId, long atEpochMicros, String subject, boolean recording)
      implements MeetingEvent {}

  /** The last event of a meeting. Readers must bear a second one and keep the first. */
  record MeetingEnded(MeetingId meetingId, long atEpochMicros, EndReason reason)
      implements MeetingEvent {}

  enum EndReason {
    HOST_ENDED,
    EMPTY,
    ABANDONED
  }

  /**
   * @param userId the account behind the participant; null for a guest
   * @param colour 24-bit RGB used for tiles and names, the same everywhere
   */
  record ParticipantJoined(
      MeetingId meetingId,
      long atEpochMicros,
      ParticipantId participantId,
      String displayName,
      @Nullable UserId userId,
      boolean host,
      int colour)
      implements MeetingEvent {}

  record ParticipantLeft(
      MeetingId meetingId, long atEpochMicros, ParticipantId participantId, LeaveReason reason)
      implements MeetingEvent {}

  enum LeaveReason {
    LEFT,
    CONNECTION_LOST,
    REMOVED_BY_HOST,
    MEETING_ENDED
  }

  record TrackPublished(MeetingId meetingId, long atEpochMicros, TrackDescription track)
      implements MeetingEvent {}

  /** The publisher (or the host) paused or resumed sending; the track stays. */
  record TrackMuted(MeetingId meetingId, long atEpochMicros, TrackId trackId, boolean muted)
      implements MeetingEvent {}

  record TrackEnded(MeetingId meetingId, long atEpochMicros, TrackId trackId)
      implements MeetingEvent {}

  /**
   * @param participantId who dominates now; null when nobody speaks
   */
  record ActiveSpeaker(
      MeetingId meetingId, long atEpochMicros, @Nullable ParticipantId participantId)
      implements MeetingEvent {}

  record RecordingSwitched(
      MeetingId meetingId, long atEpochMicros, boolean on, @Nullable ParticipantId by)
      implements MeetingEvent {}

  record ConsentGiven(
      MeetingId meetingId, long atEpochMicros, ParticipantId participantId, boolean granted)
      implements MeetingEvent {}

  /**
   * @param messageId derived by the writer, unique in the meeting
   * @param text 1–4,000 characters
   */
  record ChatSent(
      MeetingId meetingId,
      long atEpochMicros,
      String messageId,
      ParticipantId participantId,
      String displayName,
      String text)
      implements MeetingEvent {}

  /**
   * Connection quality as the SFU measured it over the last seconds (names of W3C webrtc-stats).
   *
   * @param packetsLost cumulative, towards the SFU, before repair
   * @param jitterMillis of the worst received track
   * @param roundTripTimeMillis by RTCP or STUN; negative when unknown
   * @param availableOutgoingBitrateBps what the SFU believes it can send to this participant; 0
   *     when unknown
   * @param packetsDroppedByTap packets of this participant the recording never saw
   */
  record QualityReport(
      MeetingId meetingId,
      long atEpochMicros,
      ParticipantId participantId,
      long packetsReceived,
      long packetsLost,
      double jitterMillis,
      double roundTripTimeMillis,
      long availableOutgoingBitrateBps,
      long packetsDroppedByTap)
      implements MeetingEvent {}

  /**
   * How one published track reaches the SFU: counts since its start, estimates over the last minute
   * (names of W3C webrtc-stats where it has one).
   *
   * @param packetsLost before repair
   * @param packetsUnrepaired never came, whatever was tried
   * @param freezeCount of a camera's picture, as a viewer would count them; 0 for other tracks
   * @param delayLoss first part of the loss model: how far the delay exceeds its target, 0 or more
   * @param qualityLoss second part: the logarithm of impairment over what is tolerated, summed;
   *     below 0 is good
   */
  record TrackQuality(
      MeetingId meetingId,
      long atEpochMicros,
      TrackId trackId,
      long packetsReceived,
      long packetsLost,
      long packetsUnrepaired,
      long bytesReceived,
      double jitterMillis,
      long freezeCount,
      double totalFreezesMillis,
      double delayLoss,
      double qualityLoss)
      implements MeetingEvent {}

  /**
   * How tracks go to one subscriber: counts since each began to be sent, estimates over the last
   * minute.
   *
   * @param participantId who receives
   * @param tracks at most {@link #MAX_TRACKS}, the worst first
   */
  record SubscriberQuality(
      MeetingId meetingId,
      long atEpochMicros,
      ParticipantId participantId,
      List<ReceivedTrack> tracks)
      implements MeetingEvent {
    /** More would let the log grow with the square of the people. */
    public static final int MAX_TRACKS = 16;

    public SubscriberQuality {
      tracks = List.copyOf(tracks);
      if (tracks.size() > MAX_TRACKS) {
        throw new IllegalArgumentException(tracks.size() + " tracks in a quality report");
      }
    }
  }

  /**
   * One track on its way to a subscriber.
   *
   * @param packetsLost as the subscriber reports, before repair where repairs have an SSRC of their
   *     own (RFC 4588)
   * @param fractionLost 0–1, after repair, over the last two seconds
   * @param jitterMillis as the subscriber reports
   * @param roundTripTimeMillis negative when unknown
   * @param freezeCount of a camera's picture, as it was sent; 0 for other tracks
   * @param delayLoss as in {@link TrackQuality}, over the whole way
   * @param qualityLoss as in {@link TrackQuality}
   */
  record ReceivedTrack(
      TrackId trackId,
      long packetsSent,
      long packetsLost,
      double fractionLost,
      double jitterMillis,
      double roundTripTimeMillis,
      long freezeCount,
      double totalFreezesMillis,
      double delayLoss,
      double qualityLoss) {}

  /** Whether an event only tells how media goes: a later one says the same and more. */
  static boolean isQuality(MeetingEvent event) {
    return event instanceof QualityReport
        || event instanceof TrackQuality
        || event instanceof SubscriberQuality;
  }

  /**
   * An event written by a newer Parley. Readers skip it.
   *
   * @param json the event as it stood in the log
   */
  record Unknown(MeetingId meetingId, long atEpochMicros, String type, String json)
      implements MeetingEvent {}
}
