import { useEffect, useRef } from 'react';
import { typing } from '../../lib/typing';
import type { Playback } from './playback';

interface Extra {
  fullscreen: () => void;
  captions: () => void;
}

const SECOND = 1_000_000;

/** The keys of the big players. Space is left to a focused button, letters to text fields. */
export function usePlayerKeys(playback: Playback, extra: Extra): void {
  const latest = useRef(extra);
  useEffect(() => {
    latest.current = extra;
  });
  useEffect(() => {
    const pressed = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (e.key === ' ' && e.target instanceof HTMLElement && e.target.closest('button, a, [role="button"]')) {
        return;
      }
      if (act(playback, e.key, latest.current)) e.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [playback]);
}

/** True when the key meant something. */
export function act(playback: Playback, key: string, extra: Extra): boolean {
  const { volume, durationMicros } = playback.state.get();
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case ' ':
    case 'k':
      playback.toggle();
      return true;
    case 'j':
      playback.skip(-10 * SECOND);
      return true;
    case 'l':
      playback.skip(10 * SECOND);
      return true;
    case 'ArrowLeft':
      playback.skip(-5 * SECOND);
      return true;
    case 'ArrowRight':
      playback.skip(5 * SECOND);
      return true;
    case 'ArrowUp':
      playback.setVolume(volume + 0.05);
      return true;
    case 'ArrowDown':
      playback.setVolume(volume - 0.05);
      return true;
    case 'm':
      playback.toggleMuted();
      return true;
    case 'f':
      extra.fullscreen();
      return true;
    case 'c':
      extra.captions();
      return true;
    case '<':
      playback.stepRate(-1);
      return true;
    case '>':
      playback.stepRate(1);
      return true;
    default:
      if (!/^\d$/.test(key)) return false;
      playback.seek((durationMicros * Number(key)) / 10);
      return true;
  }
}
