package io.parley.web.api;

import io.javalin.http.Context;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.Transcripts.Neighbours;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.search.IndexedUtterance;
import io.parley.storage.search.TranscriptHits;
import io.parley.storage.search.TranscriptIndex;
import io.parley.storage.search.TranscriptQuery;
import io.parley.web.access.AccessPolicy;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /search}, within what the visitor may see. */
final class SearchRoutes {
  private static final int PAGE = 20;
  private static final int LONGEST_QUESTION = 400;

  private final Catalogue catalogue;
  private final AccessPolicy policy;
  private final BrowserSessions sessions;
  private final TranscriptIndex.Reader index;

  SearchRoutes(
      Catalogue catalogue,
      AccessPolicy policy,
      BrowserSessions sessions,
      TranscriptIndex.Reader index) {
    this.catalogue = catalogue;
    this.policy = policy;
    this.sessions = sessions;
    this.index = index;
  }

  void search(Context ctx) throws IOException {
    Visitor visitor = sessions.visitor(ctx);
    if (visitor instanceof Visitor.Anonymous) {
      throw Problem.loginRequired();
    }
    String question = param(ctx, "q");
    if (question == null) {
      throw Problem.field("q", "required", "What are you looking for?");
    }
    if (question.length() > LONGEST_QUESTION) {
      throw Problem.field("q", "too-long", "At most " + LONGEST_QUESTION + " characters.");
    }
    Set<MeetingId> visible = new HashSet<>(policy.searchable(visitor));
    TranscriptHits hits = index.search(query(ctx, question, visible));
    ctx.header("Cache-Control", "no-store");
    Json.answer(
        ctx,
        new Views.SearchView(
            hits.total(),
            hits.items().stream().map(this::view).toList(),
            hits.people().stream()
                .map(person -> new Views.PersonView(person.name(), person.count()))
                .toList(),
            hits.tookMillis()));
  }

  private static TranscriptQuery query(Context ctx, String question, Set<MeetingId> visible) {
    String meeting = param(ctx, "meeting");
    MeetingId only = null;
    if (meeting != null) {
      only =
          visible.stream()
              .filter(id -> id.value().equals(meeting))
              .findFirst()
              .orElseThrow(Problem::notFound);
    }
    try {
      return new TranscriptQuery(
          question,
          visible,
          param(ctx, "person"),
          only,
          time(ctx, "from", false),
          time(ctx, "to", true),
          MeetingRoutes.page(ctx),
          PAGE);
    } catch (IllegalArgumentException e) {
      throw MeetingRoutes.noSuchPage();
    }
  }

  private Views.HitView view(TranscriptHits.Hit hit) {
    IndexedUtterance said = hit.utterance();
    Neighbours neighbours = catalogue.transcripts().around(said.meetingId(), said.utteranceId());
    return new Views.HitView(
        said.meetingId().value(),
        catalogue.meetings().find(said.meetingId()).map(Meeting::subject).orElse(said.subject()),
        Views.iso(said.meetingStartEpochMicros()),
        said.utteranceId(),
        said.speaker(),
        said.startMicros(),
        hit.highlighted().stream()
            .map(piece -> new Views.FragmentView(piece.text(), piece.hit()))
            .toList(),
        neighbours.before().orElse(null),
        neighbours.after().orElse(null));
  }

  /** A time, or a day (UTC): as an end, the whole day is within. */
  private static @Nullable Instant time(Context ctx, String name, boolean end) {
    String text = param(ctx, name);
    if (text == null) {
      return null;
    }
    if (text.length() > 10) {
      return Json.parseInstant(name, text);
    }
    try {
      LocalDate day = LocalDate.parse(text);
      return (end ? day.plusDays(1) : day).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw Problem.field(name, "not-a-time", name + " must be like 2026-03-04");
    }
  }

  private static @Nullable String param(Context ctx, String name) {
    String value = ctx.queryParam(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
