package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.sfu.signal.SignalConfig;
import io.parley.sfu.transport.MediaAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real browser behind a link that becomes narrow and wide again. A browser short of CPU freezes
 * by itself, so there are several turns, of which one has to be clean: a fault of ours would show
 * in every one of them.
 */
@Tag("alone")
class NarrowLinkIT {
  private static final int NARROW_KILOBITS = 600;
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration BACK = Duration.ofSeconds(10);
  private static final double MAX_FREEZE_MILLIS = 500;
  private static final double MAX_CONCEALED = 0.02;
  private static final int TURNS = 6;
  private static final int SETTLED_PICTURES = 60;

  /** Eight seconds of them, at the least. */
  private static final int NARROW_PICTURES = 240;

  /** Pages of other addresses than loopback are told little about the browser otherwise. */
  private static final String TRUSTED = "--unsafely-treat-insecure-origin-as-secure=";

  @TempDir Path directory;

  @Test
  void thePictureStepsDownAndComesBackAndTheSoundStays() throws Exception {
    try (NetworkNamespace network = NetworkNamespace.createOrSkip()) {
      SfuConfig config =
          SfuConfig.onLoopback(BrowserClient.SECRET)
              .withMedia(MediaAddress.of(network.machine(), 0))
              .withSignal(new SignalConfig(network.machine().getHostAddress(), 0, null, List.of()));
      try (Sfu sfu = Sfu.start(config)) {
        watch(sfu, network);
      }
    }
  }

  private void watch(Sfu sfu, NetworkNamespace network) throws Exception {
    String host = network.machine().getHostAddress();
    Path inside = network.wrap(TestChromium.EXECUTABLE, directory);
    String page = TestPage.url(network.machine());
    String anna = BrowserClient.token("narrow", "anna", BrowserClient.everything());
    String ben = BrowserClient.token("narrow", "ben", BrowserClient.guest());
    try (BrowserClient sends =
            BrowserClient.open(
                new TestChromium(), TestPage.url(), host, sfu.signalPort(), anna, "anna");
        BrowserClient sees =
            BrowserClient.open(
                new TestChromium(inside, List.of(TRUSTED + page)),
                page,
                host,
                sfu.signalPort(),
                ben,
                "ben")) {
      sends.join();
      sends.eval("() => client.publishSimulcast('VP8')");
      sends.eval("() => client.publishMicrophone()");
      sees.join();
      awaitWidth(sees, 1_280);
      sees.awaitSound("anna");
      assertThat(IntStream.range(0, TURNS).anyMatch(turn -> isClean(sees, network)))
          .as("one turn without a flaw")
          .isTrue();
    }
  }

  /** Narrow, and wide again: whether all that is asked for holds. */
  private static boolean isClean(BrowserClient sees, NetworkNamespace network) {
    sees.awaitFrames("anna", "camera", SETTLED_PICTURES);
    sees.eval("() => client.watchGaps('anna', 'camera')");
    Received before = Received.by(sees);
    limit(network, true);
    Instant narrow = Instant.now();
    sees.await("a smaller picture", () -> width(sees) < 1_280);
    Duration down = Duration.between(narrow, Instant.now());
    sees.awaitFrames("anna", "camera", NARROW_PICTURES);
    int small = width(sees);
    double freeze = ((Number) sees.eval("() => client.longestGap")).doubleValue();
    Received after = Received.by(sees);
    limit(network, false);
    Instant wide = Instant.now();
    awaitWidth(sees, 1_280);
    Duration up = Duration.between(wide, Instant.now());
    double concealed = after.concealedSince(before);
    System.out.printf(
        Locale.ROOT,
        "%d kb/s: %d wide after %d ms, longest wait for a picture %.0f ms, %.2f %% of the sound"
            + " concealed; back after %d ms%n",
        NARROW_KILOBITS,
        small,
        down.toMillis(),
        freeze,
        100 * concealed,
        up.toMillis());
    return small < 1_280
        && down.compareTo(SOON) < 0
        && freeze < MAX_FREEZE_MILLIS
        && concealed < MAX_CONCEALED
        && up.compareTo(BACK) < 0;
  }

  private static void limit(NetworkNamespace network, boolean narrow) {
    try {
      if (narrow) {
        network.limitDownstream(NARROW_KILOBITS);
      } else {
        network.unlimitDownstream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int width(BrowserClient client) {
    return client.number("() => client.width('anna', 'camera')");
  }

  private static void awaitWidth(BrowserClient client, int width) {
    client.await("a picture of width " + width, () -> width(client) == width);
  }
}
