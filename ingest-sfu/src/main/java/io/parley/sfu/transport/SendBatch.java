package io.parley.sfu.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what one turn of a loop sends: packets for the same peer become runs that leave with one
 * message each, and all messages leave with one system call (sendmmsg). The order of one peer's
 * packets is kept. Buffers are used again; nothing is allocated for a packet. On the loop.
 */
final class SendBatch implements SegmentRun.Owner {
  /**
   * Gathered packets after which the batch leaves before its turn ends, so that none waits long.
   */
  static final int MAX_PACKETS = 4_096;

  /** Runs that a slow network may keep waiting: 32 MiB. What comes on top is dropped. */
  static final int MAX_RUNS = 2_048;

  /** Longer datagrams may not fit an Ethernet frame over IPv6; the kernel refuses runs of them. */
  private static final int MAX_SEGMENT = 1_452;

  private final Channel channel;
  private final TransportCounters counters;
  private final boolean segments = kernelCuts();
  private final ByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
  private final Deque<SegmentRun> free = new ArrayDeque<>();
  private final List<SendLane> lanes = new ArrayList<>();
  private int runs;
  private int packets;
  private boolean again;
  private boolean closed;

  SendBatch(Channel channel, TransportCounters counters) {
    this.channel = channel;
    this.counters = counters;
  }

  /** Whether the kernel takes several datagrams as one message. */
  @SuppressWarnings("deprecation") // the class is; nothing else tells
  static boolean kernelCuts() {
    return Epoll.isAvailable() && SegmentedDatagramPacket.isSupported();
  }

  /** Takes a datagram; false if too many wait already. */
  boolean add(SendLane lane, byte[] buf, int off, int len, InetSocketAddress to) {
    SegmentRun run = lane.open;
    if (run == null || !run.add(to, buf, off, len)) {
      SegmentRun next = take();
      if (next == null) {
        return false;
      }
      boolean alone = !segments || !lane.segments || len > MAX_SEGMENT;
      next.begin(lane, to, buf, off, len, alone);
      // Not as it was above: where no buffer was left, everything open has gone to the kernel.
      SegmentRun open = lane.open;
      if (open == null) {
        lanes.add(lane);
      } else {
        write(open);
      }
      lane.open = next;
    }
    if (++packets == MAX_PACKETS) {
      flush();
    }
    return true;
  }

  private @Nullable SegmentRun take() {
    SegmentRun run = free.poll();
    if (run == null && runs == MAX_RUNS) {
      flush();
      run = free.poll();
    }
    if (run == null && runs < MAX_RUNS) {
      runs++;
      run = new SegmentRun(channel, this, memory.directBuffer(SegmentRun.CAPACITY));
    }
    return run;
  }

  /** Gives everything to the kernel. */
  void flush() {
    for (SendLane lane : lanes) {
      SegmentRun run = lane.open;
      lane.open = null;
      if (run != null) {
        write(run);
      }
    }
    lanes.clear();
    packets = 0;
    channel.flush();
    while (again) {
      again = false;
      channel.flush();
    }
  }

  private void write(SegmentRun run) {
    counters.sent(run.count(), run.length());
    channel.write(run.message(), run);
  }

  @Override
  public void sent(SegmentRun run) {
    if (closed) {
      run.free();
    } else {
      free.push(run);
    }
  }

  /**
   * A path that is narrower than the packets, or a device that cannot do it, refuses runs but takes
   * the packets one by one.
   */
  @Override
  public void refused(SegmentRun run, Throwable cause) {
    boolean one = run.count() == 1 || !(cause instanceof IOException);
    if (one || cause instanceof ClosedChannelException) {
      for (int i = 0; i < run.count(); i++) {
        counters.drop(DropReason.SEND_FAILED);
      }
    } else {
      run.lane().segments = false;
      for (int i = 0; i < run.count(); i++) {
        channel.write(run.single(i), channel.voidPromise());
      }
      again = true;
    }
    sent(run);
  }

  /** Gives the memory back, now or when the kernel is done with it. */
  void close() {
    closed = true;
    free.forEach(SegmentRun::free);
    free.clear();
  }
}
