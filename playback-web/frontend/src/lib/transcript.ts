import type { SpokenWord, Utterance } from '../api/types';
import type { Micros } from './time';

/**
 * The words of an utterance as they are written in its text, with punctuation and capitals. Where
 * text and words can't be laid side by side, the words stand as recognised.
 */
export function writtenWords(utterance: Utterance): readonly SpokenWord[] {
  const written = utterance.text.trim().split(/\s+/);
  if (written.length !== utterance.words.length) return utterance.words;
  return utterance.words.map((word, index) => ({ ...word, text: written[index] ?? word.text }));
}

const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/;

/** Nothing lies between Chinese words, a space between others. */
export function gapBetween(left: string, right: string): string {
  return WIDE.test(left.slice(-1)) && WIDE.test(right.charAt(0)) ? '' : ' ';
}

/** The last element that began at or before a time; -1 before the first. Sorted by start. */
export function lastStarted(items: readonly { startMicros: Micros }[], at: Micros): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.startMicros ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Cue {
  readonly speaker: string;
  readonly text: string;
  readonly startMicros: Micros;
  readonly endMicros: Micros;
}

/** Two lines of 42 characters; a Chinese character is as wide as two. */
const CUE_WIDTH = 84;
/** A caption stays this long after its last word when nothing follows. */
const LINGER_MICROS = 1_200_000;

function width(text: string): number {
  let sum = 0;
  for (const c of text) sum += WIDE.test(c) ? 2 : 1;
  return sum;
}

/** Utterances cut into captions that fit under the picture, in order of their start. */
export function cues(utterances: readonly Utterance[]): Cue[] {
  return utterances.flatMap(cuesOf).sort((a, b) => a.startMicros - b.startMicros);
}

function cuesOf(utterance: Utterance): Cue[] {
  const words = writtenWords(utterance);
  if (words.length === 0) {
    const { speaker, text, startMicros, endMicros } = utterance;
    return text === '' ? [] : [{ speaker, text, startMicros, endMicros }];
  }
  const found: Cue[] = [];
  let text = '';
  let start = utterance.startMicros;
  let end = start;
  for (const word of words) {
    const longer = text === '' ? word.text : text + gapBetween(text, word.text) + word.text;
    if (text !== '' && width(longer) > CUE_WIDTH) {
      found.push({ speaker: utterance.speaker, text, startMicros: start, endMicros: end });
      text = word.text;
      start = word.startMicros;
    } else {
      if (text === '') start = word.startMicros;
      text = longer;
    }
    end = word.endMicros;
  }
  found.push({ speaker: utterance.speaker, text, startMicros: start, endMicros: end });
  return found;
}

/** The captions to show at a moment: at most two, when people speak at once. */
export function cuesAt(all: readonly Cue[], at: Micros): Cue[] {
  const last = lastStarted(all, at);
  const shown: Cue[] = [];
  for (let i = last; i >= 0 && i > last - 6; i--) {
    const cue = all[i];
    if (cue === undefined) break;
    const linger = i === last ? LINGER_MICROS : 0;
    if (cue.endMicros + linger >= at && !shown.some((s) => s.speaker === cue.speaker)) {
      shown.unshift(cue);
    }
  }
  return shown.slice(-2);
}
