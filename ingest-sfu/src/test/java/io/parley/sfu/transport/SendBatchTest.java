package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a turn of a loop sends, as it is given to the kernel. */
class SendBatchTest {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final InetSocketAddress THERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);

  /** A network that takes only single datagrams, when it is told to. */
  private static final class Network extends ChannelOutboundHandlerAdapter {
    boolean narrow;

    /** The first byte of each message, from before its buffer is used again. */
    final List<Byte> written = new ArrayList<>();

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      written.add(((DatagramPacket) message).content().getByte(0));
      if (narrow && message instanceof SegmentedDatagramPacket) {
        ReferenceCountUtil.release(message);
        promise.tryFailure(new IOException("Message too long"));
      } else {
        super.write(context, message, promise);
      }
    }
  }

  private final Network network = new Network();
  private final EmbeddedChannel channel = new EmbeddedChannel(network);
  private final TransportCounters counters = new TransportCounters();
  private final SendBatch batch = new SendBatch(channel, counters);
  private final SendLane lane = new SendLane();

  @BeforeEach
  void onlyWhereTheKernelCuts() {
    assumeTrue(SendBatch.kernelCuts());
  }

  @AfterEach
  void close() {
    batch.close();
    channel.finishAndReleaseAll();
  }

  private void add(SendLane to, InetSocketAddress address, int number, int length) {
    byte[] bytes = new byte[length + 5];
    Arrays.fill(bytes, (byte) number);
    assertThat(batch.add(to, bytes, 3, length, address)).isTrue();
  }

  /** Messages as "address: first byte of each datagram x length". */
  private List<String> sent() {
    List<String> all = new ArrayList<>();
    for (DatagramPacket one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
      byte[] bytes = ByteBufUtil.getBytes(one.content());
      int segment = one instanceof SegmentedDatagramPacket cut ? cut.segmentSize() : bytes.length;
      StringBuilder text = new StringBuilder(one.recipient().getPort() + ":");
      for (int at = 0; at < bytes.length; at += segment) {
        text.append(' ').append(bytes[at]).append('x');
        text.append(Math.min(segment, bytes.length - at));
      }
      all.add(text.toString());
      one.release();
    }
    return all;
  }

  @Test
  void packetsOfOneLengthToOnePeerLeaveTogetherAndAShorterOneEndsThem() {
    SendLane other = new SendLane();
    add(lane, HERE, 1, 100);
    add(other, THERE, 2, 100);
    add(lane, HERE, 3, 100);
    add(lane, HERE, 4, 90);
    add(lane, HERE, 5, 90);
    add(lane, HERE, 6, 95);
    add(other, THERE, 7, 100);
    assertThat(sent()).isEmpty();
    batch.flush();
    assertThat(sent())
        .containsExactlyInAnyOrder("1: 1x100 3x100 4x90", "1: 5x90", "1: 6x95", "2: 2x100 7x100");
    assertThat(counters.datagramsSent()).isEqualTo(7);
    assertThat(counters.bytesSent()).isEqualTo(3 * 100 + 2 * 90 + 95 + 100);
  }

  @Test
  void onePeersPacketsKeepTheirOrder() {
    int[] lengths = {80, 80, 100, 70, 100, 100, 100, 60, 60, 61};
    for (int i = 0; i < lengths.length; i++) {
      add(lane, HERE, i, lengths[i]);
    }
    batch.flush();
    assertThat(String.join(" ", sent()).replace("1: ", ""))
        .isEqualTo("0x80 1x80 2x100 3x70 4x100 5x100 6x100 7x60 8x60 9x61");
  }

  @Test
  void aPeerThatMovesBeginsAnew() {
    add(lane, HERE, 1, 100);
    add(lane, THERE, 2, 100);
    add(lane, HERE, 3, 100);
    batch.flush();
    assertThat(sent()).containsExactly("1: 1x100", "2: 2x100", "1: 3x100");
  }

  @Test
  void whatIsLongerThanAnEthernetFrameGoesAlone() {
    add(lane, HERE, 1, 1_470);
    add(lane, HERE, 2, 1_470);
    batch.flush();
    assertThat(sent()).containsExactly("1: 1x1470", "1: 2x1470");
  }

  @Test
  void aRunHoldsNoMoreThanItsBuffer() {
    for (int i = 0; i < 40; i++) {
      add(lane, HERE, i, 1_000);
    }
    batch.flush();
    assertThat(sent()).hasSize(3);
    for (int i = 0; i < 200; i++) {
      add(lane, HERE, 1, 50);
    }
    batch.flush();
    assertThat(sent()).hasSize(4).first().asString().hasSize("1:".length() + 64 * " 1x50".length());
  }

  @Test
  void buffersAreUsedAgain() {
    for (int turn = 0; turn < 3 * SendBatch.MAX_RUNS; turn++) {
      add(lane, HERE, turn, 100);
      batch.flush();
      assertThat(sent()).hasSize(1);
    }
    assertThat(counters.datagramsSent()).isEqualTo(3 * SendBatch.MAX_RUNS);
  }

  @Test
  void whereRunsAreRefusedPacketsGoOneByOneAndStaySo() {
    network.narrow = true;
    add(lane, HERE, 1, 100);
    add(lane, HERE, 2, 100);
    add(lane, HERE, 3, 50);
    batch.flush();
    assertThat(sent()).containsExactly("1: 1x100", "1: 2x100", "1: 3x50");
    add(lane, HERE, 4, 100);
    add(lane, HERE, 5, 100);
    batch.flush();
    assertThat(sent()).containsExactly("1: 4x100", "1: 5x100");
    assertThat(counters.dropped(DropReason.SEND_FAILED)).isZero();
    SendLane other = new SendLane();
    assertThat(other.segments).isTrue();
  }

  @Test
  void manyPacketsLeaveBeforeTheTurnEnds() {
    for (int i = 0; i < SendBatch.MAX_PACKETS; i++) {
      add(lane, HERE, 1, 100);
    }
    assertThat(sent()).isNotEmpty();
  }

  @Test
  void eachPacketLeavesOnceWhereATurnNeedsMoreBuffersThanThereAre() {
    lane.segments = false;
    int packets = 3 * SendBatch.MAX_RUNS;
    for (int i = 0; i < packets; i++) {
      add(lane, HERE, i, 100);
    }
    batch.flush();
    assertThat(network.written)
        .isEqualTo(IntStream.range(0, packets).mapToObj(i -> (byte) i).toList());
    assertThat(channel.outboundMessages()).hasSize(packets);
  }
}
