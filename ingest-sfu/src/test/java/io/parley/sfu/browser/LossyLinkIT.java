package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.sfu.transport.LossyRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real browsers whose network loses one datagram in twenty, each way and on both sides. A browser
 * short of CPU freezes by itself, so there are several stretches, of which one has to be clean:
 * what is lost and not repaired would show in every one of them.
 */
@Tag("alone")
class LossyLinkIT {
  private static final long SEED = 20_260_105;
  private static final double LOST = 0.05;
  private static final double MAX_CONCEALED = 0.02;
  private static final int STRETCHES = 16;
  private static final int PICTURES = 100;

  @Test
  void aTwentiethLostEachWayIsNeitherSeenNorHeard() throws Exception {
    LossyRelay.Dice dice = new LossyRelay.Dice(SEED);
    String anna = BrowserClient.token("lossy", "anna", BrowserClient.everything());
    String ben = BrowserClient.token("lossy", "ben", BrowserClient.guest());
    try (Sfu sfu = Sfu.start(SfuConfig.onLoopback(BrowserClient.SECRET));
        LossyRelay relay =
            new LossyRelay(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), sfu.udpPort()), dice);
        BrowserClient sends = BrowserClient.open(sfu.signalPort(), anna, "anna");
        BrowserClient sees = BrowserClient.open(sfu.signalPort(), ben, "ben")) {
      for (BrowserClient one : List.of(sends, sees)) {
        one.eval("port => { client.relayPort = port; }", relay.address().getPort());
      }
      sends.joinAndPublish("VP8");
      sees.join();
      sees.awaitSound("anna");
      sees.awaitFrames("anna", "camera", 60);
      dice.lose(LOST);
      assertThat(IntStream.range(0, STRETCHES).anyMatch(stretch -> isClean(sees, dice)))
          .as("neither seen nor heard")
          .isTrue();
      assertThat(Received.by(sees).spared())
          .as("each frame of sound comes twice, and most of the second are not needed")
          .isGreaterThan(PICTURES);
      sends.await("what was lost on the way here is taken from it", () -> recovered(sends) > 0);
    }
  }

  /** Packets of sound: browsers send none of those again in another stream. */
  private static int recovered(BrowserClient sends) {
    return sends.number(
        """
        async () => (await client.request('getStats')).producers
          .find((one) => one.source === 'microphone').retransmittedPacketsReceived
        """);
  }

  /** Whether there is no freeze for a while, and hardly any sound made up. */
  private static boolean isClean(BrowserClient sees, LossyRelay.Dice dice) {
    int lostBefore = dice.lost();
    Received before = Received.by(sees);
    sees.awaitFrames("anna", "camera", PICTURES);
    Received after = Received.by(sees);
    int lost = dice.lost() - lostBefore;
    double freezes = after.freezes() - before.freezes();
    double concealed = after.concealedSince(before);
    System.out.printf(
        Locale.ROOT,
        "%.0f %% lost each way (%d datagrams): %.0f pictures, %.0f freezes of %.2f s in all,"
            + " %.2f %% of the sound concealed; packets asked for again: %.0f%n",
        100 * LOST,
        lost,
        after.frames() - before.frames(),
        freezes,
        after.frozenSeconds() - before.frozenSeconds(),
        100 * concealed,
        after.nacks() - before.nacks());
    assertThat(lost).isGreaterThan(PICTURES / 10);
    return freezes == 0 && concealed < MAX_CONCEALED;
  }
}
