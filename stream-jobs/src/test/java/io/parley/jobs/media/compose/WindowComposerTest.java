package io.parley.jobs.media.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.Rect;
import io.parley.jobs.media.codec.TestDemuxer;
import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.mux.Fmp4;
import io.parley.jobs.media.mux.Poster;
import io.parley.jobs.media.track.Rtp;
import io.parley.jobs.media.window.ComposedWindow;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.media.window.WindowReport.TrackGap;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowComposerTest {
  private static final int FPS = 25;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final CompositionSpec SMALL =
      new CompositionSpec(640, 360, 96, 800_000, 96_000, CompositionSpec.LayoutPolicy.AUTO);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "H264", "AV1"})
  void everyCodecIsShownInStepWithItsSound(MediaCodec codec) throws Exception {
    TestMeeting meeting = new TestMeeting();
    Rtp camera = camera(meeting, "ada", codec);
    meeting.feed(camera, video(camera, codec, 210, 60));
    Rtp microphone = microphone(meeting, "ada");
    // A beep of 100 ms each second.
    meeting.feed(
        microphone,
        sound(microphone, 420, s -> s % 48_000 < 4_800 ? (float) Math.sin(s * 0.1309) * 0.5f : 0));

    ComposedWindow first = WindowComposer.compose(meeting.input(0), SMALL);
    ComposedWindow second = WindowComposer.compose(meeting.input(1), SMALL);
    assertThat(second.init()).isEqualTo(first.init());
    assertThat(Fmp4.codecs(first.init())).matches("avc1\\.42[0-9a-f]{4},mp4a\\.40\\.2");
    assertThat(first.report().tracks()).allSatisfy(gap -> assertThat(gap.undecodable()).isZero());

    for (ComposedWindow window : List.of(first, second)) {
      var streams = TestDemuxer.read(directory, "one.mp4", window.init(), window.segment());
      double start = window.window() * 4.096;
      var picture = streams.get(0);
      var heard = streams.get(1);
      assertThat(picture.codec()).isEqualTo("h264");
      assertThat(picture.pictures()).hasSize(96);
      assertThat(picture.startSeconds()).isEqualTo(start);
      assertThat(picture.keys().get(0)).isTrue();
      assertThat(picture.keys().subList(1, 96)).containsOnly(false);
      assertThat(heard.codec()).isEqualTo("aac");
      assertThat(heard.sound()).hasSize(192 * 1_024);
      assertThat(heard.startSeconds()).isEqualTo(start);
      checkCounter(picture, start);
      checkBeeps(heard.sound(), start);
    }
    var whole =
        TestDemuxer.read(directory, "all.mp4", first.init(), first.segment(), second.segment());
    assertThat(whole.get(0).pictures()).hasSize(192);
    assertThat(whole.get(1).sound()).hasSize(2 * 192 * 1_024);
  }

  /** Picture n was captured at n/25 s: it must be seen within a picture's length of that. */
  private static void checkCounter(TestDemuxer.Stream picture, double start) {
    Rect tile = Grid.tiles(new Rect(8, 8, 624, 344), 1).get(0).fit(WIDTH, HEIGHT);
    for (int i = 1; i < 96; i++) {
      double middle = start + (i + 0.5) * 2_048 / 48_000;
      int number = picture.pictures().get(i).number(tile);
      assertThat(number / (double) FPS)
          .as("picture %d", i)
          .isBetween(middle - 0.041, middle + 0.001);
    }
  }

  private static void checkBeeps(float[] sound, double start) {
    int beeps = 0;
    for (int second = (int) Math.ceil(start); second + 0.1 < start + 4.096; second++) {
      int onset = (int) Math.round((second - start) * 48_000);
      assertThat(energy(sound, onset + 1_000, 3_000)).as("beep at %d s", second).isGreaterThan(0.2);
      if (onset > 4_000) {
        assertThat(energy(sound, onset - 3_500, 2_500)).isLessThan(0.02);
      }
      beeps++;
    }
    assertThat(beeps).isGreaterThanOrEqualTo(3);
  }

  private static double energy(float[] sound, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += sound[i] * (double) sound[i];
    }
    return Math.sqrt(sum / count);
  }

  @Test
  void theSameInputGivesTheSameBytesAlsoAfterStorage() {
    TestMeeting meeting = new TestMeeting();
    Rtp camera = camera(meeting, "ada", MediaCodec.VP8);
    meeting.feed(camera, video(camera, MediaCodec.VP8, 110, 60));
    meeting.joined("lei", "李雷", 0x884422, 5);
    meeting.speaks("ada", 1_000_000);
    WindowInput input = meeting.input(0);
    WindowInput restored = WindowInput.fromBytes(input.toBytes());
    assertThat(restored.toBytes()).isEqualTo(input.toBytes());
    ComposedWindow one = WindowComposer.compose(input, SMALL);
    ComposedWindow two = WindowComposer.compose(restored, SMALL);
    assertThat(two.segment()).isEqualTo(one.segment());
    byte[] poster = Poster.jpeg(one.init(), one.segment());
    assertThat(poster).startsWith(0xff, 0xd8).hasSizeGreaterThan(2_000);
  }

  @Test
  void anEmptyMeetingIsDarkAndSilent() throws Exception {
    ComposedWindow window = WindowComposer.compose(new TestMeeting().input(3), SMALL);
    var streams = TestDemuxer.read(directory, "dark.mp4", window.init(), window.segment());
    assertThat(streams.get(0).pictures()).hasSize(96);
    assertThat(streams.get(0).pictures().get(50).at(320, 180)).isBetween(20, 45);
    assertThat(energy(streams.get(1).sound(), 0, 192 * 1_024)).isLessThan(1e-4);
    assertThat(streams.get(0).startSeconds()).isEqualTo(3 * 4.096);
  }

  @Test
  void lostFramesFreezeThePictureAndSilenceTheSound() throws Exception {
    TestMeeting meeting = new TestMeeting();
    Rtp camera = camera(meeting, "ada", MediaCodec.VP8);
    List<RtpRecord.Packet> video = video(camera, MediaCodec.VP8, 110, 100);
    // Pictures 25 to 54 never arrive; no key frame before 100, so the picture stands 3 s.
    video.removeIf(p -> between(p, 1_000_000, 2_190_000));
    meeting.feed(camera, video);
    Rtp microphone = microphone(meeting, "ada");
    List<RtpRecord.Packet> sound = sound(microphone, 230, s -> (float) Math.sin(s * 0.05) * 0.4f);
    sound.removeIf(p -> between(p, 2_000_000, 2_490_000));
    meeting.feed(microphone, sound);

    ComposedWindow window = WindowComposer.compose(meeting.input(0), SMALL);
    TrackGap seen = window.report().tracks().get(0);
    TrackGap heard = window.report().tracks().get(1);
    assertThat(seen.discontinuities()).isEqualTo(1);
    assertThat(seen.missingMicros()).isBetween(2_900_000L, 3_140_000L);
    assertThat(heard.discontinuities()).isEqualTo(1);
    assertThat(heard.missingMicros()).isEqualTo(500_000L);

    var streams = TestDemuxer.read(directory, "gap.mp4", window.init(), window.segment());
    Rect tile = Grid.tiles(new Rect(8, 8, 624, 344), 1).get(0).fit(WIDTH, HEIGHT);
    assertThat(streams.get(0).pictures().get(40).number(tile)).isEqualTo(24);
    assertThat(streams.get(0).pictures().get(90).number(tile)).isEqualTo(24);
    float[] samples = streams.get(1).sound();
    assertThat(energy(samples, 48_000, 40_000)).isGreaterThan(0.25);
    assertThat(energy(samples, 97_200, 20_000)).isLessThan(0.01);
    assertThat(energy(samples, 122_000, 40_000)).isGreaterThan(0.25);
  }

  @Test
  void aSharedScreenIsLargeWithTheSpeakerBeside() throws Exception {
    TestMeeting meeting = new TestMeeting();
    Rtp camera = camera(meeting, "ada", MediaCodec.VP8);
    meeting.feed(camera, video(camera, MediaCodec.VP8, 110, 60));
    Rtp screen = new Rtp("ada", MediaSource.SCREEN, MediaCodec.VP8, 9, 9);
    meeting.published(screen, 2_000_000);
    List<RtpRecord.Packet> shared = new ArrayList<>();
    List<byte[]> pictures = TestEncoder.pictures(MediaCodec.VP8, WIDTH, HEIGHT, FPS, 40, 60, 2_048);
    for (int i = 0; i < pictures.size(); i++) {
      long at = 2_000_000 + i * 40_000L;
      shared.addAll(screen.frame(pictures.get(i), (double) at, at + 30_000));
    }
    meeting.feed(screen, shared);
    ComposedWindow window = WindowComposer.compose(meeting.input(0), SMALL);
    var all = TestDemuxer.read(directory, "screen.mp4", window.init(), window.segment());
    Rect main = Rect.even(8, 8, 640 * 0.8 - 8, 344).fit(WIDTH, HEIGHT);
    assertThat(all.get(0).pictures().get(60).number(main)).isBetween(2_048, 2_088);
    Rect alone = Grid.tiles(new Rect(8, 8, 624, 344), 1).get(0).fit(WIDTH, HEIGHT);
    assertThat(all.get(0).pictures().get(40).number(alone)).isBetween(41, 44);
  }

  private static boolean between(RtpRecord.Packet packet, long from, long to) {
    long captured = packet.arrivalMicros() - 50_000;
    return captured >= from && captured <= to;
  }

  static Rtp camera(TestMeeting meeting, String person, MediaCodec codec) {
    meeting.joined(person, "Ada Lovelace", 0x3366cc, 0);
    Rtp rtp = new Rtp(person, MediaSource.CAMERA, codec, 65_500, 0xffff_f000L);
    meeting.published(rtp, 0);
    return rtp;
  }

  static Rtp microphone(TestMeeting meeting, String person) {
    Rtp rtp = new Rtp(person, MediaSource.MICROPHONE, MediaCodec.OPUS, 65_500, 0xffff_f000L);
    meeting.published(rtp, 0);
    return rtp;
  }

  static List<RtpRecord.Packet> video(Rtp rtp, MediaCodec codec, int count, int gop) {
    List<RtpRecord.Packet> out = new ArrayList<>();
    List<byte[]> pictures = TestEncoder.pictures(codec, WIDTH, HEIGHT, FPS, count, gop, 0);
    assertThat(pictures).hasSize(count);
    for (int i = 0; i < count; i++) {
      out.addAll(rtp.frame(pictures.get(i), i * 40_000.0, i * 40_000L + 50_000));
    }
    out.add(1, rtp.senderReport(50_000));
    return out;
  }

  static List<RtpRecord.Packet> sound(
      Rtp rtp, int count, java.util.function.LongFunction<Float> formula) {
    List<RtpRecord.Packet> out = new ArrayList<>();
    List<byte[]> packets = TestEncoder.sound(count, formula);
    for (int i = 0; i < count; i++) {
      out.addAll(rtp.frame(packets.get(i), i * 20_000.0, i * 20_000L + 50_000));
    }
    out.add(1, rtp.senderReport(50_000));
    return out;
  }
}
