package io.parley.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.MeetingPlan;
import io.parley.storage.catalogue.MeetingState;
import io.parley.storage.catalogue.Participant;
import io.parley.storage.catalogue.RecordingVisibility;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.web.access.Right;
import io.parley.web.access.Tokens;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import io.parley.web.live.ChatView;
import io.parley.web.live.Colours;
import io.parley.web.log.LogWriter;
import io.parley.web.log.SfuDirectory;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /meetings} and what a meeting consists of. */
final class MeetingRoutes {
  private static final int PAGE = 30;
  private static final int MOST_PAGES = 10_000;

  private final Catalogue catalogue;
  private final MeetingDoor door;
  private final BrowserSessions sessions;
  private final MeetingViews views;
  private final MeetingEraser eraser;
  private final Tokens tokens;
  private final LogWriter log;
  private final SfuDirectory sfu;
  private final Audit audit;
  private final Clock clock;

  MeetingRoutes(
      Catalogue catalogue,
      MeetingDoor door,
      BrowserSessions sessions,
      MeetingViews views,
      MeetingEraser eraser,
      Tokens tokens,
      LogWriter log,
      SfuDirectory sfu,
      Audit audit,
      Clock clock) {
    this.catalogue = catalogue;
    this.door = door;
    this.sessions = sessions;
    this.views = views;
    this.eraser = eraser;
    this.tokens = tokens;
    this.log = log;
    this.sfu = sfu;
    this.audit = audit;
    this.clock = clock;
  }

  void create(Context ctx) {
    Visitor.User user = sessions.user(ctx);
    MeetingPlan plan = plan(Json.body(ctx), null);
    Meeting meeting =
        catalogue
            .meetings()
            .create(
                new MeetingId("m-" + tokens.newName(16)),
                user.account().id(),
                plan,
                tokens.newName(20),
                clock.instant());
    audit.record(ctx, "meeting-created", meeting.id(), "");
    ctx.status(201);
    Json.answer(ctx, views.of(meeting, user));
  }

  void list(Context ctx) {
    Visitor.User user = sessions.user(ctx);
    int page = page(ctx);
    List<Meeting> found =
        catalogue
            .meetings()
            .ofUser(
                user.account().id(),
                state(ctx.queryParam("state")),
                blankToNull(ctx.queryParam("q")),
                page * PAGE,
                PAGE + 1);
    boolean more = found.size() > PAGE;
    List<Views.MeetingView> items =
        found.stream().limit(PAGE).map(meeting -> views.of(meeting, user)).toList();
    Json.answer(ctx, new Views.Page<>(items, more ? Integer.toString(page + 1) : null));
  }

  void get(Context ctx) {
    Json.answer(ctx, views.of(door.enter(ctx, Right.SEE_MEETING), sessions.visitor(ctx)));
  }

  void change(Context ctx) {
    Meeting meeting = door.enter(ctx, Right.HOST);
    MeetingPlan plan = plan(Json.body(ctx), meeting);
    Meeting changed =
        catalogue.meetings().change(meeting.id(), plan).orElseThrow(Problem::notFound);
    audit.record(ctx, "meeting-changed", meeting.id(), "");
    Json.answer(ctx, views.of(changed, sessions.visitor(ctx)));
  }

  void delete(Context ctx) throws IOException {
    Meeting meeting = door.enter(ctx, Right.HOST);
    if (meeting.state() == MeetingState.LIVE) {
      throw Problem.of(409, "meeting-live", "End the meeting before you delete it.");
    }
    audit.record(ctx, "meeting-deleted", meeting.id(), meeting.subject());
    eraser.erase(meeting.id());
    ctx.status(204);
  }

  /** Ends a live meeting: by the SFU that holds it, else (nobody is in it) here. */
  void end(Context ctx) {
    Meeting meeting = door.enter(ctx, Right.HOST);
    if (meeting.state() != MeetingState.LIVE) {
      throw meeting.over()
          ? Problem.of(409, "meeting-over", "The meeting is over.")
          : Problem.of(409, "meeting-not-live", "The meeting has not begun.");
    }
    audit.record(ctx, "meeting-ended", meeting.id(), "");
    if (sfu.end(meeting.id()) == SfuDirectory.Ending.NOT_HELD) {
      Instant now = clock.instant();
      log.write(
          new MeetingEvent.MeetingEnded(
              meeting.id(), epochMicros(now), MeetingEvent.EndReason.HOST_ENDED));
    }
    ctx.status(202);
  }

  void participants(Context ctx) {
    Meeting meeting = enterToFollowOrSee(ctx);
    Long started = meeting.startedAtEpochMicros();
    long zero = started == null ? 0 : started;
    List<Views.ParticipantView> items =
        catalogue.participants().of(meeting.id()).stream()
            .map(person -> view(person, zero))
            .toList();
    Json.answer(ctx, new Views.Items<>(items));
  }

  void chat(Context ctx) {
    Meeting meeting = enterToFollowOrSee(ctx);
    Map<ParticipantId, Integer> colours =
        catalogue.participants().of(meeting.id()).stream()
            .collect(Collectors.toMap(Participant::participantId, Participant::colour));
    List<ChatView> items =
        catalogue.chat().of(meeting.id()).stream()
            .map(
                line ->
                    ChatView.of(
                        line,
                        colours.getOrDefault(line.participantId(), Colours.UNKNOWN),
                        meeting.startedAtEpochMicros()))
            .toList();
    Json.answer(ctx, new Views.Items<>(items));
  }

  private Meeting enterToFollowOrSee(Context ctx) {
    return door.enter(ctx, Right.FOLLOW, Right.SEE_CONTENT);
  }

  private static Views.ParticipantView view(Participant person, long zero) {
    Long left = person.leftEpochMicros();
    return new Views.ParticipantView(
        person.participantId().value(),
        person.displayName(),
        person.host(),
        Math.max(0, person.joinedEpochMicros() - zero),
        left == null ? null : Math.max(0, left - zero),
        Colours.css(person.colour()));
  }

  /** What the body says; where it is silent, what stood before or is usual. */
  private static MeetingPlan plan(ObjectNode body, @Nullable Meeting before) {
    String subject =
        before == null || body.has("subject")
            ? Json.text(body, "subject", MeetingPlan.SUBJECT_LENGTH)
            : before.subject();
    Instant startsAt =
        before == null || body.has("startsAt") ? Json.instant(body, "startsAt") : before.startsAt();
    Instant endsAt =
        before == null || body.has("endsAt") ? Json.instant(body, "endsAt") : before.endsAt();
    if (startsAt != null && endsAt != null && endsAt.isBefore(startsAt)) {
      throw Problem.field("endsAt", "ends-before-start", "A meeting can't end before it starts.");
    }
    return new MeetingPlan(
        subject,
        startsAt,
        endsAt,
        Json.flag(body, "guestsAllowed", before == null || before.guestsAllowed()),
        Json.flag(body, "recording", before == null || before.recording()),
        visibility(body)
            .orElse(before == null ? RecordingVisibility.PARTICIPANTS : before.visibility()));
  }

  private static Optional<RecordingVisibility> visibility(ObjectNode body) {
    String name = Json.optionalText(body, "recordingVisibility", 20);
    try {
      return Optional.ofNullable(name).map(RecordingVisibility::ofWireName);
    } catch (IllegalArgumentException e) {
      throw Problem.field(
          "recordingVisibility", "unknown-visibility", "One of participants, host, link.");
    }
  }

  private static @Nullable MeetingState state(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return null;
    }
    for (MeetingState state : MeetingState.values()) {
      if (state.wireName().equals(name)) {
        return state;
      }
    }
    throw Problem.field("state", "unknown-state", "One of scheduled, live, processing, ready.");
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** The page asked for, from 0. */
  static int page(Context ctx) {
    String text = ctx.queryParam("page");
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      int page = Integer.parseInt(text);
      if (page >= 0 && page < MOST_PAGES) {
        return page;
      }
    } catch (NumberFormatException e) {
      throw noSuchPage();
    }
    throw noSuchPage();
  }

  static Problem noSuchPage() {
    return Problem.field("page", "no-such-page", "Pages are numbered from 0.");
  }

  static long epochMicros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000;
  }
}
