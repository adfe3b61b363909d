import { describe, expect, it } from 'vitest';
import { bestFit, roomGrid } from './grid';

describe('bestFit', () => {
  it('gives one person the whole box', () => {
    expect(bestFit(1, 1600, 900)).toEqual({ columns: 1, rows: 1, tileWidth: 1600, tileHeight: 900 });
  });

  it('stays inside the box and holds everybody, for any number and shape', () => {
    for (let count = 1; count <= 49; count++) {
      for (const [width, height] of [
        [1920, 1080],
        [360, 640],
        [1000, 200],
        [200, 1000],
      ] as const) {
        for (const grid of [bestFit(count, width, height, 8), roomGrid(count, width, height, 8)]) {
          expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
          expect(grid.columns * (grid.rows - 1)).toBeLessThan(count);
          expect(grid.columns * grid.tileWidth + (grid.columns - 1) * 8).toBeLessThanOrEqual(width);
          expect(grid.rows * grid.tileHeight + (grid.rows - 1) * 8).toBeLessThanOrEqual(height);
          expect(grid.tileWidth).toBeGreaterThan(0);
        }
      }
    }
  });

  it('is never beaten by another number of columns', () => {
    for (let count = 1; count <= 30; count++) {
      const best = bestFit(count, 1280, 720, 8);
      for (let columns = 1; columns <= count; columns++) {
        const rows = Math.ceil(count / columns);
        const width = Math.min(
          (1280 - 8 * (columns - 1)) / columns,
          ((720 - 8 * (rows - 1)) / rows) * (16 / 9),
        );
        expect(best.tileWidth).toBeGreaterThanOrEqual(Math.floor(width));
      }
    }
  });

  it('answers an empty or collapsed box with tiles of no size', () => {
    expect(bestFit(0, 800, 600).tileWidth).toBe(0);
    expect(bestFit(3, 0, 600).tileWidth).toBe(0);
  });
});

describe('roomGrid', () => {
  it('stacks two people on a phone, in tiles that are not 16:9', () => {
    const grid = roomGrid(2, 360, 600);
    expect(grid.columns).toBe(1);
    expect(grid.tileWidth / grid.tileHeight).toBeLessThan(1.5);
  });

  it('crops cameras little on a wide screen', () => {
    for (const count of [1, 2, 3, 4, 6, 9]) {
      const grid = roomGrid(count, 1440, 760);
      expect(grid.tileWidth / grid.tileHeight).toBeGreaterThan(1.32);
    }
  });
});
