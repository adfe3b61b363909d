package io.parley.sfu.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one DTLS connection, between the event loop (which offers and sends) and the
 * handshake pool (which waits here). Bounded; thread-safe.
 */
final class DtlsLink implements DatagramTransport {
  /** A peer that says nothing for so long gives up its thread if others wait for one. */
  private static final int PATIENCE_MILLIS = 5_000;

  private static final int LOOK_MILLIS = 250;
  private static final int CAPACITY = 64;
  private static final int RECEIVE_LIMIT = 2048;
  private static final int SEND_LIMIT = 1200;

  private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(CAPACITY);
  private final Consumer<byte[]> sender;
  private final HandshakeTurns turns;
  private final BooleanSupplier crowded;
  private volatile boolean closed;

  /** How long the peer was waited for since its last datagram. */
  private int silentMillis;

  /**
   * @param sender puts a datagram on the wire; called on pool threads, may drop
   * @param turns of which the receiving thread holds one; it is given up while that waits
   * @param crowded whether others wait for a thread
   */
  DtlsLink(Consumer<byte[]> sender, HandshakeTurns turns, BooleanSupplier crowded) {
    this.sender = sender;
    this.turns = turns;
    this.crowded = crowded;
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
  public int receive(byte[] buf, int off, int len, int waitMillis) throws IOException {
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

  private byte @Nullable [] next(int waitMillis) throws InterruptedException, IOException {
    byte[] there = arrived.poll();
    if (there == null) {
      turns.end();
      try {
        there = await(Math.max(1, waitMillis));
      } finally {
        turns.begin();
      }
    }
    silentMillis = there == null ? silentMillis : 0;
    return there;
  }

  private byte @Nullable [] await(int waitMillis) throws InterruptedException, IOException {
    for (int waited = 0; waited < waitMillis; ) {
      int step = Math.min(LOOK_MILLIS, waitMillis - waited);
      byte[] there = arrived.poll(step, TimeUnit.MILLISECONDS);
      if (there != null) {
        return there;
      }
      waited += step;
      silentMillis += step;
      if (silentMillis >= PATIENCE_MILLIS && crowded.getAsBoolean()) {
        throw new TlsTimeoutException("the peer is silent while others wait");
      }
    }
    return null;
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
