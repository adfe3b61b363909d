import { useState } from 'react';
import { readPref, writePref } from './prefs';

/** A switch that this device remembers. */
export function useFlag(name: string, initial: boolean): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => {
    const chosen = readPref(name);
    return chosen === null ? initial : chosen === 'on';
  });
  return [
    on,
    (next: boolean) => {
      writePref(name, next ? 'on' : 'off');
      setOn(next);
    },
  ];
}
