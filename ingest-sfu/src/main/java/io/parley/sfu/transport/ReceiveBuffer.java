package io.parley.sfu.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Gives a socket the same memory for every batch that it reads, unless packets of the batch before
 * are still looked at by another loop. On the socket's loop.
 */
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
  private final ByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
  private final ByteBuf bytes;
  private boolean freed;

  ReceiveBuffer(int capacity) {
    bytes = memory.directBuffer(capacity, capacity);
  }

  @Override
  public ExtendedHandle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public ByteBuf allocate(ByteBufAllocator ignored) {
        return freed || bytes.refCnt() > 1
            ? memory.directBuffer(bytes.capacity(), bytes.capacity())
            : bytes.retain().clear();
      }

      @Override
      public int guess() {
        return bytes.capacity();
      }
    };
  }

  /** Gives the memory back. */
  void free() {
    freed = true;
    bytes.release();
  }
}
