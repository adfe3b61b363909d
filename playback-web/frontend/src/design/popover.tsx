import { type ReactNode, useEffect, useState } from 'react';
import { useFloating } from './floating';

interface PopoverProps {
  /** The button that opens and closes it. */
  trigger: (props: {
    onClick: () => void;
    'aria-expanded': boolean;
    'aria-haspopup': 'dialog';
  }) => ReactNode;
  label: string;
  testId?: string;
  children: ReactNode;
}

/**
 * Something to read beside a button: a dialog that does not hold up the rest of the page. It takes
 * the focus when it opens; Escape, Tab and a click elsewhere close it, and the button has the focus
 * again.
 */
export function Popover({ trigger, label, testId, children }: PopoverProps): ReactNode {
  const [open, setOpen] = useState(false);
  const { anchor, panel, placement, giveBack } = useFloating(open, setOpen, false);

  useEffect(() => {
    const inside = panel.current;
    if (!open || inside === null) return;
    inside.focus();
    const leave = (e: KeyboardEvent): void => {
      // The page's shortcuts are not meant.
      e.stopPropagation();
      if (e.key !== 'Escape' && e.key !== 'Tab') return;
      e.preventDefault();
      setOpen(false);
      giveBack();
    };
    inside.addEventListener('keydown', leave);
    return () => inside.removeEventListener('keydown', leave);
  }, [open, panel, giveBack]);

  return (
    <div className="menu-anchor" ref={anchor}>
      {trigger({
        onClick: () => setOpen((was) => !was),
        'aria-expanded': open,
        'aria-haspopup': 'dialog',
      })}
      {open && (
        <div
          ref={panel}
          role="dialog"
          tabIndex={-1}
          aria-label={label}
          className={`menu ${placement?.up === true ? 'up' : ''}`}
          style={placement === null ? {} : { left: placement.left, maxHeight: placement.maxHeight }}
          data-testid={testId}
        >
          {children}
        </div>
      )}
    </div>
  );
}
