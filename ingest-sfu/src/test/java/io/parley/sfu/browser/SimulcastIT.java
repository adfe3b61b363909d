package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three layers from a real browser to a real browser, chosen by the size of the tile. */
@Tag("alone")
class SimulcastIT {
  private static final double MANY_FREEZES = 3;
  private static final int TURNS = 6;

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "H264"})
  void theLayerFollowsTheTileAndWhatNobodyWatchesIsNotSent(String codec) throws Exception {
    String anna = BrowserClient.token("m-" + codec, "anna", BrowserClient.everything());
    String ben = BrowserClient.token("m-" + codec, "ben", BrowserClient.guest());
    try (Sfu sfu = Sfu.start(SfuConfig.onLoopback(BrowserClient.SECRET));
        BrowserClient sends = BrowserClient.open(sfu.signalPort(), anna, "anna");
        BrowserClient sees = BrowserClient.open(sfu.signalPort(), ben, "ben")) {
      sends.join();
      sends.eval("codec => client.publishSimulcast(codec)", codec);
      sees.join();
      sees.awaitFrames("anna", "camera", 10);
      awaitWidth(sees, 1_280);
      awaitActive(sends, "true,false,true");

      resize(sees, 320, 180);
      awaitWidth(sees, 320);
      awaitActive(sends, "true,false,false");

      resize(sees, 640, 360);
      awaitWidth(sees, 640);
      resize(sees, 1_280, 720);
      awaitWidth(sees, 1_280);
      sees.awaitFrames("anna", "camera", 60);
      assertThat(freezes(sees)).isLessThan(MANY_FREEZES);

      sees.eval(
          "() => client.request('pauseConsumer', { consumerId: client.find('anna', 'camera').data.id"
              + " })");
      awaitActive(sends, "false,false,false");
      sees.eval(
          "() => client.request('resumeConsumer', { consumerId: client.find('anna',"
              + " 'camera').data.id })");
      sees.awaitFrames("anna", "camera", 30);
    }
  }

  /**
   * The same of layers that are built one on the other in one stream. A browser short of CPU
   * freezes by itself, so there are several turns, of which one has to be clean: a fault of ours
   * would show in every one of them.
   */
  @ParameterizedTest
  @ValueSource(strings = {"VP9", "AV1"})
  void oneStreamWithLayersIsCutToTheTile(String codec) throws Exception {
    String anna = BrowserClient.token("m-svc-" + codec, "anna", BrowserClient.everything());
    String ben = BrowserClient.token("m-svc-" + codec, "ben", BrowserClient.guest());
    try (Sfu sfu = Sfu.start(SfuConfig.onLoopback(BrowserClient.SECRET));
        BrowserClient sends = BrowserClient.open(sfu.signalPort(), anna, "anna");
        BrowserClient sees = BrowserClient.open(sfu.signalPort(), ben, "ben")) {
      sends.join();
      sends.eval("codec => client.publishLayered(codec, 'L2T3_KEY')", codec);
      sees.join();
      sees.awaitFrames("anna", "camera", 10);
      awaitWidth(sees, 640);
      assertThat(IntStream.range(0, TURNS).anyMatch(turn -> isSmallAndLargeAgainUnfrozen(sees)))
          .as("one turn without a freeze")
          .isTrue();
    }
  }

  private static boolean isSmallAndLargeAgainUnfrozen(BrowserClient sees) {
    double before = freezes(sees);
    resize(sees, 320, 180);
    awaitWidth(sees, 320);
    sees.awaitFrames("anna", "camera", 30);
    resize(sees, 640, 360);
    awaitWidth(sees, 640);
    sees.awaitFrames("anna", "camera", 30);
    return freezes(sees) == before;
  }

  private static void resize(BrowserClient client, int width, int height) {
    client.eval(
        "([width, height]) => client.resize('anna', 'camera', width, height)",
        java.util.List.of(width, height));
  }

  private static void awaitWidth(BrowserClient client, int width) {
    client.await(
        "a picture of width " + width,
        () -> client.number("() => client.width('anna', 'camera')") == width);
  }

  private static void awaitActive(BrowserClient client, String active) {
    client.await("sends " + active, () -> active.equals(client.eval("() => client.active ?? ''")));
  }

  private static double freezes(BrowserClient client) {
    return client.number("async () => (await client.inbound('anna', 'camera')).freezeCount ?? 0");
  }
}
