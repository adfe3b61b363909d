package io.parley.bench.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.client.Json;
import io.parley.bench.load.PublishingPeer;
import io.parley.bench.measure.Allocations;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.LightPeer;
import io.parley.storage.embedded.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Janus with its videoroom plugin, as Debian packages it, in a process of its own. */
public final class JanusUnit implements Unit {
  public static final String KEY = "janus";

  private static final int MAX_PUBLISHERS = 1_000;

  private final UnitProcess process;
  private final LightPeer.Shared shared;
  private final InetAddress address;
  private final JanusSocket socket;
  private final Map<String, Long> rooms = new ConcurrentHashMap<>();
  private final AtomicLong lastRoom = new AtomicLong(1_000);
  private final Map<Long, PublishingPeer> feeds = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, String>> feedsOfMeetings = new ConcurrentHashMap<>();

  private JanusUnit(
      UnitProcess process, LightPeer.Shared shared, InetAddress address, JanusSocket socket) {
    this.process = process;
    this.shared = shared;
    this.address = address;
    this.socket = socket;
  }

  /**
   * Starts it.
   *
   * @param address that it is reached at; Janus takes no loopback address
   * @param cpus as {@code taskset -c} takes them, or null for all
   * @param work where its configuration and output go
   */
  public static JanusUnit start(
      LightPeer.Shared shared, InetAddress address, @Nullable String cpus, Path work)
      throws IOException, InterruptedException {
    String host = address.getHostAddress();
    int port = FreePort.next();
    Path directory = work.resolve("janus");
    Path config = JanusConfig.write(directory, host, port, UUID.randomUUID().toString());
    List<String> command =
        List.of("janus", "-N", "-F", directory.toString(), "-C", config.toString());
    UnitProcess process =
        UnitProcess.start(
            command,
            Map.of(),
            work.resolve("janus.log"),
            cpus,
            () -> listens(new InetSocketAddress(address, port)));
    try {
      JanusSocket socket =
          new JanusSocket(HttpClient.newHttpClient(), URI.create("ws://" + host + ":" + port));
      return new JanusUnit(process, shared, address, socket);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static boolean listens(InetSocketAddress at) {
    try (Socket probe = new Socket(at.getAddress(), at.getPort())) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(process.pid());
  }

  /** A native process doesn't count them. */
  @Override
  public @Nullable Allocations allocations() {
    return null;
  }

  @Override
  public synchronized Attendee join(String meeting, String person)
      throws IOException, InterruptedException {
    Long known = rooms.get(meeting);
    long room = known == null ? create(meeting) : known;
    return new JanusAttendee(this, socket, meeting, room, person);
  }

  private long create(String meeting) throws IOException, InterruptedException {
    long room = lastRoom.incrementAndGet();
    long handle = socket.attach();
    ObjectNode create =
        Json.object()
            .put("request", "create")
            .put("room", room)
            .put("publishers", MAX_PUBLISHERS)
            .put("bitrate", 0)
            .put("fir_freq", 0)
            .put("audiocodec", "opus")
            .put("videocodec", "vp8")
            .put("record", false);
    socket.message(handle, create);
    socket.detach(handle);
    rooms.put(meeting, room);
    return room;
  }

  InetAddress address() {
    return address;
  }

  DtlsFingerprint fingerprint() {
    return shared.fingerprint();
  }

  void published(String meeting, String person, long feed, PublishingPeer peer) {
    feeds.put(feed, peer);
    feedsOfMeetings.computeIfAbsent(meeting, key -> new ConcurrentHashMap<>()).put(feed, person);
  }

  /** Everybody who publishes in a meeting: feed to person. */
  Map<Long, String> feeds(String meeting) {
    return feedsOfMeetings.getOrDefault(meeting, Map.of());
  }

  PublishingPeer publisher(long feed) {
    PublishingPeer peer = feeds.get(feed);
    if (peer == null) {
      throw new IllegalStateException("a track of feed " + feed + ", which is nobody's");
    }
    return peer;
  }

  @Override
  public void close() {
    socket.close();
    process.close();
  }
}
