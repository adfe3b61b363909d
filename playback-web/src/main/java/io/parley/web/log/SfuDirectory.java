package io.parley.web.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the SFU which meetings it holds. Any thread may use it; every call blocks. */
public final class SfuDirectory {
  /** Stands for every meeting in a token: {@code GET /v1/meetings} asks for it. */
  private static final MeetingId EVERY = new MeetingId("all");

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final @Nullable URI base;
  private final RoomTokenCodec tokens;
  private final Clock clock;

  /**
   * @param base {@code http://host:port}; null if there is no SFU to ask
   */
  public SfuDirectory(@Nullable URI base, RoomTokenCodec tokens, Clock clock) {
    this.base = base;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** How an attempt to end a meeting through the SFU went. */
  public enum Ending {
    /** The SFU ends it and writes so to the log. */
    TAKEN,
    /** The SFU does not hold the meeting, or there is no SFU. */
    NOT_HELD
  }

  /**
   * The meetings the SFU holds now.
   *
   * @return empty if the SFU can't be asked
   */
  public Optional<Set<MeetingId>> alive() {
    if (base == null) {
      return Optional.empty();
    }
    try {
      HttpResponse<byte[]> answer =
          http.send(
              request(base.resolve("/v1/meetings"), EVERY).GET().build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        return Optional.empty();
      }
      Set<MeetingId> alive = new HashSet<>();
      for (JsonNode meeting : JSON.readTree(answer.body()).path("items")) {
        alive.add(new MeetingId(meeting.path("id").asText()));
      }
      return Optional.of(alive);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Asks the SFU to end a meeting. */
  public Ending end(MeetingId meeting) {
    if (base == null) {
      return Ending.NOT_HELD;
    }
    try {
      HttpResponse<Void> answer =
          http.send(
              request(base.resolve("/v1/meetings/" + meeting.value()), meeting).DELETE().build(),
              HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() / 100 == 2 ? Ending.TAKEN : Ending.NOT_HELD;
    } catch (IOException e) {
      return Ending.NOT_HELD;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Ending.NOT_HELD;
    }
  }

  private HttpRequest.Builder request(URI uri, MeetingId meeting) {
    RoomToken token =
        new RoomToken(
            meeting,
            "",
            new ParticipantId("parley-web"),
            "Parley",
            null,
            Set.of(RoomToken.Grant.ADMIN),
            false,
            false,
            clock.instant().plusSeconds(60));
    return HttpRequest.newBuilder(uri)
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + tokens.sign(token));
  }
}
