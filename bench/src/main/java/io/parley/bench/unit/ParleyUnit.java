package io.parley.bench.unit;

import io.parley.bench.load.PublishingPeer;
import io.parley.bench.measure.Allocations;
import io.parley.sfu.SfuMain;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.LightPeer;
import io.parley.standalone.SfuJvm;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.embedded.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Our SFU in a process of its own with the options it has in the product; without a log, as other
 * units don't write one either.
 */
public final class ParleyUnit implements Unit {
  public static final String KEY = "parley";

  private static final String SECRET = "a secret of benchmarks, known to everybody";
  private static final int MAX_PARTICIPANTS = 1_000;
  private static final int HTTP_OK = 200;

  private final String key;
  private final UnitProcess process;
  private final LightPeer.Shared shared;
  private final HttpClient http;
  private final String host;
  private final int signalPort;
  private final RoomTokenCodec tokens =
      new RoomTokenCodec(SECRET.getBytes(StandardCharsets.UTF_8), Clock.systemUTC());
  private final Map<String, PublishingPeer> publishers = new ConcurrentHashMap<>();

  private ParleyUnit(
      String key,
      UnitProcess process,
      LightPeer.Shared shared,
      HttpClient http,
      String host,
      int signalPort) {
    this.key = key;
    this.process = process;
    this.shared = shared;
    this.http = http;
    this.host = host;
    this.signalPort = signalPort;
  }

  /**
   * Starts it.
   *
   * @param key its name in the figures
   * @param javaOptions for its JVM, after those it has in the product
   * @param address that it is reached at
   * @param cpus as {@code taskset -c} takes them, or null for all
   * @param work where its output goes
   */
  public static ParleyUnit start(
      String key,
      List<String> javaOptions,
      LightPeer.Shared shared,
      InetAddress address,
      @Nullable String cpus,
      Path work)
      throws IOException, InterruptedException {
    String host = address.getHostAddress();
    int signalPort = FreePort.next();
    Map<String, String> environment =
        Map.of(
            "PARLEY_TOKEN_SECRET",
            SECRET,
            "PARLEY_SIGNAL_HOST",
            host,
            "PARLEY_SIGNAL_PORT",
            String.valueOf(signalPort),
            "PARLEY_UDP_BIND",
            host,
            "PARLEY_UDP_PORT",
            String.valueOf(FreePort.next()),
            "PARLEY_MAX_PARTICIPANTS",
            String.valueOf(MAX_PARTICIPANTS));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    boolean collector = javaOptions.stream().anyMatch(ParleyUnit::choosesCollector);
    SfuJvm.options(0).stream()
        .filter(option -> !(collector && choosesCollector(option)))
        .forEach(command::add);
    command.addAll(javaOptions);
    // So that its count of allocated bytes can be asked for where the host has another address.
    command.add("-Djava.rmi.server.hostname=127.0.0.1");
    command.add("-Dlogback.configurationFile=logback-console.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), SfuMain.class.getName()));
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + signalPort + "/healthz"))
            .build();
    UnitProcess process =
        UnitProcess.start(
            command, environment, work.resolve(key + ".log"), cpus, () -> answers(http, health));
    return new ParleyUnit(key, process, shared, http, host, signalPort);
  }

  /** A JVM that is told two does not start. */
  private static boolean choosesCollector(String option) {
    return option.matches("-XX:\\+Use\\w+GC");
  }

  private static boolean answers(HttpClient http, HttpRequest health) throws InterruptedException {
    try {
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(process.pid());
  }

  @Override
  public Allocations allocations() throws IOException {
    return Allocations.of(process.pid());
  }

  @Override
  public Attendee join(String meeting, String person) {
    String id = meeting + "-" + person;
    URI uri =
        URI.create(
            "ws://" + host + ":" + signalPort + "/v1/signal?token=" + token(meeting, id, person));
    return new ParleyAttendee(this, http, uri, id);
  }

  private String token(String meeting, String id, String person) {
    RoomToken token =
        new RoomToken(
            new MeetingId(meeting),
            meeting,
            new ParticipantId(id),
            person,
            null,
            Set.of(RoomToken.Grant.JOIN, RoomToken.Grant.PUBLISH, RoomToken.Grant.SUBSCRIBE),
            true,
            false,
            Instant.now().plus(Duration.ofHours(1)));
    return tokens.sign(token);
  }

  /** Where it takes WHIP and WHEP: every stream is a meeting of its own. */
  StreamUrls streams() {
    return new StreamUrls() {
      @Override
      public Endpoint whip(String stream) {
        return endpoint("whip", stream, "encoder");
      }

      @Override
      public Endpoint whep(String stream, String player) {
        return endpoint("whep", stream, player);
      }

      private Endpoint endpoint(String kind, String meeting, String who) {
        return new Endpoint(
            URI.create("http://" + host + ":" + signalPort + "/v1/" + kind),
            "Bearer " + token(meeting, who, who));
      }
    };
  }

  void published(String participantId, PublishingPeer peer) {
    publishers.put(participantId, peer);
  }

  PublishingPeer publisher(String participantId) {
    PublishingPeer peer = publishers.get(participantId);
    if (peer == null) {
      throw new IllegalStateException("a track of " + participantId + ", who sends nothing");
    }
    return peer;
  }

  void left(String participantId) {
    publishers.remove(participantId);
  }

  DtlsParameters dtlsParameters() {
    return new DtlsParameters(
        io.parley.sfu.transport.DtlsRole.CLIENT, List.of(shared.fingerprint()));
  }

  @Override
  public void close() {
    process.close();
  }
}
