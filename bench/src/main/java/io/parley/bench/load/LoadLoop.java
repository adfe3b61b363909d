package io.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of all peers: reads their sockets, sends what is due. The clock is {@link
 * System#nanoTime}; what is due leaves up to a millisecond late. Methods may be called from any
 * thread unless they say otherwise.
 *
 * <p>With a core of its own it never sleeps: on one machine the sender of a datagram pays for
 * waking its receiver, which no unit pays that sends to a network.
 */
public final class LoadLoop implements AutoCloseable {
  /** Something that is done again and again. */
  public interface Timed {
    long OVER = Long.MAX_VALUE;

    /** Does what is due now; returns when to be called next, or {@link #OVER}. */
    long run(long nowNanos);
  }

  private record Due(long nanos, Timed timed) {}

  private static final int DATAGRAM = 2_048;

  private final boolean awake;
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
  private final Thread thread = new Thread(this::run, "load");
  private final ByteBuffer in = ByteBuffer.allocateDirect(DATAGRAM);
  private final ByteBuffer out = ByteBuffer.allocateDirect(DATAGRAM);
  private final byte[] datagram = new byte[DATAGRAM];
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /**
   * Starts it.
   *
   * @param awake whether it has a core of its own
   */
  public LoadLoop(boolean awake) throws IOException {
    this.awake = awake;
    selector = Selector.open();
    thread.setDaemon(true);
    thread.start();
  }

  /** Does it on the loop's thread, after what was handed over before. */
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Does it on the loop's thread and waits for the answer. */
  public <T> T ask(Supplier<T> question) throws InterruptedException {
    check();
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(() -> answer.complete(question.get()));
    while (true) {
      try {
        return answer.get(1, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException e) {
        check();
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /**
   * @throws IllegalStateException if the loop has died of something, which is its cause
   */
  public void check() {
    Throwable cause = failure;
    if (cause != null) {
      throw new IllegalStateException("the load client failed", cause);
    }
  }

  /** Calls it at that moment; on the loop's thread only. */
  void at(long nanos, Timed timed) {
    if (nanos != Timed.OVER) {
      timers.add(new Due(nanos, timed));
    }
  }

  /** Has datagrams of a channel given to a socket; on the loop's thread only. */
  void register(DatagramChannel channel, PeerSocket socket) {
    try {
      channel.register(selector, SelectionKey.OP_READ, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For one datagram to be sent; on the loop's thread only. */
  ByteBuffer out() {
    return out.clear();
  }

  private void run() {
    try {
      while (!closed) {
        long now = System.nanoTime();
        runDue(now);
        Due next = timers.peek();
        long wait =
            next == null
                ? 100
                : Math.max(0, (next.nanos - System.nanoTime() + 999_999) / 1_000_000);
        if (awake || wait == 0) {
          selector.selectNow(this::ready);
        } else {
          selector.select(this::ready, Math.min(wait, 100));
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private void runDue(long now) {
    for (Due due = timers.peek(); due != null && due.nanos <= now; due = timers.peek()) {
      timers.remove();
      at(due.timed.run(System.nanoTime()), due.timed);
    }
  }

  private void ready(SelectionKey key) {
    ((PeerSocket) key.attachment()).read(in, datagram);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    selector.close();
  }
}
