package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.RequestOptions;
import io.parley.sfu.browser.FfmpegEncoder;
import io.parley.transcription.fixtures.FixtureDialogue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;

/**
 * A meeting to which a studio sends with FFmpeg's WHIP muxer, first alone, then watched by the host
 * in a real browser; and what the host saw and heard of it.
 */
final class Studio implements AutoCloseable {
  static final String LEFT = "Alice";
  static final String RIGHT = "Bob";

  private static final String NAME = "Studio";
  private static final int SECONDS = 28;
  private static final int LISTENED_SECONDS = 8;
  private static final int LOOKS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A picture on the host's page.
   *
   * @param epochMillis when it was there
   * @param positionMillis which of the source it was
   */
  record Look(double epochMillis, double positionMillis) {}

  final FixtureDialogue dialogue = FixtureDialogue.load("d1_standup");
  final Gathering gathering;
  final List<Look> looks = new ArrayList<>();

  /** Width and height of the picture as the host's browser decoded it. */
  List<?> seen = List.of();

  /** Pictures decoded while the host listened. */
  double decoded;

  /**
   * The most by which the left was louder than the right at any time, root mean square; and v.v.
   */
  List<?> louder = List.of();

  private Studio(ParleyProcess parley) throws Exception {
    gathering =
        new Gathering(
            parley,
            Map.of("Hanna", SteadyTone.wav(1)),
            Path.of("target", "screenshots").toAbsolutePath());
  }

  /** From the first picture to the end; the recording need not be ready yet. */
  static Studio hold(ParleyProcess parley, Path directory) throws Exception {
    Studio studio = new Studio(parley);
    try {
      Path source = directory.resolve("studio.mkv");
      StudioSource.write(source, studio.dialogue, LEFT, RIGHT, SECONDS);
      studio.hold(source, directory.resolve("ffmpeg.log"));
      return studio;
    } catch (Exception | AssertionError e) {
      studio.close();
      throw e;
    }
  }

  private void hold(Path source, Path log) throws Exception {
    Person host = gathering.host;
    host.register("hanna@example.org", "correct horse battery");
    gathering.link = host.createMeeting(Gathering.SUBJECT);
    gathering.meetingId = gathering.api(host, "/meetings").get("items").get(0).get("id").asText();
    JsonNode key = streamingKey(host);
    String participant = key.get("participantId").asText();
    List<String> media =
        List.of(
            "-i",
            source.toString(),
            "-c:v",
            "copy",
            "-bsf:v",
            "h264_mp4toannexb",
            "-c:a",
            "libopus",
            "-ar",
            "48000",
            "-ac",
            "2",
            "-b:a",
            "128k");
    try (FfmpegEncoder encoder =
        new FfmpegEncoder(media, key.get("whipUrl").asText(), key.get("token").asText(), log)) {
      host.join(gathering.link, "");
      watch(host, participant);
      Awaitility.await("the studio's programme ends")
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> !encoder.isRunning());
    } catch (RuntimeException e) {
      throw new IllegalStateException("FFmpeg: " + Files.readString(log), e);
    }
    host.endMeeting();
  }

  private JsonNode streamingKey(Person host) throws Exception {
    APIRequestContext request = host.context().request();
    String csrf = gathering.api(host, "/me").get("csrfToken").asText();
    APIResponse response =
        request.post(
            gathering.parley.url() + "/api/v1/meetings/" + gathering.meetingId + "/streaming-keys",
            RequestOptions.create()
                .setHeader("X-CSRF-Token", csrf)
                .setData(Map.of("displayName", NAME, "consentToRecording", true)));
    if (response.status() != 201) {
      throw new AssertionError("no streaming key: " + response.status() + " " + response.text());
    }
    return JSON.readTree(response.body());
  }

  private void watch(Person host, String participant) throws Exception {
    host.awaitOthersMoving(1);
    String tile = "[data-testid=tile-" + participant + "] video";
    seen =
        (List<?>)
            host.page()
                .evaluate(
                    "tile => { const video = document.querySelector(tile);"
                        + " return [video.videoWidth, video.videoHeight]; }",
                    tile);
    double before = pictures(host, tile);
    louder = (List<?>) host.page().evaluate(LISTEN, List.of(participant, LISTENED_SECONDS));
    decoded = pictures(host, tile) - before;
    for (int i = 0; i < LOOKS; i++) {
      look(host, tile);
    }
  }

  private static double pictures(Person host, String tile) {
    return ((Number)
            host.page()
                .evaluate(
                    "tile => document.querySelector(tile).getVideoPlaybackQuality()"
                        + ".totalVideoFrames",
                    tile))
        .doubleValue();
  }

  private void look(Person host, String tile) throws Exception {
    List<?> shot =
        (List<?>)
            host.page()
                .evaluate(
                    """
                    tile => {
                      const canvas = new OffscreenCanvas(960, 540);
                      const at = performance.timeOrigin + performance.now();
                      canvas.getContext('2d').drawImage(document.querySelector(tile), 0, 0, 960, 540);
                      return canvas.convertToBlob().then((blob) => new Promise((done) => {
                        const reader = new FileReader();
                        reader.onload = () => done([at, reader.result.replace(/.*,/, '')]);
                        reader.readAsDataURL(blob);
                      }));
                    }
                    """,
                    tile);
    byte[] png = Base64.getDecoder().decode((String) shot.get(1));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    OptionalInt value = Counter.read(image, StudioSource.HUE);
    if (value.isPresent()) {
      looks.add(new Look(((Number) shot.get(0)).doubleValue(), 10.0 * value.getAsInt()));
    }
  }

  /** What the page plays of somebody, channel by channel. */
  private static final String LISTEN =
      """
      async ([participant, seconds]) => {
        const audio = document.querySelector(`[data-testid=audio-${participant}-microphone]`);
        const context = new AudioContext();
        const source = new MediaStreamAudioSourceNode(context, { mediaStream: audio.srcObject });
        const split = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
        source.connect(split);
        const meters = [0, 1].map((channel) => {
          const analyser = new AnalyserNode(context, { fftSize: 2048 });
          split.connect(analyser, channel);
          return analyser;
        });
        const samples = new Float32Array(2048);
        const louder = [0, 0];
        const end = performance.now() + seconds * 1000;
        while (performance.now() < end) {
          const [left, right] = meters.map((meter) => {
            meter.getFloatTimeDomainData(samples);
            return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
          });
          louder[0] = Math.max(louder[0], left - right);
          louder[1] = Math.max(louder[1], right - left);
          await new Promise((done) => setTimeout(done, 40));
        }
        await context.close();
        return louder;
      }
      """;

  @Override
  public void close() {
    gathering.close();
  }
}
