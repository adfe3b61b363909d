package io.parley.jobs.media.compose;

import io.parley.jobs.media.codec.Rect;
import java.util.ArrayList;
import java.util.List;

/** Tiles of one size, as large as they can be, rows centred. */
final class Grid {
  private static final int GAP = 8;
  private static final double SHAPE = 16.0 / 9.0;

  private Grid() {}

  /** {@code count} 16:9 tiles in the area, row by row. */
  static List<Rect> tiles(Rect area, int count) {
    int columns = 1;
    double best = 0;
    for (int c = 1; c <= count; c++) {
      double width = tileWidth(area, c, rows(count, c));
      if (width > best + 0.5) {
        best = width;
        columns = c;
      }
    }
    int rows = rows(count, columns);
    double width = Math.max(2, best);
    double height = Math.max(2, width / SHAPE);
    double top = area.y() + (area.height() - rows * height - (rows - 1) * GAP) / 2;
    List<Rect> tiles = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int row = i / columns;
      int inRow = Math.min(columns, count - row * columns);
      double left = area.x() + (area.width() - inRow * width - (inRow - 1) * GAP) / 2;
      tiles.add(
          Rect.even(
              left + (i % columns) * (width + GAP), top + row * (height + GAP), width, height));
    }
    return tiles;
  }

  private static int rows(int count, int columns) {
    return (count + columns - 1) / columns;
  }

  private static double tileWidth(Rect area, int columns, int rows) {
    double width = (area.width() - (columns - 1.0) * GAP) / columns;
    double height = (area.height() - (rows - 1.0) * GAP) / rows;
    return Math.min(width, height * SHAPE);
  }
}
