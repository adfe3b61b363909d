package io.parley.web.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.search.TranscriptIndex;
import io.parley.web.WebConfig;
import io.parley.web.access.AccessPolicy;
import io.parley.web.access.Passwords;
import io.parley.web.access.Tokens;
import io.parley.web.live.ChatDesk;
import io.parley.web.live.LiveHub;
import io.parley.web.log.LogReader;
import io.parley.web.log.LogWriter;
import io.parley.web.log.SfuDirectory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;

/** Puts the classes of the API together. */
public record WebParts(
    BrowserSessions sessions,
    AccountRoutes accounts,
    MeetingRoutes meetings,
    InviteRoutes invites,
    StreamingKeyRoutes streamingKeys,
    MediaRoutes media,
    TranscriptRoutes transcripts,
    MinutesRoutes minutes,
    ExportRoutes exports,
    SearchRoutes search,
    StatusRoutes status,
    LiveRoute live) {

  /** What the API stands on. */
  public record Ground(
      WebConfig config,
      Clock clock,
      Catalogue catalogue,
      BlobStore blobs,
      TranscriptIndex.Reader index,
      MeetingEraser eraser,
      LogWriter log,
      LogReader reader,
      SfuDirectory sfu,
      RoomTokenCodec roomTokens,
      LiveHub hub,
      PrometheusMeterRegistry metrics) {}

  public static WebParts on(Ground ground) throws IOException {
    WebConfig config = ground.config();
    Clock clock = ground.clock();
    Catalogue catalogue = ground.catalogue();
    SecureRandom random = new SecureRandom();
    Tokens tokens = new Tokens(random, config.sfu().tokenSecret());
    BrowserSessions sessions =
        new BrowserSessions(
            catalogue, tokens, clock, config.rules().sessionLifetime(), config.listen().secure());
    AccessPolicy policy = new AccessPolicy(catalogue);
    Audit audit = new Audit(catalogue, sessions, clock);
    MeetingDoor door = new MeetingDoor(catalogue, policy, sessions, audit);
    MeetingViews views = new MeetingViews(catalogue, policy, ground.blobs());
    PersonFiles people = new PersonFiles(ground.blobs());
    MediaRoutes media = new MediaRoutes(catalogue, door, ground.blobs(), people, audit);
    MinutesRoutes minutes =
        new MinutesRoutes(catalogue, door, sessions, ground.blobs(), audit, clock);
    ChatDesk desk = new ChatDesk(catalogue, ground.log(), ground.hub(), clock);
    return new WebParts(
        sessions,
        new AccountRoutes(catalogue, sessions, new Passwords(random), tokens, audit, config, clock),
        new MeetingRoutes(
            catalogue,
            door,
            sessions,
            views,
            ground.eraser(),
            tokens,
            ground.log(),
            ground.sfu(),
            audit,
            clock),
        new InviteRoutes(
            catalogue,
            policy,
            sessions,
            views,
            tokens,
            ground.roomTokens(),
            config.sfu().signalUrl(),
            ground.log(),
            audit,
            clock),
        new StreamingKeyRoutes(
            catalogue,
            door,
            tokens,
            ground.roomTokens(),
            config.sfu().signalUrl(),
            ground.log(),
            audit,
            clock),
        media,
        new TranscriptRoutes(catalogue, door, config.recogniser()),
        minutes,
        new ExportRoutes(
            catalogue,
            door,
            ground.blobs(),
            media,
            minutes,
            people,
            audit,
            config.listen().publicUrl()),
        new SearchRoutes(catalogue, policy, sessions, ground.index()),
        new StatusRoutes(
            config,
            catalogue,
            ground.blobs(),
            ground.reader(),
            ground.sfu(),
            ground.hub(),
            sessions,
            ground.metrics()),
        new LiveRoute(catalogue, door, sessions, ground.hub(), desk, config.listen().publicUrl()));
  }
}
