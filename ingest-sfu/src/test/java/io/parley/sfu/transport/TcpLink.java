package io.parley.sfu.transport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.ObjIntConsumer;

/** A client's side of packets over TCP (RFC 4571): blocking, with a thread of its own. */
final class TcpLink implements AutoCloseable {
  private final Socket socket;
  private final DataOutputStream out;
  private volatile boolean open = true;

  /**
   * @param packets gets each packet in a buffer with tail room, and its length
   */
  TcpLink(InetAddress host, int port, ObjIntConsumer<byte[]> packets) {
    try {
      socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Thread reader = new Thread(() -> read(in, packets), "tcp-link");
      reader.setDaemon(true);
      reader.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One packet, in two pieces: the other side must not rely on how segments are cut. */
  synchronized void send(byte[] packet) throws IOException {
    out.writeShort(packet.length);
    out.write(packet, 0, packet.length / 2);
    out.flush();
    out.write(packet, packet.length / 2, packet.length - packet.length / 2);
    out.flush();
  }

  /** Until either end closes it. */
  boolean isOpen() {
    return open;
  }

  private void read(DataInputStream in, ObjIntConsumer<byte[]> packets) {
    byte[] buf = new byte[4096];
    try (in) {
      while (true) {
        int length = in.readUnsignedShort();
        in.readFully(buf, 0, length);
        packets.accept(buf, length);
      }
    } catch (IOException e) {
      // Both ends end a connection so.
      open = false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
