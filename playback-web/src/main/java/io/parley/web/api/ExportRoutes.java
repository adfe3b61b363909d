package io.parley.web.api;

import io.javalin.http.Context;
import io.parley.storage.blob.BlobException;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.Recording;
import io.parley.storage.catalogue.Transcripts;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.web.access.Right;
import io.parley.web.export.ExportLanguage;
import io.parley.web.export.MinutesExport;
import io.parley.web.http.ContentTypes;
import io.parley.web.http.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /exports}: files to take away. */
final class ExportRoutes {
  private final Catalogue catalogue;
  private final MeetingDoor door;
  private final BlobStore blobs;
  private final MediaRoutes media;
  private final MinutesRoutes minutes;
  private final PersonFiles people;
  private final Audit audit;
  private final @Nullable URI publicUrl;

  ExportRoutes(
      Catalogue catalogue,
      MeetingDoor door,
      BlobStore blobs,
      MediaRoutes media,
      MinutesRoutes minutes,
      PersonFiles people,
      Audit audit,
      @Nullable URI publicUrl) {
    this.catalogue = catalogue;
    this.door = door;
    this.blobs = blobs;
    this.media = media;
    this.minutes = minutes;
    this.people = people;
    this.publicUrl = publicUrl;
    this.audit = audit;
  }

  void minutes(Context ctx, MinutesExport format) throws IOException {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    String lang = ctx.queryParam("lang");
    ExportLanguage language = ExportLanguage.of(lang == null ? "en" : lang);
    byte[] file = format.bytes(minutes.latest(meeting), language, baseUrl(ctx), zone(ctx));
    attach(ctx, meeting, "minutes." + format.extension());
    ctx.contentType(format.contentType()).result(file);
  }

  /** How this visitor reaches us, for the links in the file. */
  private URI baseUrl(Context ctx) {
    return publicUrl == null ? URI.create(ctx.scheme() + "://" + ctx.host()) : publicUrl;
  }

  private static ZoneId zone(Context ctx) {
    String zone = ctx.queryParam("tz");
    try {
      return zone == null || zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw Problem.field("tz", "unknown-time-zone", "Such as Europe/Paris.");
    }
  }

  void captions(Context ctx, TranscriptFormat format) throws IOException {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    String name = "captions." + (format == TranscriptFormat.VTT ? "vtt" : "srt");
    byte[] file =
        stored(meeting, format)
            .orElseGet(() -> CaptionFile.of(catalogue.transcripts().of(meeting.id()), format));
    attach(ctx, meeting, name);
    ctx.contentType(ContentTypes.ofName(name)).result(file);
  }

  void recording(Context ctx) throws IOException {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    String key = new ObjectKeys(meeting.id()).recordingMp4();
    try {
      media.stat(key);
    } catch (Problem absent) {
      throw Problem.of(404, "not-ready", "The recording is not complete yet.");
    }
    attach(ctx, meeting, "recording.mp4");
    media.send(ctx, key, "video/mp4", "private, max-age=300");
  }

  /** One person's camera or screen. */
  void person(Context ctx) throws IOException {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    Optional<Recording> recording = catalogue.recordings().find(meeting.id());
    Optional<PersonFiles.PersonFile> found =
        recording.isEmpty()
            ? Optional.empty()
            : people.find(recording.get(), ctx.pathParam("trackId"));
    PersonFiles.PersonFile file =
        found.orElseThrow(() -> Problem.of(404, "not-ready", "There is no such file (yet)."));
    media.stat(file.key());
    String name = file.source() + "." + file.extension();
    attach(ctx, meeting, name, (file.person() + " " + name).strip());
    media.send(ctx, file.key(), ContentTypes.ofName(name), "private, max-age=300");
  }

  /** The file the jobs wrote once the transcript was whole. */
  private Optional<byte[]> stored(Meeting meeting, TranscriptFormat format) throws IOException {
    Optional<Transcripts.Completion> whole = catalogue.transcripts().completion(meeting.id());
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          blobs.get(new ObjectKeys(meeting.id()).transcript(whole.get().language(), format)));
    } catch (BlobException e) {
      if (e.fault() == BlobException.Fault.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void attach(Context ctx, Meeting meeting, String name) {
    attach(ctx, meeting, name, name);
  }

  /**
   * Names the file (RFC 6266, RFC 8187) and puts the export on record.
   *
   * @param name ASCII
   * @param longName for whoever reads Unicode; the meeting's subject comes before it
   */
  private void attach(Context ctx, Meeting meeting, String name, String longName) {
    String full =
        (meeting.subject() + " - " + longName).replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]+", " ");
    ctx.header(
        "Content-Disposition",
        "attachment; filename=\""
            + name
            + "\"; filename*=UTF-8''"
            + URLEncoder.encode(full, StandardCharsets.UTF_8).replace("+", "%20"));
    ctx.header("Cache-Control", "no-store");
    audit.record(ctx, "exported", meeting.id(), longName);
  }
}
