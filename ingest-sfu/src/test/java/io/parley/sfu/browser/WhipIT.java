package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.sfu.tap.LogReader;
import io.parley.sfu.tap.TapConfig;
import io.parley.sfu.transport.MediaAddress;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.RoomToken.Grant;
import io.parley.storage.embedded.EmbeddedKafka;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoders and players that nobody here wrote, in one meeting with a browser. */
@Tag("alone")
class WhipIT {
  @TempDir Path directory;

  private static String endpoint(Sfu sfu, String kind) {
    return "http://127.0.0.1:" + sfu.signalPort() + "/v1/" + kind;
  }

  private static String encoder(String meeting) {
    return BrowserClient.token(meeting, "encoder", EnumSet.of(Grant.JOIN, Grant.PUBLISH));
  }

  private static String player(String meeting) {
    return BrowserClient.token(meeting, "player", EnumSet.of(Grant.JOIN, Grant.SUBSCRIBE));
  }

  /** FFmpeg's WHIP muxer is one more participant: seen, heard, recorded, gone when it ends. */
  @Test
  void anEncoderIsAParticipantThatBrowsersAndPlayersSeeAndTheLogKeeps() throws Exception {
    Path log = directory.resolve("ffmpeg.log");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      SfuConfig config =
          SfuConfig.onLoopback(BrowserClient.SECRET)
              .withTap(
                  new TapConfig(kafka.bootstrapServers(), Topics.unprefixed(), "sfu", 64 << 20));
      try (Sfu sfu = Sfu.start(config);
          BrowserClient ada =
              BrowserClient.open(
                      sfu.signalPort(),
                      BrowserClient.token("m1", "ada", BrowserClient.guest()),
                      "ada")
                  .join();
          FfmpegEncoder ffmpeg = new FfmpegEncoder(endpoint(sfu, "whip"), encoder("m1"), log)) {
        ada.awaitFrames("encoder", "camera", 50);
        ada.awaitSound("encoder");
        assertThat(ffmpeg.isRunning()).as(Files.readString(log)).isTrue();
        try (PlainPage page = new PlainPage()) {
          assertThat(page.open(endpoint(sfu, "whep"), player("m1"), false, Map.of()))
              .containsEntry("status", 201);
          page.awaitPictureAndSound();
          ffmpeg.end();
          ada.await(
              "the encoder has left",
              () ->
                  ada.eval(
                          "() => client.notifications.filter(n => n.method === 'participantLeft')"
                              + ".map(n => n.data.participantId + ' ' + n.data.reason).join()")
                      .toString()
                      .contains("encoder left"));
          page.await(
              "the player is let go",
              () ->
                  "disconnected failed closed"
                      .contains(page.eval("() => plain.pc.connectionState").toString()));
        }
      }
      Map<String, Long> packets =
          LogReader.read(kafka, Topics.unprefixed().rtp().name()).stream()
              .filter(record -> record.key() != null)
              .collect(
                  Collectors.groupingBy(
                      record -> new String(record.key(), StandardCharsets.UTF_8),
                      Collectors.counting()));
      assertThat(packets).containsOnlyKeys("encoder.camera.1", "encoder.microphone.1");
      assertThat(packets.values()).allMatch(count -> count > 50);
    }
  }

  /** As in a network that lets no UDP through: only the TCP candidates are left. */
  @Test
  void aBrowserWithoutUdpSendsAndPlaysByTcp() throws Exception {
    SfuConfig config =
        SfuConfig.onLoopback(BrowserClient.SECRET)
            .withMedia(MediaAddress.of(InetAddress.getLoopbackAddress(), 0).withTcp(0));
    Map<String, String> onlyTcp = Map.of("keepCandidates", " tcp ");
    try (Sfu sfu = Sfu.start(config);
        PlainPage sender = new PlainPage();
        PlainPage receiver = new PlainPage()) {
      assertThat(sender.open(endpoint(sfu, "whip"), encoder("m3"), true, onlyTcp))
          .containsEntry("status", 201);
      sender.await(
          "the sender is connected",
          () -> sender.eval("() => plain.pc.connectionState").equals("connected"));
      assertThat(receiver.open(endpoint(sfu, "whep"), player("m3"), false, onlyTcp))
          .containsEntry("status", 201);
      receiver.awaitPictureAndSound();
      assertThat(sender.path()).contains(" tcp ");
      assertThat(receiver.path()).contains(" tcp ");
    }
  }

  /** A page with nothing but fetch and RTCPeerConnection, both ways, with a restart of ICE. */
  @Test
  void aPlainPagePublishesAndAnotherPlaysTrickledAndRestarted() throws Exception {
    try (Sfu sfu = Sfu.start(SfuConfig.onLoopback(BrowserClient.SECRET));
        PlainPage sender = new PlainPage();
        PlainPage receiver = new PlainPage()) {
      assertThat(receiver.open(endpoint(sfu, "whep"), player("m2"), false, Map.of()))
          .containsEntry("status", 409);
      assertThat(sender.open(endpoint(sfu, "whip"), encoder("m2"), true, Map.of("simulcast", true)))
          .containsEntry("status", 201);
      sender.await(
          "the sender is connected",
          () -> sender.eval("() => plain.pc.connectionState").equals("connected"));
      Map<String, Object> opened =
          receiver.open(endpoint(sfu, "whep"), player("m2"), false, Map.of());
      assertThat(opened).containsEntry("status", 201);
      receiver.awaitPictureAndSound();
      receiver.await(
          "each frame of sound twice, by encoder and player negotiated",
          () ->
              2 * receiver.inbound("audio", "packetsDiscarded")
                  > receiver.inbound("audio", "packetsReceived"));
      for (PlainPage page : List.of(sender, receiver)) {
        String before = (String) page.eval("() => plain.etag");
        assertThat(page.eval("() => plain.trickled.every(status => status === 204)"))
            .isEqualTo(true);
        assertThat(page.eval("() => plain.restart()")).isEqualTo(200);
        assertThat(page.eval("() => plain.etag")).isNotEqualTo(before);
        page.await(
            "connected again with the new credentials",
            () ->
                page.eval("() => plain.pc.iceConnectionState")
                    .toString()
                    .matches("connected|completed"));
        receiver.awaitPictureAndSound();
        assertThat(
                page.eval(
                    "tag => plain.patch('a=end-of-candidates', '"
                        + before
                        + "').then(r => r.status)"))
            .isEqualTo(412);
      }
      assertThat(receiver.eval("() => plain.end()")).isEqualTo(200);
      assertThat(receiver.eval("() => plain.end()")).isEqualTo(404);
      assertThat(sender.eval("() => plain.end()")).isEqualTo(200);
    }
  }
}
