package io.parley.sfu.tap;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * From the meetings' loops to the tap's thread, without locks and without waiting. Bounded by the
 * bytes that are not yet acknowledged: here and in the Kafka client together. Packets are taken up
 * to the limit; what comes again (ticks, quality reports) up to an eighth more; what happens once
 * is taken always: it is little, and a meeting without its end would stay open.
 */
final class TapQueue {
  private final Queue<TapRecord> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong unacknowledged = new AtomicLong();
  private final long limitBytes;
  private volatile @Nullable Thread sleeper;

  TapQueue(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Takes a packet; false if the buffer is full. */
  boolean offerPacket(TapRecord.Packet packet) {
    if (unacknowledged.get() + packet.bytes() > limitBytes) {
      return false;
    }
    offer(packet);
    return true;
  }

  /** Takes what will come again; false if that is better awaited. */
  boolean offerRepeated(TapRecord record) {
    if (unacknowledged.get() + record.bytes() > limitBytes + limitBytes / 8) {
      return false;
    }
    offer(record);
    return true;
  }

  /** Takes what is small and must not be lost, whether or not the buffer is full. */
  void offer(TapRecord record) {
    unacknowledged.addAndGet(record.bytes());
    queue.add(record);
    Thread waiting = sleeper;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /** The next record; null after waiting for it in vain. One thread. */
  @Nullable TapRecord take(long waitNanos) {
    TapRecord next = queue.poll();
    if (next == null) {
      sleeper = Thread.currentThread();
      if (queue.isEmpty()) {
        LockSupport.parkNanos(this, waitNanos);
      }
      sleeper = null;
      next = queue.poll();
    }
    return next;
  }

  /** A record went to the Kafka client as more than one. */
  void more(int bytes) {
    unacknowledged.addAndGet(bytes);
  }

  /** The brokers have it, or it is lost. */
  void done(int bytes) {
    unacknowledged.addAndGet(-bytes);
  }

  long unacknowledgedBytes() {
    return unacknowledged.get();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
