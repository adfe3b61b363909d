import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useFloating } from './floating';

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
  const { anchor, panel, placement, giveBack } = useFloating(open, setOpen, up);

  useEffect(() => {
    if (open) items(panel.current)[0]?.focus();
  }, [open, panel]);

  const close = (): void => {
    setOpen(false);
    giveBack();
  };

  const moved = (e: KeyboardEvent): void => {
    const all = items(panel.current);
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
          ref={panel}
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

/** Those that can be seen: some are for narrow windows only. */
function items(menu: HTMLElement | null): HTMLElement[] {
  const all = menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [];
  return [...all].filter((item) => item.getClientRects().length > 0);
}
