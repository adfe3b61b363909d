package io.parley.bench.unit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A WHIP or WHEP session (RFC 9725 §4, draft-ietf-wish-whep): an offer is posted, the answer has
 * all candidates, and DELETE ends it. One thread at a time.
 */
final class StreamSession implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long RETRY_MILLIS = 250;
  private static final int CREATED = 201;
  private static final int PROBLEM_CHARACTERS = 300;

  /** What units say while a stream has not begun to flow. */
  private static final Set<Integer> NOT_YET = Set.of(404, 409, 425, 503);

  private final HttpClient http;
  private final StreamUrls.Endpoint endpoint;
  private final URI location;
  private final Sdp answer;

  private StreamSession(HttpClient http, StreamUrls.Endpoint endpoint, URI location, Sdp answer) {
    this.http = http;
    this.endpoint = endpoint;
    this.location = location;
    this.answer = answer;
  }

  /**
   * Begins one.
   *
   * @param patience while the unit says that there is no such stream, as long as this
   * @throws IOException if the unit says no; the message has what it said
   */
  static StreamSession open(
      HttpClient http, StreamUrls.Endpoint endpoint, String offer, Duration patience)
      throws IOException, InterruptedException {
    HttpRequest request =
        to(endpoint, endpoint.uri())
            .header("Content-Type", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString(offer))
            .build();
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      int status = response.statusCode();
      if (status == CREATED) {
        URI location =
            response.headers().firstValue("Location").map(response.uri()::resolve).orElse(null);
        if (location == null) {
          throw new IOException(endpoint.uri() + " answers without Location");
        }
        return new StreamSession(http, endpoint, location, Sdp.parse(response.body()));
      }
      if (!NOT_YET.contains(status) || System.nanoTime() > deadline) {
        String body = response.body();
        throw new IOException(
            endpoint.uri()
                + " answers "
                + status
                + ": "
                + body.substring(0, Math.min(body.length(), PROBLEM_CHARACTERS)));
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private static HttpRequest.Builder to(StreamUrls.Endpoint endpoint, URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    String authorization = endpoint.authorization();
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  Sdp answer() {
    return answer;
  }

  /** Ends it; a unit that has forgotten it says so to nobody. */
  @Override
  public void close() {
    http.sendAsync(to(endpoint, location).DELETE().build(), HttpResponse.BodyHandlers.discarding());
  }
}
