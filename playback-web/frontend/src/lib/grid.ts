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
 * Best fit with tiles from 16:9 to portrait 3:4, so that two people fill a phone. Anything squarer
 * crops a camera's picture: on a wide screen little, and only where that wins a lot of room.
 */
export function roomGrid(count: number, width: number, height: number, gap = 8): Grid {
  const area = (g: Grid): number => g.tileWidth * g.tileHeight;
  const wide = width > height;
  const worth = wide ? 1.25 : 1.1;
  let best = bestFit(count, width, height, gap, 16 / 9);
  for (const aspect of wide ? [4 / 3] : [4 / 3, 1, 3 / 4]) {
    const other = bestFit(count, width, height, gap, aspect);
    if (area(other) > area(best) * worth) best = other;
  }
  return best;
}
