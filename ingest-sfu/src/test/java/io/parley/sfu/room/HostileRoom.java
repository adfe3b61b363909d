package io.parley.sfu.room;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.ortc.RouterCapabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A meeting of a hostile host and a guest who only wants to listen, without a network. */
public final class HostileRoom {
  private final FakeLoop loop = new FakeLoop();
  private final List<FakeTransport> transports = new ArrayList<>();
  private final Meeting meeting;
  private final Participant hostile;
  private final Participant guest;
  private long told;

  public HostileRoom() throws RequestException {
    MeetingContext context =
        new MeetingContext(
            loop,
            listener -> {
              FakeTransport transport = new FakeTransport("t" + transports.size(), listener);
              transports.add(transport);
              return transport;
            },
            new NoLog(),
            new MeetingSettings(60_000_000, 30_000_000, 4),
            new Random(1));
    meeting = new Meeting(RoomTokens.of("m", "host"), context, ended -> {});
    hostile = join("host");
    guest = join("guest");
    meeting.media().createTransport(guest, false);
    loop.runTasks();
  }

  private Participant join(String name) throws RequestException {
    SignalChannel counting =
        new SignalChannel() {
          @Override
          public void notification(String method, Object data) {
            told++;
          }

          @Override
          public void close(int code, String reason) {}
        };
    return meeting.join(RoomTokens.of("m", name), RouterCapabilities.get(), null, counting);
  }

  public Meeting meeting() {
    return meeting;
  }

  public Participant hostile() {
    return hostile;
  }

  /** Lets a second pass with all that follows from what was asked. */
  public void settle() {
    loop.pass(1);
  }

  /** What the meeting holds for its people: bounded, whatever was asked. */
  public int held() {
    return hostile.producers.size()
        + hostile.consumers.size()
        + hostile.taps.size()
        + guest.consumers.size();
  }

  /** Notifications of both. */
  public long told() {
    return told;
  }
}
