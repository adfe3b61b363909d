package io.parley.jobs.media.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.track.Rtp;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.jobs.media.window.WindowInput;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prints what a window costs; asserts nothing about it. */
class CompositionSpeedTest {
  @Test
  void threePeopleTo720p() {
    TestMeeting meeting = new TestMeeting();
    for (String person : List.of("ada", "lei", "grace")) {
      boolean large = person.equals("ada");
      int width = large ? 1280 : 640;
      Rtp camera = WindowComposerTest.camera(meeting, person, MediaCodec.VP8);
      List<byte[]> pictures =
          TestEncoder.pictures(MediaCodec.VP8, width, width * 9 / 16, 30, 125, 125, 0);
      List<RtpRecord.Packet> sent = new ArrayList<>();
      for (int i = 0; i < pictures.size(); i++) {
        sent.addAll(camera.frame(pictures.get(i), i * 33_333.0, i * 33_333L + 50_000));
      }
      meeting.feed(camera, sent);
      Rtp microphone = new Rtp(person, MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
      meeting.feed(
          microphone,
          WindowComposerTest.sound(microphone, 215, s -> (float) Math.sin(s * 0.03) * 0.2f));
    }
    WindowInput input = meeting.input(0);
    var threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 6; i++) {
      long cpu = threads.getCurrentThreadCpuTime();
      int bytes = WindowComposer.compose(input, CompositionSpec.standard()).segment().length;
      double seconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
      System.out.printf(
          "window %.2f CPU s, %.1f x real time, %d bytes%n", seconds, 4.096 / seconds, bytes);
      assertThat(bytes).isPositive();
    }
  }
}
