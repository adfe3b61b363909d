package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.sound.OneVoice;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.storage.contract.MediaCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * H.264 as received, and the sound as AAC, window by window:
 *
 * <pre>
 * ftyp | moov | mdat: pictures of window 0, sound of window 0, pictures of window 1, …
 * </pre>
 *
 * <p>Access units keep every byte, parameter sets included. A resolution that changes on the way
 * gets a sample description of its own: some players go by that, others by what is in the stream.
 *
 * <p>The file begins on the grid of AAC frames, up to 21 ms before the first picture, which stands
 * from there; so there is no edit list, which players treat in different ways. One thread.
 */
final class Mp4Copy {
  private static final int FRAME = WindowGrid.AAC_FRAME_SAMPLES;

  /** How long the last picture stands if nothing follows it. */
  private static final int LAST_PICTURE_SAMPLES = 2_048;

  private final WholePictures pictures;
  private final @Nullable FrameSource sound;
  private final OneVoice voice;
  private final int audioBitRateBps;
  private final long zeroSample;
  private final SampleTable pictureTable = new SampleTable();
  private final SampleTable soundTable = new SampleTable();

  private final List<SampleEntries.Picture> descriptions = new ArrayList<>();

  private int description;
  private long endSample;
  private long lastPicture;
  private @Nullable ArchivedFrame heldPacket;

  Mp4Copy(TrackCopy.Input input, WholePictures pictures, long firstMicros, int audioBitRateBps) {
    this.pictures = pictures;
    this.sound = input.sound();
    this.voice = new OneVoice(audioBitRateBps);
    this.audioBitRateBps = audioBitRateBps;
    this.zeroSample = Math.floorDiv(WindowGrid.sampleAt(firstMicros), FRAME) * (long) FRAME;
    this.endSample = WindowGrid.sampleAt(input.endMicros());
  }

  TrackCopy.Written write(Path scratch, OutputStream out) throws IOException {
    try (CopyBody body = new CopyBody(scratch)) {
      long window = Math.floorDiv(zeroSample, WindowGrid.WINDOW_SAMPLES);
      while (pictures.peek() != null || WindowGrid.startSample(window) < endSample) {
        pictures(window, body);
        if (sound != null) {
          sound(window, sound, body);
        }
        window++;
      }
      pictureTable.end(endSample - zeroSample);
      body.behind(Mp4Header.of("isom", tracks(), body.size()), out);
    }
    long duration = Math.max(pictureTable.duration(), soundTable.duration());
    return new TrackCopy.Written(micros(zeroSample), micros(duration), pictures.leftOut());
  }

  private void pictures(long window, CopyBody body) throws IOException {
    boolean open = false;
    for (ArchivedFrame frame = pictures.peek();
        frame != null && WindowGrid.windowAt(frame.micros()) <= window;
        frame = pictures.peek()) {
      boolean changes = frame.keyFrame() && describe(frame);
      if (changes || !open) {
        pictureTable.chunk(body.size(), description);
        open = true;
      }
      long at = WindowGrid.sampleAt(frame.micros()) - zeroSample;
      // The first stands from the beginning; two in one millisecond follow each other all the same.
      long start = pictureTable.isEmpty() ? 0 : Math.max(at, lastPicture + 1);
      pictureTable.add(frame.data().length, start, frame.keyFrame());
      lastPicture = start;
      endSample = Math.max(endSample, zeroSample + at + LAST_PICTURE_SAMPLES);
      body.write(frame.data());
      pictures.advance();
    }
  }

  /** True if the pictures from here on are described differently. */
  private boolean describe(ArchivedFrame keyFrame) {
    byte[] unit = AnnexB.fromLengthPrefixed(keyFrame.data());
    byte[] sets = AnnexB.parameterSets(unit);
    int before = description;
    if (sets.length > 0) {
      description = 1;
      while (description <= descriptions.size()
          && !Arrays.equals(descriptions.get(description - 1).parameterSets(), sets)) {
        description++;
      }
      if (description > descriptions.size()) {
        PictureSize size = PictureSize.of(MediaCodec.H264, unit);
        descriptions.add(new SampleEntries.Picture(size, sets));
      }
    }
    return description != before;
  }

  private void sound(long window, FrameSource packets, CopyBody body) throws IOException {
    ArchivedFrame packet = heldPacket == null ? packets.next() : heldPacket;
    while (packet != null && OneVoice.heardIn(window, packet.micros())) {
      voice.add(packet.data(), packet.micros());
      packet = packets.next();
    }
    heldPacket = packet;
    long start = WindowGrid.startSample(window);
    int from = (int) Math.max(0, (zeroSample - start) / FRAME);
    int to = (int) Math.min(WindowGrid.AAC_FRAMES, -Math.floorDiv(start - endSample, FRAME));
    if (to <= from) {
      return;
    }
    List<byte[]> frames = voice.window(window);
    soundTable.chunk(body.size(), 1);
    for (int i = from; i < to; i++) {
      long at = start + (long) i * FRAME - zeroSample;
      soundTable.add(frames.get(i).length, at, true);
      soundTable.end(at + FRAME);
      body.write(frames.get(i));
    }
  }

  private List<Mp4Header.Track> tracks() {
    int width = descriptions.stream().mapToInt(d -> d.size().width()).max().orElse(2);
    int height = descriptions.stream().mapToInt(d -> d.size().height()).max().orElse(2);
    ByteWriter pictureEntries = new ByteWriter();
    SampleEntries.video(pictureEntries, descriptions);
    List<Mp4Header.Track> tracks = new ArrayList<>();
    tracks.add(
        new Mp4Header.Track(
            Movie.VIDEO_TRACK, width, height, pictureEntries.toByteArray(), pictureTable));
    if (!soundTable.isEmpty()) {
      ByteWriter soundEntry = new ByteWriter();
      SampleEntries.audio(soundEntry, audioBitRateBps);
      tracks.add(
          new Mp4Header.Track(Movie.AUDIO_TRACK, 0, 0, soundEntry.toByteArray(), soundTable));
    }
    return tracks;
  }

  private static long micros(long samples) {
    return samples * 125 / 6;
  }
}
