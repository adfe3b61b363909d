package io.parley.sfu.transport;

import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one DTLS connection, between the event loop (which offers and sends) and the
 * handshake pool (which waits here). Bounded; thread-safe.
 */
final class DtlsLink implements DatagramTransport {
  private static final int CAPACITY = 64;
  private static final int RECEIVE_LIMIT = 2048;
  private static final int SEND_LIMIT = 1200;

  private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(CAPACITY);
  private final Consumer<byte[]> sender;
  private final HandshakeTurns turns;
  private volatile boolean closed;

  /**
   * @param sender puts a datagram on the wire; called on pool threads, may drop
   * @param turns of which the receiving thread holds one; it is given up while that waits
   */
  DtlsLink(Consumer<byte[]> sender, HandshakeTurns turns) {
    this.sender = sender;
    this.turns = turns;
  }

  /** Takes a datagram from the wire; false if there are too many already. */
  boolean offer(byte[] datagram) {
    return arrived.offer(datagram);
  }

  boolean isEmpty() {
    return arrived.isEmpty();
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] buf, int off, int len, int waitMillis) throws InterruptedIOException {
    if (closed) {
      throw new InterruptedIOException("closed");
    }
    try {
      byte[] datagram = next(waitMillis);
      if (closed) {
        throw new InterruptedIOException("closed");
      }
      if (datagram == null) {
        return -1;
      }
      int length = Math.min(len, datagram.length);
      System.arraycopy(datagram, 0, buf, off, length);
      return length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private byte @Nullable [] next(int waitMillis) throws InterruptedException {
    byte[] there = arrived.poll();
    if (there != null) {
      return there;
    }
    turns.end();
    try {
      return arrived.poll(Math.max(1, waitMillis), TimeUnit.MILLISECONDS);
    } finally {
      turns.begin();
    }
  }

  @Override
  public void send(byte[] buf, int off, int len) {
    byte[] datagram = new byte[len];
    System.arraycopy(buf, off, datagram, 0, len);
    sender.accept(datagram);
  }

  /** Ends waiting; a handshake under way fails. */
  @Override
  public void close() {
    closed = true;
    if (!arrived.offer(new byte[0])) {
      arrived.clear();
    }
  }
}
