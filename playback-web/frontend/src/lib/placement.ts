/** Where an open menu stands, measured from the corner of the button that opened it. */
export interface Placement {
  /** Pixels to the right of the button's left edge. */
  readonly left: number;
  readonly up: boolean;
  /** Pixels; what is higher scrolls. */
  readonly maxHeight: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Button extends Size {
  /** In the window, or in the panel that would cut off what leaves it. */
  readonly left: number;
  readonly top: number;
}

/** Between button and menu, and between menu and the edge of the window. */
export const MENU_GAP = 8;

/**
 * Right edge under right edge, moved as far as the window asks for; on the side asked for, unless
 * the menu only fits, or fits better, on the other.
 */
export function place(button: Button, menu: Size, view: Size, up: boolean): Placement {
  const aligned = button.left + button.width - menu.width;
  const inWindow = Math.max(MENU_GAP, Math.min(aligned, view.width - MENU_GAP - menu.width));
  const above = button.top - 2 * MENU_GAP;
  const below = view.height - button.top - button.height - 2 * MENU_GAP;
  const wanted = up ? above : below;
  const other = up ? below : above;
  const turned = menu.height > wanted && other > wanted;
  return {
    left: inWindow - button.left,
    up: turned !== up,
    maxHeight: Math.max(0, turned ? other : wanted),
  };
}
