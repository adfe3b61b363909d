export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/**
 * The number of columns that makes tiles largest: all tiles have the given aspect ratio (width by
 * height), none reaches out of the box, `gap` lies between neighbours. All lengths in CSS pixels.
 */
export function bestFit(
  count: number,
  width: number,
  height: number,
  gap = 8,
  aspect = 16 / 9,
): Grid {
  if (count <= 0 || width <= 0 || height <= 0) {
    return { columns: 1, rows: 1, tileWidth: 0, tileHeight: 0 };
  }
  let best: Grid = { columns: 1, rows: count, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    const tileWidth = Math.floor(Math.max(0, Math.min(cellWidth, cellHeight * aspect)));
    if (tileWidth > best.tileWidth) {
      best = { columns, rows, tileWidth, tileHeight: Math.floor(tileWidth / aspect) };
    }
  }
  return best;
}

/**
 * Best fit, but tiles may be anything from portrait 3:4 to 16:9, so that two people fill a phone.
 */
export function roomGrid(count: number, width: number, height: number, gap = 8): Grid {
  const wide = bestFit(count, width, height, gap, 16 / 9);
  const square = bestFit(count, width, height, gap, 1);
  const portrait = bestFit(count, width, height, gap, 3 / 4);
  const area = (g: Grid): number => g.tileWidth * g.tileHeight;
  // A squarer tile crops the camera, so it must gain a third before it is worth it.
  let best = wide;
  for (const other of [square, portrait]) if (area(other) > area(best) * 1.33) best = other;
  return best;
}
