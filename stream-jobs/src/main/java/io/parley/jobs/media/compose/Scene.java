package io.parley.jobs.media.compose;

import io.parley.jobs.media.codec.Rect;
import io.parley.jobs.media.window.WindowInput;
import io.parley.storage.contract.TrackId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who stands where at one moment.
 *
 * @param tiles do not overlap
 */
record Scene(List<Tile> tiles) {

  /**
   * @param track what it shows; null for a tile with the person's initials
   * @param screen a shared screen rather than a face
   * @param speaking outlined
   */
  record Tile(
      Rect area,
      WindowInput.Person person,
      @Nullable TrackId track,
      boolean screen,
      boolean speaking) {}
}
