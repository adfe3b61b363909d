package io.parley.sfu.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/**
 * A UDP relay between clients and a server that loses what it is told to lose. The server sees each
 * client at an address of the relay's own.
 */
public final class LossyRelay implements AutoCloseable {
  private static final int LARGEST = 4_096;

  private final DatagramSocket towardsClients;
  private final InetSocketAddress server;
  private final BiPredicate<Boolean, byte[]> loses;
  private final Map<SocketAddress, DatagramSocket> towardsServer = new ConcurrentHashMap<>();

  /**
   * @param loses whether a datagram is lost; true for those from a client. Several threads
   */
  public LossyRelay(InetSocketAddress server, BiPredicate<Boolean, byte[]> loses) {
    this.server = server;
    this.loses = loses;
    towardsClients = open();
    start("relay-up", () -> forward(towardsClients, this::up));
  }

  /** Loses by the dice. */
  public static final class Dice implements BiPredicate<Boolean, byte[]> {
    private final Random random;
    private final AtomicInteger lost = new AtomicInteger();
    private volatile double share;

    public Dice(long seed) {
      random = new Random(seed);
    }

    /**
     * From now on.
     *
     * @param share 0–1
     */
    public void lose(double share) {
      this.share = share;
    }

    /** Datagrams so far. */
    public int lost() {
      return lost.get();
    }

    @Override
    public boolean test(Boolean fromClient, byte[] datagram) {
      boolean loses = share > 0 && random.nextDouble() < share;
      if (loses) {
        lost.incrementAndGet();
      }
      return loses;
    }
  }

  private static DatagramSocket open() {
    try {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      socket.setReceiveBufferSize(1 << 20);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Where clients find it. */
  public InetSocketAddress address() {
    return (InetSocketAddress) towardsClients.getLocalSocketAddress();
  }

  private interface Way {
    void take(DatagramPacket datagram) throws IOException;
  }

  private static void forward(DatagramSocket from, Way way) {
    byte[] buf = new byte[LARGEST];
    DatagramPacket datagram = new DatagramPacket(buf, buf.length);
    while (!from.isClosed()) {
      try {
        datagram.setLength(buf.length);
        from.receive(datagram);
        way.take(datagram);
      } catch (IOException e) {
        if (from.isClosed()) {
          return;
        }
      }
    }
  }

  private void up(DatagramPacket datagram) throws IOException {
    DatagramSocket out =
        towardsServer.computeIfAbsent(datagram.getSocketAddress(), this::newClient);
    byte[] copy = Arrays.copyOf(datagram.getData(), datagram.getLength());
    if (!loses.test(true, copy)) {
      out.send(new DatagramPacket(copy, copy.length, server));
    }
  }

  private DatagramSocket newClient(SocketAddress client) {
    DatagramSocket socket = open();
    start(
        "relay-down",
        () ->
            forward(
                socket,
                datagram -> {
                  byte[] copy = Arrays.copyOf(datagram.getData(), datagram.getLength());
                  if (!loses.test(false, copy)) {
                    towardsClients.send(new DatagramPacket(copy, copy.length, client));
                  }
                }));
    return socket;
  }

  @Override
  public void close() {
    towardsClients.close();
    towardsServer.values().forEach(DatagramSocket::close);
  }
}
