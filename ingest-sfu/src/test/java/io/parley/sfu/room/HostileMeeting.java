package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.loop.NettyLoop;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RouterCapabilities;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.transport.DtlsRole;
import io.parley.sfu.transport.RtcClient;
import io.parley.sfu.transport.SrtpProfile;
import io.parley.sfu.transport.TransportConfig;
import io.parley.sfu.transport.TransportServer;
import io.parley.sfu.transport.WebRtcTransport;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent.EndReason;
import io.parley.storage.contract.RoomToken;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A meeting over real sockets: Ada sends a camera, Ben watches it, and somebody else means harm.
 * Ada's packets go out one after the other, and Ben must get each of them once, in order, byte by
 * byte.
 */
final class HostileMeeting implements AutoCloseable {
  static final long ADA_SSRC = 1_000;

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int VP8 = 96;
  private static final int WINDOW = 16;

  final TransportServer server =
      new TransportServer(
          TransportConfig.of(LOOPBACK, 0)
              .withThreads(2, 8)
              .withTimeouts(
                  Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMillis(100)));
  final EventLoop loop;
  final Meeting meeting;
  final Peer ada;
  final Peer ben;
  final Peer mallory;
  private final Consumer watched;
  private int sent;

  HostileMeeting() throws Exception {
    server.start();
    io.netty.channel.EventLoop netty = server.nextLoop();
    loop = new NettyLoop(netty, MicroClock.system());
    MeetingContext context =
        new MeetingContext(
            loop,
            listener -> server.create(netty, listener),
            new NoLog(),
            new MeetingSettings(60_000_000, 30_000_000, 10),
            new Random(5));
    meeting = on(() -> new Meeting(token("ada"), context, ended -> {}));
    ada = new Peer("ada");
    ben = new Peer("ben");
    mallory = new Peer("mallory");
    ada.publish(MediaSource.CAMERA, ADA_SSRC);
    watched = ben.watch("ada");
  }

  static RoomToken token(String name) {
    return RoomTokens.unrecorded(RoomTokens.of("m", name));
  }

  /** Runs something on the meeting's loop. */
  <T> T on(Callable<T> task) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            done.complete(task.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(20, TimeUnit.SECONDS);
  }

  /** What the hostile one does between two of Ada's packets. */
  interface Attack {
    void step(int number) throws Exception;
  }

  /** Ada sends so many packets while the attack runs; all of them must reach Ben. */
  void undisturbed(int packets, Attack attack) throws Exception {
    for (int i = 0; i < packets; i++) {
      attack.step(i);
      ada.sendMedia(ADA_SSRC, sent, sent);
      sent++;
      if (sent - ben.received(watched).size() >= WINDOW) {
        awaitBen(sent - WINDOW / 2);
      }
    }
    awaitBen(sent);
    List<RtpPacket> received = ben.received(watched);
    assertThat(received).hasSize(sent);
    int first = received.get(0).sequenceNumber();
    for (int i = 0; i < received.size(); i++) {
      RtpPacket packet = received.get(i);
      assertThat(packet.sequenceNumber()).as("packet %d", i).isEqualTo(first + i & 0xffff);
      assertThat(packet.copyPayload()).as("packet %d", i).isEqualTo(payload(i));
    }
  }

  private void awaitBen(int count) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .until(() -> ben.received(watched).size() >= count);
  }

  /** A VP8 key frame of one packet, different for every number. */
  static byte[] payload(int number) {
    byte[] payload = new byte[200];
    new Random(number).nextBytes(payload);
    payload[0] = 0x10;
    payload[1] = 0;
    return payload;
  }

  static byte[] media(long ssrc, long sequence, int content) {
    byte[] payload = payload(content);
    byte[] packet = new byte[payload.length + RtpPacket.FIXED_HEADER_LENGTH];
    new RtpWriter(packet)
        .begin(0, true, VP8, sequence, 3_000L * sequence, ssrc)
        .payload(payload, 0, payload.length)
        .end();
    return packet;
  }

  static byte[] roomy(byte[] packet) {
    return Arrays.copyOf(packet, packet.length + WebRtcTransport.TAIL_ROOM);
  }

  static RtpParameters offer(long ssrc) {
    return new RtpParameters(
        Long.toString(ssrc),
        List.of(
            new RtpParameters.Codec(
                "video/VP8",
                VP8,
                90_000,
                null,
                Map.of(),
                List.of(RtcpFeedback.NACK, RtcpFeedback.PLI))),
        List.of(),
        List.of(RtpParameters.Encoding.of(ssrc, null)),
        new RtpParameters.Rtcp("c", true, true));
  }

  /** One participant with a client for each direction. */
  final class Peer {
    final Participant participant;
    final RtcClient sending;
    final RtcClient receiving;
    final List<byte[]> fromUnit = new CopyOnWriteArrayList<>();
    private final List<RtpPacket> media = new ArrayList<>();
    private final SignalChannel quiet =
        new SignalChannel() {
          @Override
          public void notification(String method, Object data) {}

          @Override
          public void close(int code, String reason) {}
        };

    Peer(String name) throws Exception {
      participant = on(() -> meeting.join(token(name), RouterCapabilities.get(), null, quiet));
      sending = client(true);
      receiving = client(false);
    }

    private RtcClient client(boolean sends) throws Exception {
      RtcClient client =
          new RtcClient(
              List.of(SrtpProfile.AEAD_AES_128_GCM),
              DtlsRole.CLIENT,
              new RtcClient.Receiver() {
                @Override
                public void onRtp(byte[] buf, int off, int len) {
                  RtpPacket packet = RtpPacket.of(Arrays.copyOfRange(buf, off, off + len));
                  synchronized (media) {
                    media.add(packet);
                  }
                }

                @Override
                public void onRtcp(byte[] buf, int off, int len) {
                  fromUnit.add(Arrays.copyOfRange(buf, off, off + len));
                }
              });
      WebRtcTransport wire =
          on(
              () -> {
                String id = meeting.media().createTransport(participant, sends).id();
                meeting.media().connectTransport(participant, id, client.dtlsParameters());
                return (sends ? participant.send : participant.recv).wire();
              });
      client.connect(wire).get(20, TimeUnit.SECONDS);
      client.keepAlive();
      return client;
    }

    String publish(MediaSource source, long ssrc) throws Exception {
      return on(
          () ->
              meeting
                  .media()
                  .produce(
                      participant,
                      participant.send.id(),
                      MediaKind.VIDEO,
                      source,
                      offer(ssrc),
                      false)
                  .id());
    }

    /** Lets what somebody publishes come. */
    Consumer watch(String publisher) throws Exception {
      await().until(() -> on(() -> consumer(publisher) != null));
      return on(
          () -> {
            Consumer consumer = consumer(publisher);
            meeting.media().setConsumerPaused(participant, consumer.id, false);
            return consumer;
          });
    }

    private Consumer consumer(String publisher) {
      return participant.consumers.values().stream()
          .filter(one -> one.publisher.id().value().equals(publisher))
          .findFirst()
          .orElse(null);
    }

    List<RtpPacket> received(Consumer consumer) {
      synchronized (media) {
        return media.stream().filter(one -> one.ssrc() == consumer.path.ssrc()).toList();
      }
    }

    void sendMedia(long ssrc, long sequence, int content) {
      byte[] packet = media(ssrc, sequence, content);
      sending.sendRtp(roomy(packet), 0, packet.length);
    }

    void report(byte[] rtcp) {
      receiving.sendRtcp(roomy(rtcp), 0, rtcp.length);
    }

    private void close() {
      sending.close();
      receiving.close();
    }
  }

  @Override
  public void close() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    loop.execute(
        () -> {
          meeting.end(EndReason.HOST_ENDED);
          over.complete(null);
        });
    over.join();
    ada.close();
    ben.close();
    mallory.close();
    server.close();
  }
}
