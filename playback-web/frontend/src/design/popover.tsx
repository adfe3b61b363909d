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
    if (open) panel.current?.focus();
  }, [open, panel]);

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
          onKeyDown={(e) => {
            if (e.key === 'Escape' || e.key === 'Tab') {
              e.preventDefault();
              setOpen(false);
              giveBack();
            }
            e.stopPropagation();
          }}
        >
          {children}
        </div>
      )}
    </div>
  );
}
