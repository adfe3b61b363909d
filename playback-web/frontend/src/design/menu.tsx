import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { place, type Placement } from '../lib/placement';

interface MenuProps {
  /** The button that opens it. */
  trigger: (props: {
    onClick: () => void;
    'aria-expanded': boolean;
    'aria-haspopup': 'menu';
  }) => ReactNode;
  /** Items are elements with role `menuitem` (or `menuitemradio`). */
  children: (close: () => void) => ReactNode;
  label: string;
  /** Opens above the button if there is room. */
  up?: boolean;
}

/** A menu button as in the ARIA authoring practices: arrows move, Escape closes and gives back. */
export function Menu({ trigger, children, label, up = false }: MenuProps): ReactNode {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [placement, setPlacement] = useState<Placement | null>(null);

  useLayoutEffect(() => {
    if (!open || anchor.current === null || list.current === null) return;
    const [button, menu] = [anchor.current, list.current];
    const measure = (): void => {
      const borders = menu.offsetHeight - menu.clientHeight;
      const size = { width: menu.offsetWidth, height: menu.scrollHeight + borders };
      const { clientWidth: width, clientHeight: height } = document.documentElement;
      setPlacement(place(button.getBoundingClientRect(), size, { width, height }, up));
    };
    measure();
    // Items may come while it is open.
    const changes = new MutationObserver(measure);
    changes.observe(menu, { childList: true, subtree: true, characterData: true });
    window.addEventListener('resize', measure);
    return () => {
      changes.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [open, up]);

  useEffect(() => {
    if (!open) return;
    items(list.current)[0]?.focus();
    const outside = (e: PointerEvent): void => {
      if (!(e.target instanceof Node) || anchor.current?.contains(e.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    anchor.current?.querySelector('button')?.focus();
  };

  const moved = (e: KeyboardEvent): void => {
    const all = items(list.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const next = to[e.key];
    if (next !== undefined) {
      e.preventDefault();
      all[next]?.focus();
    } else if (e.key === 'Escape' || e.key === 'Tab') {
      e.preventDefault();
      close();
    }
    e.stopPropagation();
  };

  return (
    <div className="menu-anchor" ref={anchor}>
      {trigger({
        onClick: () => setOpen((was) => !was),
        'aria-expanded': open,
        'aria-haspopup': 'menu',
      })}
      {open && (
        <div
          ref={list}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          className={`menu ${(placement?.up ?? up) ? 'up' : ''}`}
          style={placement === null ? {} : { left: placement.left, maxHeight: placement.maxHeight }}
          onKeyDown={moved}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}
