import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { place, type Placement } from '../lib/placement';

interface Floating {
  /** Around the button and what it opens. */
  readonly anchor: RefObject<HTMLDivElement | null>;
  /** What floats. */
  readonly panel: RefObject<HTMLDivElement | null>;
  /** Null before it was measured. */
  readonly placement: Placement | null;
  /** Gives the focus back to the button. */
  readonly giveBack: () => void;
}

/** What would cut off something beside an element: the panel that it is in, or the window. */
function frameOf(element: HTMLElement): { left: number; top: number; width: number; height: number } {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  let [left, top, right, bottom] = [0, 0, width, height];
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (around === document.body) break;
    const { overflowX, overflowY } = getComputedStyle(around);
    if (overflowX === 'visible' && overflowY === 'visible') continue;
    const panel = around.getBoundingClientRect();
    left = Math.max(left, panel.left);
    top = Math.max(top, panel.top);
    right = Math.min(right, panel.right);
    bottom = Math.min(bottom, panel.bottom);
  }
  return { left, top, width: right - left, height: bottom - top };
}

/**
 * Something that a button opens beside itself: kept inside the panel and the window it is in,
 * whatever comes into it, and closed by a click elsewhere.
 */
export function useFloating(open: boolean, setOpen: (open: boolean) => void, up: boolean): Floating {
  const anchor = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [placement, setPlacement] = useState<Placement | null>(null);

  useLayoutEffect(() => {
    if (!open || anchor.current === null || panel.current === null) return;
    const [button, floating] = [anchor.current, panel.current];
    const measure = (): void => {
      const borders = floating.offsetHeight - floating.clientHeight;
      const size = { width: floating.offsetWidth, height: floating.scrollHeight + borders };
      const frame = frameOf(button);
      const { left, top, width, height } = button.getBoundingClientRect();
      const inFrame = { left: left - frame.left, top: top - frame.top, width, height };
      setPlacement(place(inFrame, size, frame, up));
    };
    measure();
    const changes = new MutationObserver(measure);
    changes.observe(floating, { childList: true, subtree: true, characterData: true });
    window.addEventListener('resize', measure);
    return () => {
      changes.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [open, up]);

  useEffect(() => {
    if (!open) return;
    const outside = (e: PointerEvent): void => {
      if (!(e.target instanceof Node) || anchor.current?.contains(e.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open, setOpen]);

  const giveBack = useCallback(() => anchor.current?.querySelector('button')?.focus(), []);
  return { anchor, panel, placement, giveBack };
}
