package io.parley.jobs.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.TestDemuxer;
import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.compose.TestMeeting;
import io.parley.jobs.media.compose.WindowComposer;
import io.parley.jobs.media.mux.Mp4Remux;
import io.parley.jobs.media.track.Rtp;
import io.parley.jobs.media.window.ComposedWindow;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundComposerTest {
  private static final int WINDOWS = 4;
  private static final int WINDOW = 192 * 1_024;
  private static final double STEP = 2 * Math.PI * 440 / 48_000;

  /** Opus looks 312 samples ahead (RFC 7845 §4.2: pre-skip), so its output is that much later. */
  private static final int OPUS_DELAY = 312;

  @TempDir Path directory;

  private final TestMeeting meeting = new TestMeeting();

  private void publish(double driftPpm) {
    meeting.joined("ada", "Ada", 0x3366cc, 0);
    Rtp rtp = new Rtp("ada", MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
    List<byte[]> packets =
        TestEncoder.sound(WINDOWS * 205 + 20, s -> (float) (0.5 * Math.sin(STEP * s)));
    List<RtpRecord.Packet> sent = new ArrayList<>();
    for (int i = 0; i < packets.size(); i++) {
      double captured = i * 20_000 * (1 + driftPpm * 1e-6);
      sent.addAll(
          rtp.frameAt(packets.get(i), rtp.rtpAt(i * 20_000.0), Math.round(captured) + 50_000));
      if (i % 50 == 2) {
        long at = Math.round(captured) + 50_000;
        long rtpThen = rtp.rtpAt((at - 0.0) / (1 + driftPpm * 1e-6));
        sent.add(rtp.senderReport(Rtp.START + at, rtpThen, at));
      }
    }
    meeting.feed(rtp, sent);
  }

  private float[] decoded() throws Exception {
    CompositionSpec spec =
        new CompositionSpec(160, 90, 64, 100_000, 160_000, CompositionSpec.LayoutPolicy.GRID);
    List<ComposedWindow> windows = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      windows.add(WindowComposer.compose(meeting.input(i), spec));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Mp4Remux.write(
        windows.get(0).init(),
        i -> windows.get(i).segment(),
        WINDOWS,
        Mp4Remux.Content.SOUND_ONLY,
        file);
    var streams = TestDemuxer.read(directory, "sound.m4a", file.toByteArray());
    assertThat(streams).hasSize(1);
    return streams.get(0).sound();
  }

  @Test
  void aSteadyToneHasNoSeamWhereWindowsMeet() throws Exception {
    publish(0);
    float[] sound = decoded();
    assertThat(sound).hasSize(WINDOWS * WINDOW);
    // Against the formula: exact place, no jump, nowhere, joints included.
    double worstInside = 0;
    double worstAtJoints = 0;
    for (int i = 9_600; i < sound.length - 9_600; i++) {
      double wrong = Math.abs(sound[i] - 0.5 * Math.sin(STEP * (i - OPUS_DELAY)));
      int toJoint = Math.floorMod(i + WINDOW / 2, WINDOW) - WINDOW / 2;
      if (Math.abs(toJoint) < 2_048) {
        worstAtJoints = Math.max(worstAtJoints, wrong);
      } else {
        worstInside = Math.max(worstInside, wrong);
      }
    }
    System.out.printf("tone error inside %.5f, at joints %.5f%n", worstInside, worstAtJoints);
    assertThat(worstInside).isLessThan(0.03);
    assertThat(worstAtJoints).isLessThan(Math.max(1.5 * worstInside, 0.005));
  }

  @Test
  void aDriftingSenderIsFollowedWithoutClicks() throws Exception {
    publish(3_000);
    float[] sound = decoded();
    assertThat(sound).hasSize(WINDOWS * WINDOW);
    // A tone of 440 Hz at 0.5 cannot change faster than 0.0288 a sample; a click would.
    double steepest = 0;
    for (int i = 20_000; i < sound.length - 9_600; i++) {
      steepest = Math.max(steepest, Math.abs(sound[i] - sound[i - 1]));
    }
    assertThat(steepest).isBetween(0.027, 0.034);
  }

  @Test
  void loudVoicesTogetherStayBelowFullScale() throws Exception {
    for (String person : List.of("a", "b", "c")) {
      meeting.joined(person, person, 0x3366cc, 0);
      Rtp rtp = new Rtp(person, MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
      List<RtpRecord.Packet> sent = new ArrayList<>();
      List<byte[]> packets =
          TestEncoder.sound(WINDOWS * 205 + 20, s -> (float) (0.9 * Math.sin(STEP * s)));
      for (int i = 0; i < packets.size(); i++) {
        sent.addAll(rtp.frame(packets.get(i), i * 20_000.0, i * 20_000L + 20_000));
      }
      meeting.feed(rtp, sent);
    }
    float[] sound = decoded();
    float loudest = 0;
    for (int i = 9_600; i < sound.length; i++) {
      loudest = Math.max(loudest, Math.abs(sound[i]));
    }
    assertThat(loudest).isBetween(0.9f, 1.1f);
  }
}
