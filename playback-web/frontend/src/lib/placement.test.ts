import { describe, expect, it } from 'vitest';
import { place } from './placement';

const view = { width: 400, height: 800 };
const menu = { width: 200, height: 300 };

describe('a menu', () => {
  it('stands under its button, right edge under right edge', () => {
    const button = { left: 250, top: 100, width: 100, height: 40 };
    expect(place(button, menu, view, false)).toEqual({ left: -100, up: false, maxHeight: 644 });
  });

  it('stays in the window on both sides', () => {
    const left = { left: 14, top: 100, width: 100, height: 40 };
    expect(place(left, menu, view, false).left).toBe(-6);
    const right = { left: 370, top: 100, width: 100, height: 40 };
    expect(place(right, menu, view, false).left).toBe(392 - 200 - 370);
  });

  it('turns to the side where it fits', () => {
    const low = { left: 200, top: 700, width: 100, height: 40 };
    expect(place(low, menu, view, false)).toMatchObject({ up: true, maxHeight: 684 });
    const high = { left: 200, top: 50, width: 100, height: 40 };
    expect(place(high, menu, view, true)).toMatchObject({ up: false, maxHeight: 694 });
  });

  it('scrolls where it fits nowhere, on the side with more room', () => {
    const tall = { width: 200, height: 900 };
    const button = { left: 200, top: 500, width: 100, height: 40 };
    expect(place(button, tall, view, false)).toMatchObject({ up: true, maxHeight: 484 });
    expect(place(button, tall, view, true)).toMatchObject({ up: true, maxHeight: 484 });
  });
});
