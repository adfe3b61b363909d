package io.parley.sfu.room;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RouterCapabilities;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent.EndReason;
import io.parley.storage.contract.RoomToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Four people who send camera and microphone at the rate of real ones: by the clock, so that a loop
 * that was held up sends the more afterwards. Call from any thread.
 */
final class BusyMeeting {
  static final int PEOPLE = 4;
  private static final int VIDEO_PER_SECOND = 375;
  private static final int AUDIO_PER_SECOND = 50;

  /** All tracks together. */
  static final int PACKETS_PER_SECOND = PEOPLE * (VIDEO_PER_SECOND + AUDIO_PER_SECOND);

  private static final long BEAT_MICROS = 5_000;

  private final EventLoop loop;
  private final Meeting meeting;
  private final Random sizes = new Random(7);
  private final List<Sender> senders = new ArrayList<>();
  private final EventLoop.Timer beat;
  private final AtomicLong sent = new AtomicLong();

  private BusyMeeting(String id, EventLoop loop, MeetingLog log) throws RequestException {
    this.loop = loop;
    MeetingContext context =
        new MeetingContext(
            loop,
            listener -> new FakeTransport("t", listener),
            log,
            new MeetingSettings(60_000_000, 30_000_000, PEOPLE),
            new Random(1));
    meeting = new Meeting(token(id, 0), context, ended -> {});
    long ssrc = 1;
    for (int number = 0; number < PEOPLE; number++) {
      Participant who =
          meeting.join(token(id, number), RouterCapabilities.get(), null, new Silent());
      meeting.media().createTransport(who, true);
      senders.add(new Sender(who, MediaSource.CAMERA, Offers.vp8(ssrc++)));
      senders.add(new Sender(who, MediaSource.MICROPHONE, Offers.opus(ssrc++)));
    }
    beat = loop.every(BEAT_MICROS, () -> senders.forEach(Sender::catchUp));
  }

  /** Begins on the loop. */
  static BusyMeeting begin(String id, EventLoop loop, MeetingLog log) {
    return on(loop, () -> new BusyMeeting(id, loop, log));
  }

  private interface Step<T> {
    T run() throws RequestException;
  }

  private static <T> T on(EventLoop loop, Step<T> step) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            done.complete(step.run());
          } catch (RequestException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done.join();
  }

  private static RoomToken token(String meeting, int number) {
    return RoomTokens.of(meeting, meeting + "-" + number);
  }

  private record Silent() implements SignalChannel {
    @Override
    public void notification(String method, Object data) {}

    @Override
    public void close(int code, String reason) {}
  }

  /** Packets of all tracks so far. */
  long sent() {
    return sent.get();
  }

  /** Packets so far by track id. */
  Map<String, Long> sentByTrack() {
    return on(
        loop,
        () -> {
          Map<String, Long> all = new TreeMap<>();
          senders.forEach(sender -> all.put(sender.trackId, sender.number));
          return all;
        });
  }

  /** The host ends it; nothing is sent any more. */
  void end() {
    on(
        loop,
        () -> {
          beat.cancel();
          meeting.end(EndReason.HOST_ENDED);
          return true;
        });
  }

  private final class Sender {
    final String trackId;
    private final MediaTransport transport;
    private final RtpParameters offer;
    private final boolean video;
    private final long beganMicros = loop.clock().monotonicMicros();
    long number;

    Sender(Participant who, MediaSource source, RtpParameters offer) throws RequestException {
      this.offer = offer;
      video = source == MediaSource.CAMERA;
      MediaTransport own = who.send;
      if (own == null) {
        throw new IllegalStateException("no transport to send on");
      }
      transport = own;
      trackId =
          meeting
              .media()
              .produce(
                  who, own.id(), video ? MediaKind.VIDEO : MediaKind.AUDIO, source, offer, false)
              .id();
    }

    void catchUp() {
      long elapsed = loop.clock().monotonicMicros() - beganMicros;
      long due = elapsed * (video ? VIDEO_PER_SECOND : AUDIO_PER_SECOND) / 1_000_000;
      while (number < due) {
        int bytes = video ? 900 + sizes.nextInt(300) : 80 + sizes.nextInt(80);
        long timestamp = video ? number / 12 * 3_000 : number * 960;
        byte[] packet = Offers.packet(offer, number, timestamp, bytes);
        transport.onRtp(packet, 0, bytes, loop.clock().epochMicros());
        number++;
        sent.incrementAndGet();
      }
    }
  }
}
