package io.parley.jobs.media.mux;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.Rect;
import io.parley.jobs.media.codec.TestDemuxer;
import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.compose.TestMeeting;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.track.Rtp;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From the packets a person sends to the file somebody downloads: a camera on from 10 s to 13 s and
 * from 19 s to 22 s, after the pause in another size, with a packet lost at 20.4 s; a microphone
 * from 8 s to 25 s that beeps at every full second and lacks what is between 12.5 s and 14 s.
 */
class TrackCopyTest {
  private static final int LOST = 110;
  private static final long FIRST_PICTURE = 10_000_000;
  private static final long FIRST_SOUND = 8_000_000;
  private static final long END = 25_000_000;

  /** Opus looks 312 samples ahead (RFC 7845 §4.2: pre-skip), so its output is that much later. */
  private static final int OPUS_DELAY = 312;

  @TempDir Path directory;

  private final List<byte[]> pictures = new ArrayList<>();
  private final List<byte[]> sounds = new ArrayList<>();

  private static long captured(int picture) {
    return FIRST_PICTURE + picture * 40_000L + (picture < 75 ? 0 : 6_000_000);
  }

  private FrameSource camera(MediaCodec codec, int secondWidth) {
    pictures.addAll(TestEncoder.pictures(codec, 320, 180, 25, 75, 25, 0));
    pictures.addAll(TestEncoder.pictures(codec, secondWidth, secondWidth * 9 / 16, 25, 75, 25, 75));
    Rtp rtp = new Rtp("ada", MediaSource.CAMERA, codec, 5, 70_000);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      List<RtpRecord.Packet> frame =
          rtp.frame(pictures.get(i), (double) captured(i), captured(i) + 50_000);
      packets.addAll(i == LOST ? frame.subList(1, frame.size()) : frame);
      if (i % 25 == 0) {
        packets.add(rtp.senderReport(captured(i) + 50_000));
      }
    }
    return archived(new TestMeeting().feed(rtp, packets));
  }

  private FrameSource microphone() {
    sounds.addAll(
        TestEncoder.sound(
            850, at -> at % 48_000 < 4_800 ? (float) (0.5 * Math.sin(2 * Math.PI * at / 48)) : 0f));
    Rtp rtp = new Rtp("ada", MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    for (int i = 0; i < sounds.size(); i++) {
      long captured = FIRST_SOUND + i * 20_000L;
      List<RtpRecord.Packet> one = rtp.frame(sounds.get(i), (double) captured, captured + 70_000);
      if (captured < 12_500_000 || captured >= 14_000_000) {
        packets.addAll(one);
      }
      if (i % 50 == 0) {
        packets.add(rtp.senderReport(captured + 70_000));
      }
    }
    return archived(new TestMeeting().feed(rtp, packets));
  }

  /** Wrapped in files as the job does, a few seconds each, and unwrapped again. */
  private static FrameSource archived(List<EncodedFrame> frames) {
    List<ArchivedFrame> read = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= frames.size(); i++) {
      if (i == frames.size() || (i - from >= 60 && frames.get(i).keyFrame())) {
        read.addAll(ArchivedFrame.read(TrackArchive.chunk(frames.subList(from, i))));
        from = i;
      }
    }
    Iterator<ArchivedFrame> each = read.iterator();
    return () -> each.hasNext() ? each.next() : null;
  }

  private TrackCopy.Written write(TrackCopy.Input input, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      return TrackCopy.write(input, 96_000, directory.resolve("scratch"), out).orElseThrow();
    }
  }

  /** What can be decoded: nothing between the loss and the next key frame. */
  private static int[] whole() {
    return IntStream.range(0, 150).filter(i -> i < LOST || i >= 125).toArray();
  }

  private static void numbersAndTimes(TestDemuxer.Stream picture, long zeroMicros) {
    int[] whole = whole();
    assertThat(picture.pictures()).hasSize(whole.length);
    for (int i = 0; i < whole.length; i++) {
      var shown = picture.pictures().get(i);
      assertThat(shown.number(new Rect(0, 0, shown.width(), shown.height()))).isEqualTo(whole[i]);
      double expected = (captured(whole[i]) - zeroMicros) / 1e6;
      if (i > 0) {
        assertThat(picture.seconds().get(i)).isBetween(expected - 0.0015, expected + 0.0015);
      }
      assertThat(picture.keys().get(i)).isEqualTo(whole[i] % 25 == 0);
    }
    assertThat(picture.seconds().get(0)).isZero();
  }

  /** Every beep stands where the person made it, and where nothing came it is silent. */
  private static void beepsAtFullSeconds(float[] sound, long zeroSample) {
    for (int second = 11; second < 25; second++) {
      int expected = (int) (second * 48_000L - zeroSample) + OPUS_DELAY;
      int from = expected - 9_600;
      int onset = from;
      while (onset < expected + 9_600 && Math.abs(sound[onset]) < 0.2) {
        onset++;
      }
      if (second == 13) {
        assertThat(onset).as("silence at 13 s").isEqualTo(expected + 9_600);
      } else {
        assertThat(onset).as("beep at %d s", second).isBetween(expected - 100, expected + 240);
      }
    }
  }

  @Test
  void h264IsCopiedIntoMp4WithTheVoiceInStep() throws Exception {
    Path file = directory.resolve("ada.mp4");
    TrackCopy.Written written =
        write(
            new TrackCopy.Input(MediaCodec.H264, camera(MediaCodec.H264, 640), microphone(), END),
            file);
    long zeroSample = 480_000 / 1_024 * 1_024;
    assertThat(written.startMicros()).isEqualTo(zeroSample * 125 / 6);
    assertThat(written.leftOut()).isEqualTo(14);
    assertThat(written.durationMicros()).isBetween(15_000_000L, 15_050_000L);

    List<TestDemuxer.Stream> streams =
        TestDemuxer.read(directory, "again.mp4", Files.readAllBytes(file));
    assertThat(streams).extracting(TestDemuxer.Stream::codec).containsExactly("h264", "aac");
    TestDemuxer.Stream picture = streams.get(0);
    numbersAndTimes(picture, written.startMicros());
    assertThat(picture.pictures().get(0).width()).isEqualTo(320);
    assertThat(picture.pictures().get(75).width()).isEqualTo(640);
    int[] whole = whole();
    for (int i = 0; i < whole.length; i++) {
      byte[] sent = AnnexB.lengthPrefixed(pictures.get(whole[i]), true);
      assertThat(picture.packets().get(i)).as("picture %d", whole[i]).isEqualTo(sent);
    }
    beepsAtFullSeconds(streams.get(1).sound(), zeroSample);

    byte[] bytes = Files.readAllBytes(file);
    Boxes.Found descriptions = Fmp4.sampleDescription(moov(bytes), 0);
    assertThat(descriptions.child("avc1", 0, 8)).isNotNull();
    assertThat(descriptions.child("avc1", 1, 8)).isNotNull();
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .matches(text -> text.indexOf("moov") < text.indexOf("mdat"));
  }

  private static byte[] moov(byte[] file) {
    return Boxes.find(file, "moov").copy();
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1"})
  void othersAreCopiedIntoWebmSoundIncluded(MediaCodec codec) throws Exception {
    Path file = directory.resolve("ada.webm");
    TrackCopy.Written written =
        write(new TrackCopy.Input(codec, camera(codec, 320), microphone(), END), file);
    assertThat(written.startMicros()).isEqualTo(FIRST_PICTURE);
    assertThat(written.durationMicros()).isEqualTo(END - FIRST_PICTURE);

    List<TestDemuxer.Stream> streams =
        TestDemuxer.read(directory, "again.webm", Files.readAllBytes(file));
    assertThat(streams).extracting(TestDemuxer.Stream::codec).last().isEqualTo("opus");
    TestDemuxer.Stream picture = streams.get(0);
    Rect area = new Rect(0, 0, 320, 180);
    assertThat(picture.pictures().stream().map(shown -> shown.number(area)).toList())
        .containsAll(IntStream.of(whole()).boxed().toList())
        .doesNotContain(LOST)
        .isSorted();
    // libvpx adds key frames of its own to VP9, and AV1 comes out of packets in a form of its own.
    if (codec == MediaCodec.VP8) {
      numbersAndTimes(picture, FIRST_PICTURE);
      int[] whole = whole();
      for (int i = 0; i < whole.length; i++) {
        assertThat(picture.packets().get(i)).isEqualTo(pictures.get(whole[i]));
      }
    }
    TestDemuxer.Stream sound = streams.get(1);
    List<byte[]> received = new ArrayList<>(sound.packets());
    received.removeIf(packet -> packet.length == 3 && (packet[0] & 0xff) == 0xf8);
    List<byte[]> sent = new ArrayList<>();
    for (int i = 100; i < sounds.size(); i++) {
      long captured = FIRST_SOUND + i * 20_000L;
      if (captured < 12_500_000 || captured >= 14_000_000) {
        sent.add(sounds.get(i));
      }
    }
    assertThat(received).containsExactlyElementsOf(sent);
    assertThat(sound.packets()).hasSize(sent.size() + 75);
    beepsAtFullSeconds(sound.sound(), WindowGrid.sampleAt(FIRST_PICTURE));
  }

  @Test
  void madeAgainItIsTheSame() throws Exception {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    for (Path file : List.of(first, second)) {
      pictures.clear();
      sounds.clear();
      List<ArchivedFrame> frames = once();
      Iterator<ArchivedFrame> each = frames.iterator();
      write(
          new TrackCopy.Input(
              MediaCodec.H264, () -> each.hasNext() ? each.next() : null, microphone(), END),
          file);
    }
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  private static List<ArchivedFrame> kept;

  /** Encoders in real-time mode vary: the same pictures for both. */
  private List<ArchivedFrame> once() throws Exception {
    if (kept == null) {
      kept = new ArrayList<>();
      FrameSource source = camera(MediaCodec.H264, 640);
      for (ArchivedFrame f = source.next(); f != null; f = source.next()) {
        kept.add(f);
      }
    }
    return kept;
  }

  @Test
  void withoutAWordThereIsOnlyThePictureAndWithoutAPictureNothing() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path scratch = directory.resolve("scratch");
    TrackCopy.Input silent =
        new TrackCopy.Input(MediaCodec.VP8, camera(MediaCodec.VP8, 320), null, END);
    assertThat(TrackCopy.write(silent, 96_000, scratch, out)).isPresent();
    assertThat(TestDemuxer.read(directory, "silent.webm", out.toByteArray())).hasSize(1);
    out.reset();
    TrackCopy.Input blind = new TrackCopy.Input(MediaCodec.H264, () -> null, microphone(), END);
    assertThat(TrackCopy.write(blind, 96_000, scratch, out)).isEmpty();
    assertThat(out.size()).isZero();
  }
}
