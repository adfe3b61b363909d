package io.parley.jobs.media.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.jobs.media.codec.Rect;
import io.parley.jobs.media.codec.TestDemuxer;
import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.compose.TestMeeting;
import io.parley.jobs.media.compose.WindowComposer;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.track.Rtp;
import io.parley.jobs.media.window.ComposedWindow;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the product writes, read back by libavformat. */
class FilesTest {
  @TempDir Path directory;

  private static List<EncodedFrame> frames(MediaCodec codec, int count) {
    Rtp rtp =
        new Rtp(
            "p", codec.isAudio() ? MediaSource.MICROPHONE : MediaSource.CAMERA, codec, 5, 70_000);
    List<byte[]> sent =
        codec.isAudio()
            ? TestEncoder.sound(count, s -> (float) Math.sin(s * 0.1) * 0.3f)
            : TestEncoder.pictures(codec, 320, 180, 25, count, 30, 0);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    long step = codec.isAudio() ? 20_000 : 40_000;
    for (int i = 0; i < count; i++) {
      long captured = 10_000_000 + i * step;
      packets.addAll(rtp.frame(sent.get(i), (double) captured, captured + 50_000));
      if (i == 0) {
        packets.add(rtp.senderReport(captured + 50_000));
      }
    }
    return new TestMeeting().feed(rtp, packets);
  }

  @ParameterizedTest
  @EnumSource
  void theArchivePlaysAsReceived(MediaCodec codec) throws Exception {
    List<EncodedFrame> frames = frames(codec, 70);
    byte[] chunk = TrackArchive.chunk(frames);
    assertThat(TrackArchive.chunk(frames)).isEqualTo(chunk);
    var streams = TestDemuxer.read(directory, "track." + TrackArchive.fileExtension(codec), chunk);
    assertThat(streams).hasSize(1);
    var stream = streams.get(0);
    assertThat(stream.codec()).isEqualTo(codec.name().toLowerCase(java.util.Locale.ROOT));
    assertThat(stream.seconds()).hasSize(70);
    for (int i = 0; i < 70; i++) {
      double expected = frames.get(i).micros() / 1e6;
      assertThat(stream.seconds().get(i)).isBetween(expected - 0.001, expected + 0.001);
    }
    if (codec.isAudio()) {
      assertThat(stream.sound()).hasSize(70 * 960);
    } else {
      assertThat(stream.width()).isEqualTo(320);
      assertThat(stream.height()).isEqualTo(180);
      assertThat(stream.pictures()).hasSize(70);
      Rect whole = new Rect(0, 0, 320, 180);
      for (int i = 0; i < 70; i++) {
        assertThat(stream.pictures().get(i).number(whole)).isEqualTo(i);
        assertThat(stream.keys().get(i)).isEqualTo(i % 30 == 0);
      }
    }
  }

  @Test
  void anArchiveChunkBeginsWithAKeyFrame() throws Exception {
    List<EncodedFrame> frames = frames(MediaCodec.VP8, 70);
    var stream =
        TestDemuxer.read(directory, "t.webm", TrackArchive.chunk(frames.subList(10, 70))).get(0);
    assertThat(stream.pictures()).hasSize(40);
    assertThatThrownBy(() -> TrackArchive.chunk(frames.subList(1, 20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key frame");
  }

  @Test
  void segmentsBecomeOneFileWithItsIndexFirst() throws Exception {
    TestMeeting meeting = new TestMeeting();
    meeting.joined("ada", "Ada", 0x885522, 0);
    CompositionSpec spec =
        new CompositionSpec(160, 90, 96, 100_000, 64_000, CompositionSpec.LayoutPolicy.GRID);
    List<ComposedWindow> windows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      windows.add(WindowComposer.compose(meeting.input(i), spec));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mp4Remux.write(
        windows.get(0).init(),
        i -> windows.get(i).segment(),
        3,
        Mp4Remux.Content.PICTURE_AND_SOUND,
        out);
    byte[] file = out.toByteArray();
    String text = new String(file, StandardCharsets.ISO_8859_1);
    assertThat(text.indexOf("moov")).isBetween(0, text.indexOf("mdat"));
    var streams = TestDemuxer.read(directory, "whole.mp4", file);
    assertThat(streams).hasSize(2);
    var picture = streams.get(0);
    assertThat(picture.width()).isEqualTo(160);
    assertThat(picture.height()).isEqualTo(90);
    assertThat(picture.pictures()).hasSize(3 * 96);
    for (int i = 0; i < 3 * 96; i++) {
      assertThat(picture.seconds().get(i)).isEqualTo(i * 2_048 / 48_000.0);
      assertThat(picture.keys().get(i)).isEqualTo(i % 96 == 0);
    }
    assertThat(streams.get(1).sound()).hasSize(3 * 192 * 1_024);
  }

  @Test
  void aMissingSegmentLeavesTimeWhereItIs() throws Exception {
    TestMeeting meeting = new TestMeeting();
    CompositionSpec spec =
        new CompositionSpec(160, 90, 64, 100_000, 64_000, CompositionSpec.LayoutPolicy.GRID);
    ComposedWindow first = WindowComposer.compose(meeting.input(0), spec);
    ComposedWindow third = WindowComposer.compose(meeting.input(2), spec);
    List<byte[]> segments = List.of(first.segment(), third.segment());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Mp4Remux.write(first.init(), segments::get, 2, Mp4Remux.Content.PICTURE_AND_SOUND, out);
    var picture = TestDemuxer.read(directory, "hole.mp4", out.toByteArray()).get(0);
    assertThat(picture.seconds().get(63)).isEqualTo(63 * 3_072 / 48_000.0);
    assertThat(picture.seconds().get(64)).isEqualTo(8.192);
  }

  @Test
  void whatIsNoSegmentIsRefused() {
    assertThatThrownBy(() -> Poster.jpeg(new byte[10], new byte[100]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
