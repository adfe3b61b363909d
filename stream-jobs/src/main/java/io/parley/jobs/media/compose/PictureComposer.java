package io.parley.jobs.media.compose;

import io.parley.jobs.media.codec.Canvas;
import io.parley.jobs.media.codec.H264Encoder;
import io.parley.jobs.media.codec.Overlay;
import io.parley.jobs.media.codec.Rect;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.media.window.WindowReport.TrackGap;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws and encodes the pictures of one window. Only what changed since the last picture is drawn
 * again. One thread; to be closed.
 */
final class PictureComposer implements AutoCloseable {
  private static final int BACKGROUND = 0x14161a;
  private static final int EMPTY_TILE = 0x23272e;
  private static final int SPEAKING = 0x37c871;
  private static final int OUTLINE = 4;

  private final WindowInput input;
  private final CompositionSpec spec;
  private final Director director;
  private final Map<TrackId, TrackPicture> pictures = new LinkedHashMap<>();
  private final Map<String, @Nullable Overlay> overlays = new HashMap<>();
  private final Canvas canvas;
  private final H264Encoder encoder;
  private @Nullable Scene scene;

  /**
   * @param accessUnits H.264 in Annex B form, one for each picture
   * @param parameterSets SPS and PPS in Annex B form
   */
  record Pictures(List<byte[]> accessUnits, byte[] parameterSets, List<TrackGap> gaps) {}

  static Pictures compose(WindowInput input, CompositionSpec spec) {
    try (PictureComposer composer = new PictureComposer(input, spec)) {
      return composer.run();
    }
  }

  private PictureComposer(WindowInput input, CompositionSpec spec) {
    this.input = input;
    this.spec = spec;
    this.director = new Director(input, spec);
    this.canvas = new Canvas(spec.width(), spec.height());
    this.encoder =
        new H264Encoder(
            spec.width(),
            spec.height(),
            spec.videoBitRateBps(),
            spec.videoFrames(),
            WindowGrid.SAMPLE_RATE_HZ,
            spec.samplesPerFrame());
    for (WindowInput.Track track : input.tracks()) {
      if (!track.codec().isAudio()) {
        pictures.put(track.trackId(), new TrackPicture(track, input.startMicros()));
      }
    }
  }

  private Pictures run() {
    List<byte[]> units = new ArrayList<>(spec.videoFrames());
    for (int i = 0; i < spec.videoFrames(); i++) {
      draw(middleOf(i));
      units.add(encoder.encode(canvas));
    }
    List<TrackGap> gaps = new ArrayList<>();
    pictures.values().forEach(picture -> gaps.add(picture.gap(input.endMicros())));
    return new Pictures(units, encoder.parameterSets(), gaps);
  }

  /** A picture shows what was captured up to the middle of its time: early as often as late. */
  private long middleOf(int picture) {
    long samples = (long) picture * spec.samplesPerFrame() + spec.samplesPerFrame() / 2;
    return input.startMicros() + samples * 125 / 6;
  }

  private void draw(long micros) {
    Set<TrackId> changed = new HashSet<>();
    for (TrackPicture picture : pictures.values()) {
      if (picture.advanceTo(micros)) {
        changed.add(picture.track().trackId());
      }
    }
    director.advanceTo(micros);
    Scene now = director.scene(track -> visible(track, micros));
    boolean rebuilt = !now.equals(scene);
    if (rebuilt) {
      canvas.fill(new Rect(0, 0, spec.width(), spec.height()), BACKGROUND);
      scene = now;
    }
    for (Scene.Tile tile : now.tiles()) {
      if (rebuilt || (tile.track() != null && changed.contains(tile.track()))) {
        drawTile(tile, rebuilt);
      }
    }
  }

  private boolean visible(TrackId track, long micros) {
    TrackPicture picture = pictures.get(track);
    return picture != null && picture.visibleAt(micros);
  }

  private void drawTile(Scene.Tile tile, boolean rebuilt) {
    Rect area = tile.area();
    TrackPicture picture = tile.track() == null ? null : pictures.get(tile.track());
    if (picture == null) {
      canvas.fill(area, EMPTY_TILE);
      int side = Math.min(area.width(), area.height()) / 2 & ~1;
      if (side >= 16) {
        Overlay disc = disc(tile, side);
        canvas.blend(
            disc,
            area.x() + (area.width() - disc.width()) / 2,
            area.y() + (area.height() - disc.height()) / 2);
      }
    } else {
      if (rebuilt) {
        canvas.fill(area, 0);
      }
      canvas.draw(picture.decoder(), area);
    }
    Overlay label = label(tile);
    if (label != null) {
      canvas.blend(label, area.x() + 8, area.y() + area.height() - label.height() - 8);
    }
    if (tile.speaking() && area.width() > 4 * OUTLINE && area.height() > 4 * OUTLINE) {
      canvas.outline(area, OUTLINE, SPEAKING);
    }
  }

  private Overlay disc(Scene.Tile tile, int side) {
    Overlay disc =
        overlays.computeIfAbsent(
            "disc " + side + " " + tile.person().id(),
            key -> Lettering.disc(tile.person().name(), tile.person().colour(), side));
    if (disc == null) {
      throw new IllegalStateException("a disc needs no font");
    }
    return disc;
  }

  private @Nullable Overlay label(Scene.Tile tile) {
    int size = Math.max(12, Math.min(24, tile.area().height() / 12));
    String key = "label " + size + " " + tile.area().width() + " " + tile.person().id();
    if (!overlays.containsKey(key)) {
      overlays.put(key, Lettering.label(tile.person().name(), size, tile.area().width() - 16));
    }
    return overlays.get(key);
  }

  @Override
  public void close() {
    pictures.values().forEach(TrackPicture::close);
    encoder.close();
    canvas.close();
  }
}
