package io.parley.jobs.media.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.mux.Poster;
import io.parley.jobs.media.track.Rtp;
import io.parley.jobs.media.window.ComposedWindow;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.jobs.media.window.WindowInput;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final int WINDOWS = 200;

  @Test
  void nothingStaysBehindInTwoHundredWindows() {
    TestMeeting meeting = new TestMeeting();
    Rtp camera = WindowComposerTest.camera(meeting, "ada", MediaCodec.VP8);
    List<RtpRecord.Packet> sent = new ArrayList<>();
    List<byte[]> pictures = TestEncoder.pictures(MediaCodec.VP8, 320, 180, 12, 50, 50, 0);
    for (int i = 0; i < pictures.size(); i++) {
      sent.addAll(camera.frame(pictures.get(i), i * 80_000.0, i * 80_000L + 50_000));
    }
    meeting.feed(camera, sent);
    Rtp microphone = new Rtp("ada", MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
    meeting.feed(microphone, WindowComposerTest.sound(microphone, 215, s -> 0.1f));
    CompositionSpec spec =
        new CompositionSpec(320, 180, 64, 200_000, 64_000, CompositionSpec.LayoutPolicy.AUTO);
    WindowInput input = meeting.input(0);

    long early = Long.MAX_VALUE;
    long late = 0;
    for (int i = 1; i <= WINDOWS; i++) {
      ComposedWindow window = WindowComposer.compose(input, spec);
      assertThat(Poster.jpeg(window.init(), window.segment())).isNotEmpty();
      if (i % 25 == 0) {
        System.gc();
        long resident = Pointer.physicalBytes();
        early = i <= WINDOWS / 2 ? Math.min(early, resident) : early;
        late = i == WINDOWS ? resident : late;
      }
    }
    System.out.printf("resident early %d MB, at the end %d MB%n", early >> 20, late >> 20);
    // The Java heap is in it and breathes; a forgotten encoder is megabytes a window, hundreds
    // here.
    assertThat(late - early).isLessThan(100L << 20);
  }
}
