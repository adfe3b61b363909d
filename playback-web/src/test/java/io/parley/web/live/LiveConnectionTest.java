package io.parley.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.MeetingId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One browser: order, one send at a time, and a bound for those who don't take what they get. */
class LiveConnectionTest {
  private final SlowOutlet outlet = new SlowOutlet();
  private final LiveConnection connection = new LiveConnection(new MeetingId("m"), null, outlet);

  /** Takes a message only when told to. */
  private static final class SlowOutlet implements Outlet {
    private final List<String> sent = new ArrayList<>();
    private final List<Consumer<Boolean>> pending = new ArrayList<>();
    private boolean cut;

    @Override
    public void send(String text, Consumer<Boolean> done) {
      sent.add(text);
      pending.add(done);
    }

    @Override
    public void cut() {
      cut = true;
    }

    void take() {
      pending.remove(0).accept(true);
    }
  }

  @Test
  void theHelloComesFirstAndOneMessageIsUnderWayAtATime() {
    assertThat(connection.offer("early")).isTrue();
    assertThat(outlet.sent).isEmpty();
    connection.greet("hello");
    connection.offer("later");
    assertThat(outlet.sent).containsExactly("hello");
    outlet.take();
    outlet.take();
    outlet.take();
    assertThat(outlet.sent).containsExactly("hello", "early", "later");
    assertThat(outlet.pending).isEmpty();
  }

  @Test
  void aBrowserThatTakesNothingIsCutOffAtTheBound() {
    connection.greet("hello");
    for (int i = 0; i < LiveConnection.MAX_MESSAGES; i++) {
      assertThat(connection.offer("m" + i)).isTrue();
    }
    assertThat(outlet.cut).isFalse();
    assertThat(connection.offer("one too many")).isFalse();
    assertThat(outlet.cut).isTrue();
    outlet.take();
    assertThat(outlet.sent).containsExactly("hello");
  }

  @Test
  void fewButHugeMessagesAreBoundedToo() {
    connection.greet("hello");
    String huge = "x".repeat(LiveConnection.MAX_CHARACTERS / 2);
    assertThat(connection.offer(huge)).isTrue();
    assertThat(connection.offer(huge)).isTrue();
    assertThat(connection.offer("y")).isFalse();
  }

  @Test
  void aBrowserThatIsGoneGetsNothingMore() {
    connection.greet("hello");
    connection.offer("next");
    outlet.pending.remove(0).accept(false);
    connection.offer("more");
    assertThat(outlet.sent).containsExactly("hello");
    assertThat(outlet.cut).isFalse();
  }

  @Test
  void aSenderRecognisesItsOwnMessageOnce() {
    connection.await("id", "mine");
    assertThat(connection.arrived("id")).isEqualTo("mine");
    assertThat(connection.arrived("id")).isNull();
  }

  @Test
  void aBucketRefillsWithTime() {
    RateLimit limit = new RateLimit(2, 1);
    assertThat(limit.tryTake(0)).isTrue();
    assertThat(limit.tryTake(0)).isTrue();
    assertThat(limit.tryTake(999)).isFalse();
    assertThat(limit.tryTake(1_000)).isTrue();
    assertThat(limit.tryTake(1_000)).isFalse();
    assertThat(limit.tryTake(100_000)).isTrue();
    assertThat(limit.tryTake(100_000)).isTrue();
    assertThat(limit.tryTake(100_000)).isFalse();
    assertThat(limit.tryTake(50_000)).isFalse();
  }
}
