package io.parley.sfu.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that follow each other to one address and leave with one message to the kernel, which
 * cuts them apart (UDP_SEGMENT, udp(7)): all have the length of the first but the last, which may
 * be shorter. Used again and again, and so it is its own promise: done when the kernel has it, then
 * free for others. On its socket's loop.
 */
final class SegmentRun extends DefaultChannelPromise {
  /** Most that one run holds; the kernel takes 64 segments and 65,507 bytes. */
  static final int CAPACITY = 16 * 1024;

  private static final int MAX_SEGMENTS = 64;

  /** What becomes of runs that were given to a channel. */
  interface Owner {
    /** The kernel has it. */
    void sent(SegmentRun run);

    /** The kernel refused it; {@link #single} still gives what it holds. */
    void refused(SegmentRun run, Throwable cause);
  }

  private final Owner owner;
  private final ByteBuf bytes;
  private @Nullable SendLane lane;
  private @Nullable InetSocketAddress to;
  private int segment;
  private int count;
  private boolean full;

  /**
   * @param bytes of {@link #CAPACITY}; belongs to this run
   */
  SegmentRun(Channel channel, Owner owner, ByteBuf bytes) {
    super(channel);
    this.owner = owner;
    this.bytes = bytes;
  }

  /**
   * Begins anew.
   *
   * @param alone whether no other datagram may join
   */
  void begin(SendLane lane, InetSocketAddress to, byte[] buf, int off, int len, boolean alone) {
    this.lane = lane;
    this.to = to;
    bytes.clear().writeBytes(buf, off, len);
    segment = len;
    count = 1;
    full = alone;
  }

  /** Adds a datagram at the end; false if it does not fit, and then none will. */
  boolean add(InetSocketAddress address, byte[] buf, int off, int len) {
    if (full || len > segment || len > bytes.writableBytes() || !address.equals(to)) {
      full = true;
      return false;
    }
    bytes.writeBytes(buf, off, len);
    count++;
    full = len < segment || count == MAX_SEGMENTS;
    return true;
  }

  int count() {
    return count;
  }

  int length() {
    return bytes.readableBytes();
  }

  SendLane lane() {
    if (lane == null) {
      throw new IllegalStateException("a run that was never begun");
    }
    return lane;
  }

  /** All of it, as a channel takes it; it is done with it once this promise is kept. */
  DatagramPacket message() {
    ByteBuf all = bytes.retain();
    return count == 1 ? new DatagramPacket(all, to) : new SegmentedDatagramPacket(all, segment, to);
  }

  /** One datagram of it, from 0, with bytes of its own. */
  DatagramPacket single(int index) {
    int from = index * segment;
    return new DatagramPacket(bytes.copy(from, Math.min(segment, length() - from)), to);
  }

  /** Gives its memory back. */
  void free() {
    bytes.release();
  }

  @Override
  public boolean setUncancellable() {
    return true;
  }

  @Override
  public boolean trySuccess(@Nullable Void result) {
    owner.sent(this);
    return true;
  }

  @Override
  public boolean tryFailure(Throwable cause) {
    owner.refused(this, cause);
    return true;
  }
}
