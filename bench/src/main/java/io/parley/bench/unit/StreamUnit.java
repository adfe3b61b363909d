package io.parley.bench.unit;

import io.parley.bench.load.PublishingPeer;
import io.parley.bench.measure.Allocations;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.LightPeer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Any unit that speaks WHIP and WHEP (RFC 9725, draft-ietf-wish-whep). It may run already, or be
 * started by a command. Who publishes has a stream; who watches has a session for each stream.
 */
public final class StreamUnit implements Unit {
  /** Our own unit, as encoders and players reach it that know nothing of our signalling. */
  public static final String PARLEY_KEY = "parley-whip";

  private final String key;
  private final LightPeer.Shared shared;
  private final StreamUrls urls;
  private final OptionalLong pid;
  private final Runnable end;
  private final InetAddress local;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final Map<String, Map<String, PublishingPeer>> meetings = new ConcurrentHashMap<>();

  private StreamUnit(
      String key, LightPeer.Shared shared, StreamUrls urls, OptionalLong pid, Runnable end)
      throws IOException {
    this.key = key;
    this.shared = shared;
    this.urls = urls;
    this.pid = pid;
    this.end = end;
    this.local = localAddress(urls);
  }

  /**
   * One that runs already.
   *
   * @param pid of its process on this machine, if its costs are to be counted
   */
  public static StreamUnit running(
      String key, LightPeer.Shared shared, StreamUrls urls, OptionalLong pid) throws IOException {
    return new StreamUnit(key, shared, urls, pid, () -> {});
  }

  /** Our own, from then on known as {@link #PARLEY_KEY}. */
  public static StreamUnit of(ParleyUnit parley, LightPeer.Shared shared) throws IOException {
    return new StreamUnit(PARLEY_KEY, shared, parley.streams(), parley.pid(), parley::close);
  }

  /**
   * Starts one.
   *
   * @param command for the shell, which it replaces: what is counted is that one process, unless a
   *     child of it is the unit
   * @param cpus as {@code taskset -c} takes them, or null for all
   * @param work where its output goes, {@code KEY.log}
   */
  public static StreamUnit start(
      String key,
      LightPeer.Shared shared,
      StreamUrls urls,
      String command,
      @Nullable String cpus,
      Path work)
      throws IOException, InterruptedException {
    URI door = urls.whip("any").uri();
    int port = door.getPort() > 0 ? door.getPort() : door.getScheme().equals("https") ? 443 : 80;
    UnitProcess process =
        UnitProcess.start(
            List.of("sh", "-c", "exec " + command),
            Map.of(),
            work.resolve(key + ".log"),
            cpus,
            () -> listens(door.getHost(), port));
    try {
      return new StreamUnit(key, shared, urls, OptionalLong.of(process.pid()), process::close);
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static boolean listens(String host, int port) {
    try (Socket probe = new Socket(host, port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The address of this machine that the way to the unit begins at. */
  private static InetAddress localAddress(StreamUrls urls) throws IOException {
    String host = urls.whip("any").uri().getHost().replaceAll("[\\[\\]]", "");
    try (DatagramSocket probe = new DatagramSocket()) {
      // Nothing is sent; any port will do.
      probe.connect(new InetSocketAddress(InetAddress.getByName(host), 9));
      return probe.getLocalAddress();
    }
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public OptionalLong pid() {
    return pid;
  }

  /** Nobody asks it. */
  @Override
  public @Nullable Allocations allocations() {
    return null;
  }

  @Override
  public int connections(int publishers) {
    return publishers;
  }

  /** Players are told of tracks whose packets have come. */
  @Override
  public boolean flowsFirst() {
    return true;
  }

  @Override
  public boolean givesChosenLayers() {
    return false;
  }

  @Override
  public Attendee join(String meeting, String person) {
    return new StreamAttendee(this, meeting, person);
  }

  StreamUrls urls() {
    return urls;
  }

  HttpClient http() {
    return http;
  }

  InetAddress local() {
    return local;
  }

  DtlsFingerprint fingerprint() {
    return shared.fingerprint();
  }

  /** Who publishes in a meeting, by name. */
  Map<String, PublishingPeer> publishers(String meeting) {
    return meetings.computeIfAbsent(meeting, key -> new ConcurrentSkipListMap<>());
  }

  @Override
  public void close() {
    end.run();
  }
}
