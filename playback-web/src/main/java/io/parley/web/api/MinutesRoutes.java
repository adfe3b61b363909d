package io.parley.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.MinutesVersions;
import io.parley.storage.catalogue.MinutesVersions.Version;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MinutesCodec;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.Minutes;
import io.parley.web.access.Right;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code /minutes}: reading, editing, versions. */
final class MinutesRoutes {
  private final Catalogue catalogue;
  private final MeetingDoor door;
  private final BrowserSessions sessions;
  private final BlobStore blobs;
  private final Audit audit;
  private final Clock clock;

  MinutesRoutes(
      Catalogue catalogue,
      MeetingDoor door,
      BrowserSessions sessions,
      BlobStore blobs,
      Audit audit,
      Clock clock) {
    this.catalogue = catalogue;
    this.door = door;
    this.sessions = sessions;
    this.blobs = blobs;
    this.audit = audit;
    this.clock = clock;
  }

  void get(Context ctx) throws IOException {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    ctx.header("Cache-Control", "no-store");
    answer(ctx, load(wanted(ctx, meeting)));
  }

  void versions(Context ctx) {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    List<Views.MinutesVersionView> items =
        catalogue.minutes().of(meeting.id()).stream()
            .map(
                version ->
                    new Views.MinutesVersionView(
                        version.version(), version.editedBy(), version.storedAt().toString()))
            .toList();
    Json.answer(ctx, new Views.Items<>(items));
  }

  void put(Context ctx) throws IOException {
    Meeting meeting = door.enter(ctx, Right.HOST);
    Visitor.User editor = sessions.user(ctx);
    Minutes edited = parse(Json.body(ctx));
    MinutesVersions versions = catalogue.minutes();
    Version base =
        versions.of(meeting.id()).stream()
            .filter(version -> version.version() == edited.version())
            .findFirst()
            .orElseThrow(MinutesRoutes::notReady);
    Minutes before = load(base);
    String name = editor.account().displayName();
    Optional<Version> added =
        versions.append(
            meeting.id(),
            base.version(),
            name,
            clock.instant(),
            version -> store(merged(before, edited, version, name)));
    Version version =
        added.orElseThrow(
            () ->
                Problem.of(409, "edited-meanwhile", "Somebody else saved the minutes meanwhile."));
    audit.record(ctx, "minutes-edited", meeting.id(), "version " + version.version());
    answer(ctx, load(version));
  }

  /** The latest minutes. */
  Minutes latest(Meeting meeting) throws IOException {
    return load(catalogue.minutes().latest(meeting.id()).orElseThrow(MinutesRoutes::notReady));
  }

  private Version wanted(Context ctx, Meeting meeting) {
    String number = ctx.queryParam("version");
    if (number == null || number.isEmpty()) {
      return catalogue.minutes().latest(meeting.id()).orElseThrow(MinutesRoutes::notReady);
    }
    return catalogue.minutes().of(meeting.id()).stream()
        .filter(version -> Integer.toString(version.version()).equals(number))
        .findFirst()
        .orElseThrow(Problem::notFound);
  }

  /** An editor changes what was said and agreed, not who was there, when, and for how long. */
  private static Minutes merged(Minutes before, Minutes edited, int version, String editor) {
    return new Minutes(
        before.meetingId(),
        version,
        edited.title(),
        before.startedAtEpochMicros(),
        before.durationMicros(),
        before.language(),
        editor,
        before.attendees(),
        edited.summary(),
        edited.chapters(),
        edited.decisions(),
        edited.actionItems(),
        edited.questions(),
        edited.keywords());
  }

  private String store(Minutes minutes) throws IOException {
    String key = new ObjectKeys(minutes.meetingId()).minutes(minutes.version());
    blobs.put(key, MinutesCodec.encode(minutes), "application/json");
    return key;
  }

  private Minutes load(Version version) throws IOException {
    try {
      return MinutesCodec.decode(blobs.get(version.objectKey()));
    } catch (FormatException e) {
      throw new IOException("stored minutes are unreadable: " + version.objectKey(), e);
    }
  }

  private static Minutes parse(ObjectNode body) {
    body.put("v", 1);
    body.put("type", "minutes");
    try {
      return MinutesCodec.decode(Json.bytes(body));
    } catch (FormatException e) {
      throw Problem.of(422, "minutes-invalid", String.valueOf(e.getMessage()));
    }
  }

  private static void answer(Context ctx, Minutes minutes) {
    ctx.contentType("application/json").result(MinutesCodec.encode(minutes));
  }

  private static Problem notReady() {
    return Problem.of(404, "not-ready", "There are no minutes yet.");
  }
}
