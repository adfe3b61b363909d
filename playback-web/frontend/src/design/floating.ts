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

/**
 * Something that a button opens beside itself: kept inside the window, whatever comes into it, and
 * closed by a click elsewhere.
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
      const { clientWidth: width, clientHeight: height } = document.documentElement;
      setPlacement(place(button.getBoundingClientRect(), size, { width, height }, up));
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
