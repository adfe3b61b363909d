package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.sfu.transport.MediaAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Debian's Firefox and Chromium meet, which have two WebRTC stacks of different descent. */
@Tag("alone")
class FirefoxIT {
  /** What Firefox's made-up microphone plays. */
  private static final double FOX_HERTZ = 1_000;

  private static final double ADA_HERTZ = 440;

  /** Little else than the tone is heard. */
  private static final double PURE = 0.8;

  @Test
  void firefoxAndChromiumSeeAndHearEachOther() throws Exception {
    try (NetworkNamespace cable = cableIfThereIsNone();
        Sfu sfu = Sfu.start(reachable(cable));
        BrowserClient fox = BrowserClient.openFirefox(sfu.signalPort(), token("fox"), "fox");
        BrowserClient ada = BrowserClient.open(sfu.signalPort(), token("ada"), "ada")) {
      fox.join();
      fox.eval("() => client.publishMicrophone()");
      fox.eval("() => client.publishSimulcast('VP8')");
      ada.join();
      ada.eval("hertz => client.publishTone(hertz)", ADA_HERTZ);
      ada.eval("() => client.publishSimulcast('VP8')");

      fox.awaitFrames("ada", "camera", 30);
      awaitTone(fox, "ada", ADA_HERTZ);
      ada.awaitFrames("fox", "camera", 30);
      awaitTone(ada, "fox", FOX_HERTZ);
      assertThat(decoded(fox, "ada")).isPositive();
      assertThat(decoded(ada, "fox")).isPositive();

      seesLayersOfTiles(ada, "fox", 1_280, 320, 640, 1_280);
      seesLayersOfTiles(fox, "ada", 320, 1_280);
    }
  }

  /** Firefox sends three layers as Chromium does, and lets itself be told which are watched. */
  private static void seesLayersOfTiles(BrowserClient client, String other, int... widths) {
    for (int width : widths) {
      client.eval(
          "([other, width]) => client.resize(other, 'camera', width, width * 9 / 16)",
          List.of(other, width));
      client.await(
          client.id + " sees " + other + " " + width + " wide",
          () -> client.number("() => client.width('" + other + "', 'camera')") == width);
    }
  }

  private static void awaitTone(BrowserClient client, String other, double hertz) {
    client.await(
        client.id + " hears " + other + "'s tone of " + hertz + " Hz",
        () ->
            ((Number)
                        client.eval(
                            "([other, hertz]) => client.toneShare(other, 'microphone', hertz)",
                            List.of(other, hertz)))
                    .doubleValue()
                > PURE);
  }

  private static int decoded(BrowserClient client, String other) {
    return client.number(
        "async () => (await client.inbound('" + other + "', 'camera')).framesDecoded");
  }

  /** Firefox never pairs its own addresses with one of the loopback interface. */
  private static SfuConfig reachable(@Nullable NetworkNamespace cable) throws Exception {
    InetAddress bind = cable == null ? new InetSocketAddress(0).getAddress() : cable.machine();
    return SfuConfig.onLoopback(BrowserClient.SECRET).withMedia(MediaAddress.of(bind, 0));
  }

  /** An address of its own for a machine that has but the loopback interface's. */
  private static @Nullable NetworkNamespace cableIfThereIsNone() throws Exception {
    boolean connected =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress());
    return connected ? null : NetworkNamespace.createOrSkip();
  }

  private static String token(String participant) {
    return BrowserClient.token("m", participant, BrowserClient.everything());
  }
}
