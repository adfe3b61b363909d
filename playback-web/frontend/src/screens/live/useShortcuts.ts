import { useEffect, useRef } from 'react';
import { typing } from '../../lib/typing';

export type LiveAction =
  | 'microphone'
  | 'camera'
  | 'screen'
  | 'captions'
  | 'chat'
  | 'people'
  | 'settings'
  | 'help'
  | 'copyLink'
  | 'leave'
  | 'end'
  | 'streamingKey'
  | 'limits';

export type LiveActions = Readonly<Record<LiveAction, () => void>>;

export const SHORTCUTS: readonly (readonly [key: string, action: LiveAction])[] = [
  ['m', 'microphone'],
  ['v', 'camera'],
  ['s', 'screen'],
  ['c', 'captions'],
  ['h', 'chat'],
  ['p', 'people'],
  ['l', 'copyLink'],
  ['?', 'help'],
];

export function useShortcuts(actions: LiveActions, enabled: boolean): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    if (!enabled) return;
    const pressed = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || typing(e.target)) return;
      const found = SHORTCUTS.find(([key]) => key === e.key.toLowerCase());
      if (found === undefined) return;
      e.preventDefault();
      latest.current[found[1]]();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [enabled]);
}
