package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ways to a server that listens on IPv4 and (where there is any) IPv6, by UDP and by TCP. */
@Tag("alone")
class ReachIT extends TransportFixture {
  /** As candidates name them. */
  private static final List<String> LOOPBACKS =
      hasIpv6() ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1");

  @BeforeAll
  static void saySoWithoutIpv6() {
    if (!hasIpv6()) {
      System.out.println("skipped: the ways by IPv6, for this machine has no ::1");
    }
  }

  private static boolean hasIpv6() {
    try {
      return NetworkInterface.getByInetAddress(address("::1")) != null;
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  TransportConfig config() {
    return everywhere(hasIpv6() ? "::" : "0.0.0.0");
  }

  private static TransportConfig everywhere(String wildcard) {
    return TransportConfig.of(address(wildcard), 0)
        .withAnnounced(LOOPBACKS.stream().map(ReachIT::address).toList())
        .withTcp(0);
  }

  /** A connected pair at the candidate of an address and protocol. */
  private Pair pair(String address, String protocol) throws Exception {
    return pair(server, address, protocol);
  }

  private static Pair pair(TransportServer server, String address, String protocol)
      throws Exception {
    Collector here = new Collector();
    Collector there = new Collector();
    WebRtcTransport transport = server.create(server.nextLoop(), here);
    here.transport = transport;
    IceCandidate candidate =
        transport.iceCandidates().stream()
            .filter(one -> one.address().equals(address) && one.protocol().equals(protocol))
            .findFirst()
            .orElseThrow();
    RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, there, address(address));
    connect(transport, client.dtlsParameters());
    client.connect(transport, candidate).get(20, TimeUnit.SECONDS);
    here.connected.get(20, TimeUnit.SECONDS);
    return new Pair(transport, here, client, there);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30));
  }

  /** As many at once as fit into the buffer of a socket whose reader is late. */
  private static void exchange(Pair pair, int first, int count) throws Exception {
    int before = pair.here().rtp.size();
    int there = pair.there().rtp.size();
    for (int i = 0; i < count; i++) {
      byte[] packet = packet(first + i, 1 + 15 * i);
      pair.clientSends(packet);
      assertThat(pair.transportSends(packet)).isTrue();
    }
    patiently()
        .until(
            () ->
                pair.here().rtp.size() == before + count
                    && pair.there().rtp.size() == there + count);
    for (int i = 0; i < count; i++) {
      byte[] packet = packet(first + i, 1 + 15 * i);
      assertThat(pair.here().rtp.get(before + i)).isEqualTo(packet);
      assertThat(pair.there().rtp.get(there + i)).isEqualTo(packet);
    }
  }

  @Test
  void everyFamilyAndProtocolCarriesPacketsBothWays() throws Exception {
    for (String address : LOOPBACKS) {
      for (String protocol : List.of("udp", "tcp")) {
        try (Pair pair = pair(address, protocol)) {
          exchange(pair, 100, 80);
          InetSocketAddress remote = pair.stats().remoteAddress();
          assertThat(remote).isNotNull();
          assertThat(remote.getAddress()).isEqualTo(address(address));
          assertThat(pair.stats().packetsDropped()).isZero();
        }
      }
    }
  }

  /** The wildcard of IPv4 stands for both families, as that of IPv6 does. */
  @Test
  void eitherWildcardTakesBothFamilies() throws Exception {
    try (TransportServer other = new TransportServer(everywhere("0.0.0.0").withThreads(1, 2))) {
      other.start();
      for (String address : LOOPBACKS) {
        for (String protocol : List.of("udp", "tcp")) {
          try (Pair pair = pair(other, address, protocol)) {
            exchange(pair, 1, 5);
          }
        }
      }
    }
  }

  /** UDP is tried first, TCP only where the browser connects. */
  @Test
  void candidatesNameBothFamiliesUdpFirst() {
    WebRtcTransport transport = create(new Collector());
    List<IceCandidate> candidates = transport.iceCandidates();
    List<String> expected = new ArrayList<>();
    LOOPBACKS.forEach(address -> expected.add("udp " + address + " null"));
    LOOPBACKS.forEach(address -> expected.add("tcp " + address + " passive"));
    assertThat(candidates)
        .extracting(one -> one.protocol() + " " + one.address() + " " + one.tcpType())
        .containsExactlyElementsOf(expected);
    assertThat(candidates)
        .extracting(IceCandidate::priority)
        .isSortedAccordingTo((one, other) -> Long.compare(other, one))
        .allMatch(priority -> priority > 0 && priority < 1L << 31);
    assertThat(candidates.get(candidates.size() - 1).port()).isEqualTo(server.tcpPort());
    close(transport);
  }

  /** The connection breaks in mid-call; the client's next check comes by UDP and media follows. */
  @Test
  void mediaMovesFromTcpToUdpWhenTheConnectionBreaks() throws Exception {
    try (Pair pair = pair("127.0.0.1", "tcp")) {
      exchange(pair, 1, 50);
      assertThat(pair.stats().remoteAddress()).isInstanceOf(TcpPeer.class);
      pair.client().leaveTcp();
      InetSocketAddress udp = new InetSocketAddress(LOOPBACK, server.port());
      pair.client().goTo(udp);
      patiently().until(() -> pair.client().localAddress().equals(pair.stats().remoteAddress()));
      exchange(pair, 51, 50);
    }
  }

  @Test
  void aConnectionWithoutACheckOfOursIsCutOff() throws Exception {
    for (byte[] bytes :
        List.of(
            new byte[] {0, 0},
            new byte[] {(byte) 0xff, (byte) 0xff, 1},
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            new byte[] {0, 1, (byte) 0x80},
            new byte[] {0, 4, 0, 1, 0, 0})) {
      try (Socket socket = new Socket(LOOPBACK, server.tcpPort())) {
        socket.getOutputStream().write(bytes);
        assertThat(ends(socket)).as(Arrays.toString(bytes)).isTrue();
      }
    }
  }

  /** Whether the far end closes, of itself or because of what it did not read. */
  private static boolean ends(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException e) {
      return true;
    }
  }

  /**
   * Naming a transport is not enough: until a check was good its connection carries nothing else.
   */
  @Test
  void packetsPassOnlyBehindAGoodCheck() throws Exception {
    Collector here = new Collector();
    WebRtcTransport transport = create(here);
    IceParameters real = transport.iceParameters();
    IceParameters guessed = new IceParameters(real.usernameFragment(), "x".repeat(24), true);
    try (RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector());
        TcpLink link = new TcpLink(LOOPBACK, server.tcpPort(), (buf, length) -> {})) {
      link.send(client.checkOf(guessed, true));
      link.send(new byte[] {22, 1, 2, 3});
      patiently().until(() -> on(transport, transport::stats).packetsDropped() == 2);
      assertThat(on(transport, transport::stats).remoteAddress()).isNull();
    }
    close(transport);
  }

  /** Neither saying nothing nor naming a transport keeps a connection open. */
  @Test
  void aConnectionThatNeverPassesACheckIsCutOffInTheEnd() throws Exception {
    WebRtcTransport transport = create(new Collector());
    IceParameters real = transport.iceParameters();
    IceParameters guessed = new IceParameters(real.usernameFragment(), "x".repeat(24), true);
    try (RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector());
        Socket silent = new Socket(LOOPBACK, server.tcpPort());
        TcpLink named = new TcpLink(LOOPBACK, server.tcpPort(), (buf, length) -> {})) {
      named.send(client.checkOf(guessed, true));
      assertThat(ends(silent)).isTrue();
      patiently().until(() -> !named.isOpen());
    }
    close(transport);
  }

  /** A transport keeps so many connections, the one in use among them, and none once it ended. */
  @Test
  void oneTransportHoldsFewConnections() throws Exception {
    WebRtcTransport transport = create(new Collector());
    List<TcpLink> links = new ArrayList<>();
    try (RtcClient client = new RtcClient(BOTH, DtlsRole.CLIENT, new Collector())) {
      for (int i = 0; i < IceLite.MAX_ADDRESSES + 4; i++) {
        AtomicInteger answers = new AtomicInteger();
        TcpLink link =
            new TcpLink(LOOPBACK, server.tcpPort(), (buf, length) -> answers.incrementAndGet());
        links.add(link);
        link.send(client.checkOf(transport.iceParameters(), false));
        patiently().until(() -> answers.get() == 1);
      }
      patiently().until(() -> open(links) == IceLite.MAX_ADDRESSES);
      assertThat(links.get(0).isOpen()).as("the one in use").isTrue();
      close(transport);
      patiently().until(() -> open(links) == 0);
    } finally {
      links.forEach(TcpLink::close);
    }
  }

  private static long open(List<TcpLink> links) {
    return links.stream().filter(TcpLink::isOpen).count();
  }
}
