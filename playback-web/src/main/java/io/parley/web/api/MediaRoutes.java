package io.parley.web.api;

import io.javalin.http.Context;
import io.parley.storage.blob.BlobException;
import io.parley.storage.blob.BlobStat;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.Recording;
import io.parley.storage.catalogue.RecordingState;
import io.parley.storage.codec.ObjectKeys;
import io.parley.web.access.Right;
import io.parley.web.http.ByteRange;
import io.parley.web.http.ContentTypes;
import io.parley.web.http.Problem;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /recording} and {@code /media}: what was recorded, and its bytes. */
final class MediaRoutes {
  private final Catalogue catalogue;
  private final MeetingDoor door;
  private final BlobStore blobs;
  private final PersonFiles people;
  private final Audit audit;

  MediaRoutes(
      Catalogue catalogue, MeetingDoor door, BlobStore blobs, PersonFiles people, Audit audit) {
    this.catalogue = catalogue;
    this.door = door;
    this.blobs = blobs;
    this.people = people;
    this.audit = audit;
  }

  void recording(Context ctx) throws IOException {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    ctx.header("Cache-Control", "no-store");
    Optional<Recording> found = catalogue.recordings().find(meeting.id());
    if (found.isEmpty()) {
      Json.answer(
          ctx,
          new Views.RecordingView("none", 0, 0, null, null, null, Json.MAPPER.createArrayNode()));
      return;
    }
    Recording recording = found.get();
    ObjectKeys keys = new ObjectKeys(meeting.id());
    boolean ready = recording.state() == RecordingState.READY;
    Json.answer(
        ctx,
        new Views.RecordingView(
            recording.state().wireName(),
            recording.durationMicros(),
            recording.playableMicros(),
            recording.playableMicros() > 0 ? url(meeting, keys, keys.hlsMaster()) : null,
            ready ? url(meeting, keys, keys.recordingMp4()) : null,
            ready ? url(meeting, keys, keys.poster()) : null,
            people.tracks(recording)));
  }

  void media(Context ctx) throws IOException {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    String path = ctx.pathParam("path");
    if (path.startsWith("minutes/")) {
      throw Problem.notFound();
    }
    String key;
    try {
      key = new ObjectKeys(meeting.id()).resolve(path);
    } catch (IllegalArgumentException e) {
      throw Problem.notFound();
    }
    audit.viewed(ctx, meeting.id());
    send(ctx, key, ContentTypes.ofName(key), caching(meeting, path));
  }

  /** Sends an object, or the part of it that is asked for. */
  void send(Context ctx, String key, String contentType, String caching) throws IOException {
    BlobStat stat = stat(key);
    String etag = "\"" + stat.etag() + "\"";
    ctx.disableCompression();
    ctx.header("ETag", etag);
    ctx.header("Cache-Control", caching);
    ctx.header("Accept-Ranges", "bytes");
    if (etag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType(contentType);
    ByteRange range = ByteRange.of(rangeHeader(ctx, etag), stat.size());
    if (range instanceof ByteRange.Part part) {
      ctx.status(206);
      ctx.header("Content-Range", part.contentRange());
      ctx.res().setContentLengthLong(part.length());
      if (sendsBody(ctx)) {
        blobs.copyTo(key, part.first(), part.length(), ctx.outputStream());
      }
    } else if (range instanceof ByteRange.Unsatisfiable none) {
      throw Problem.of(416, "range-not-satisfiable", "The object has " + stat.size() + " bytes.")
          .with("Content-Range", none.contentRange());
    } else {
      ctx.res().setContentLengthLong(stat.size());
      if (sendsBody(ctx) && stat.size() > 0) {
        blobs.copyTo(key, ctx.outputStream());
      }
    }
  }

  /**
   * The range, unless the copy it belongs to is another one ({@code If-Range}, RFC 9110 §13.1.5).
   */
  private static @Nullable String rangeHeader(Context ctx, String etag) {
    String condition = ctx.header("If-Range");
    return condition == null || condition.equals(etag) ? ctx.header("Range") : null;
  }

  private static boolean sendsBody(Context ctx) {
    return ctx.req().getMethod().equals("GET");
  }

  BlobStat stat(String key) throws IOException {
    try {
      return blobs.stat(key);
    } catch (BlobException e) {
      if (e.fault() == BlobException.Fault.NOT_FOUND || e.fault() == BlobException.Fault.CALLER) {
        throw Problem.notFound();
      }
      throw e;
    }
  }

  /** Segments never change; playlists grow until the recording is complete. */
  private String caching(Meeting meeting, String path) {
    if (path.endsWith(".m4s") || path.startsWith("tracks/")) {
      return "private, max-age=31536000, immutable";
    }
    boolean ready =
        catalogue
            .recordings()
            .find(meeting.id())
            .filter(recording -> recording.state() == RecordingState.READY)
            .isPresent();
    if (path.endsWith(".m3u8") || !ready) {
      return "private, no-cache";
    }
    return "private, max-age=300";
  }

  private @Nullable String url(Meeting meeting, ObjectKeys keys, String key) throws IOException {
    return blobs.exists(key)
        ? MeetingViews.mediaUrl(meeting.id(), key.substring(keys.prefix().length()))
        : null;
  }
}
