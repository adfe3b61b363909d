import { describe, expect, it } from 'vitest';
import type { Utterance } from '../api/types';
import { cues, cuesAt, gapBetween, lastStarted, writtenWords } from './transcript';

function utterance(text: string, startMicros = 0, speaker = 'Ada'): Utterance {
  const words = text.split(/\s+/).map((word, i) => ({
    text: word.toLowerCase().replace(/[.,?]/g, ''),
    startMicros: startMicros + i * 300_000,
    endMicros: startMicros + i * 300_000 + 250_000,
  }));
  return {
    id: `${speaker}-${startMicros}`,
    participantId: speaker,
    speaker,
    colour: '#112233',
    startMicros,
    endMicros: words.at(-1)?.endMicros ?? startMicros,
    text,
    words,
  };
}

describe('writtenWords', () => {
  it('takes capitals and punctuation from the text, times from the words', () => {
    const words = writtenWords(utterance('Yes, on Friday.'));
    expect(words.map((w) => w.text)).toEqual(['Yes,', 'on', 'Friday.']);
    expect(words[2]?.startMicros).toBe(600_000);
  });

  it('falls back to the words when text and words differ in number', () => {
    const u = { ...utterance('one two three'), text: 'Onetwo three.' };
    expect(writtenWords(u).map((w) => w.text)).toEqual(['one', 'two', 'three']);
  });
});

describe('gapBetween', () => {
  it('is nothing between Chinese, a space elsewhere', () => {
    expect(gapBetween('预算', '会议')).toBe('');
    expect(gapBetween('budget', 'meeting')).toBe(' ');
    expect(gapBetween('预算', 'plan')).toBe(' ');
  });
});

describe('lastStarted', () => {
  const items = [{ startMicros: 10 }, { startMicros: 20 }, { startMicros: 20 }, { startMicros: 30 }];
  it.each([
    [9, -1],
    [10, 0],
    [19, 0],
    [20, 2],
    [29, 2],
    [1000, 3],
  ])('at %d it is %d', (at, index) => expect(lastStarted(items, at)).toBe(index));
  it('is -1 in an empty list', () => expect(lastStarted([], 5)).toBe(-1));
});

describe('cues', () => {
  it('cut long speech into captions of two lines, losing no word and keeping order', () => {
    const text = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
    const cut = cues([utterance(text)]);
    expect(cut.length).toBeGreaterThan(4);
    expect(cut.map((c) => c.text).join(' ')).toBe(text);
    for (const cue of cut) {
      expect(cue.text.length).toBeLessThanOrEqual(84);
      expect(cue.endMicros).toBeGreaterThan(cue.startMicros);
    }
  });

  it('count a Chinese character as two', () => {
    const cut = cues([utterance(Array.from({ length: 60 }, () => '预').join(' '))]);
    expect(Math.max(...cut.map((c) => c.text.length))).toBe(42);
  });

  it('show two people who speak at once, and nobody long after the last word', () => {
    const all = cues([utterance('one two three four', 0, 'Ada'), utterance('five six', 500_000, 'Bo')]);
    expect(cuesAt(all, 700_000).map((c) => c.speaker)).toEqual(['Ada', 'Bo']);
    expect(cuesAt(all, 60_000_000)).toEqual([]);
    expect(cuesAt(all, -1)).toEqual([]);
  });
});
