package io.parley.sfu.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.BiPredicate;

/** A UDP relay between one client and a server that loses what it is told to lose. */
final class LossyRelay implements AutoCloseable {
  private final DatagramSocket towardsClient;
  private final DatagramSocket towardsServer;
  private final InetSocketAddress server;
  private final BiPredicate<Boolean, byte[]> loses;
  private volatile InetSocketAddress client;

  /**
   * @param loses whether a datagram is lost; true for those from the client
   */
  LossyRelay(InetSocketAddress server, BiPredicate<Boolean, byte[]> loses) {
    this.server = server;
    this.loses = loses;
    try {
      towardsClient = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      towardsServer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("relay-up", () -> forward(towardsClient, true));
    start("relay-down", () -> forward(towardsServer, false));
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) towardsClient.getLocalSocketAddress();
  }

  private void forward(DatagramSocket from, boolean up) {
    byte[] buf = new byte[4096];
    DatagramPacket datagram = new DatagramPacket(buf, buf.length);
    while (!from.isClosed()) {
      try {
        datagram.setLength(buf.length);
        from.receive(datagram);
        if (up) {
          client = (InetSocketAddress) datagram.getSocketAddress();
        }
        byte[] copy = Arrays.copyOf(buf, datagram.getLength());
        if (!loses.test(up, copy)) {
          DatagramSocket out = up ? towardsServer : towardsClient;
          out.send(new DatagramPacket(copy, copy.length, up ? server : client));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    towardsClient.close();
    towardsServer.close();
  }
}
