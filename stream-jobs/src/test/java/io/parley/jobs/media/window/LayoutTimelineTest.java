package io.parley.jobs.media.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTimelineTest {
  private static final MeetingId ID = new MeetingId("m");
  private static final long START = 1_700_000_000_000_000L;
  private static final ParticipantId ADA = new ParticipantId("ada");
  private static final ParticipantId LEI = new ParticipantId("lei");
  private static final TrackId CAMERA = new TrackId("ada.camera.1");

  private final LayoutTimeline timeline = new LayoutTimeline(START);

  private void joined(ParticipantId person, double second) {
    timeline.apply(
        new MeetingEvent.ParticipantJoined(
            ID, at(second), person, person.value(), null, false, 0x123456));
  }

  private void left(ParticipantId person, double second) {
    timeline.apply(
        new MeetingEvent.ParticipantLeft(ID, at(second), person, MeetingEvent.LeaveReason.LEFT));
  }

  private void camera(double second) {
    TrackDescription track =
        new TrackDescription(
            ID, ADA, CAMERA, MediaSource.CAMERA, MediaCodec.VP8, 96, 90_000, 0, "", 0);
    timeline.apply(new MeetingEvent.TrackPublished(ID, at(second), track));
  }

  private static long at(double second) {
    return START + Math.round(second * 1e6);
  }

  private List<LayoutEvent.Kind> kinds(long window) {
    return timeline.eventsFor(window).stream().map(LayoutEvent::kind).toList();
  }

  @Test
  void aWindowKnowsWhoIsThereAndWhatHappens() {
    joined(ADA, 1);
    joined(LEI, 5);
    left(ADA, 9);
    assertThat(timeline.peopleIn(0)).extracting(WindowInput.Person::id).containsExactly(ADA);
    assertThat(timeline.peopleIn(1)).extracting(WindowInput.Person::id).containsExactly(ADA, LEI);
    assertThat(timeline.peopleIn(2)).extracting(WindowInput.Person::id).containsExactly(ADA, LEI);
    assertThat(timeline.peopleIn(3)).extracting(WindowInput.Person::id).containsExactly(LEI);
  }

  @Test
  void ofThePastOnlyWhatStillHoldsIsHandedOn() {
    joined(ADA, 0);
    camera(0.1);
    for (int i = 0; i < 10; i++) {
      timeline.apply(new MeetingEvent.TrackMuted(ID, at(0.2 + i * 0.1), CAMERA, i % 2 == 0));
      timeline.apply(new MeetingEvent.ActiveSpeaker(ID, at(0.25 + i * 0.1), ADA));
    }
    assertThat(kinds(1))
        .containsExactlyInAnyOrder(
            LayoutEvent.Kind.JOINED, LayoutEvent.Kind.TRACK_STARTED, LayoutEvent.Kind.SPEAKER);
    timeline.apply(new MeetingEvent.TrackMuted(ID, at(3), CAMERA, true));
    assertThat(kinds(1)).contains(LayoutEvent.Kind.TRACK_MUTED);
    timeline.apply(new MeetingEvent.TrackEnded(ID, at(3.5), CAMERA));
    assertThat(kinds(1))
        .containsExactlyInAnyOrder(LayoutEvent.Kind.JOINED, LayoutEvent.Kind.SPEAKER);
  }

  @Test
  void forgettingChangesNoLaterWindow() {
    joined(ADA, 0);
    camera(0.1);
    joined(LEI, 2);
    left(LEI, 6);
    timeline.apply(new MeetingEvent.ActiveSpeaker(ID, at(7), ADA));
    List<LayoutEvent> before = timeline.eventsFor(2);
    List<WindowInput.Person> people = timeline.peopleIn(2);
    int stored = timeline.toBytes().length;
    timeline.forgetBefore(2);
    assertThat(timeline.eventsFor(2)).isEqualTo(before);
    assertThat(timeline.peopleIn(2)).isEqualTo(people);
    assertThat(timeline.toBytes().length).isLessThan(stored);
    LayoutTimeline restored = LayoutTimeline.fromBytes(timeline.toBytes());
    assertThat(restored.eventsFor(2)).isEqualTo(before);
    assertThat(restored.peopleIn(2)).isEqualTo(people);
  }

  @Test
  void whoComesBackIsThereAgain() {
    joined(ADA, 0);
    left(ADA, 1);
    timeline.forgetBefore(1);
    joined(ADA, 9);
    assertThat(timeline.peopleIn(1)).isEmpty();
    assertThat(timeline.peopleIn(2)).extracting(WindowInput.Person::id).containsExactly(ADA);
  }
}
