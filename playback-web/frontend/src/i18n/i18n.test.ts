import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/http';
import { browserLanguage, DICTIONARIES, failureText, translate } from '.';
import { en, type Key } from './en';
import { zh } from './zh';

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort();

describe('dictionaries', () => {
  it('hold the same keys; only singulars are English alone', () => {
    const english = Object.keys(en).filter((key) => !key.endsWith('.one'));
    expect(Object.keys(zh).sort()).toEqual(english.sort());
  });

  it('fill the same places in both languages', () => {
    for (const [key, text] of Object.entries(zh)) {
      expect(places(text), key).toEqual(places(en[key as Key]));
    }
  });

  it('leave nothing empty and nothing untranslated', () => {
    for (const [key, text] of Object.entries(zh)) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).toMatch(/[\u4e00-\u9fff]/);
    }
    for (const [key, text] of Object.entries(en)) expect(text.trim(), key).not.toBe('');
  });

  it('have a general form for every singular', () => {
    for (const key of Object.keys(en).filter((k) => k.endsWith('.one'))) {
      expect(key.slice(0, -4) in en, key).toBe(true);
    }
    expect(Object.keys(DICTIONARIES)).toEqual(['en', 'zh']);
  });
});

describe('translate', () => {
  it('chooses the singular by the count', () => {
    expect(translate('en', 'home.people', { count: 1 })).toBe('1 person');
    expect(translate('en', 'home.people', { count: 2 })).toBe('2 people');
    expect(translate('zh', 'home.people', { count: 1 })).toBe('1 人');
  });

  it('formats numbers and leaves unknown places alone', () => {
    expect(translate('en', 'search.total', { count: 12345, millis: 3 })).toBe('12,345 sentences in 3 ms');
    expect(translate('en', 'home.greeting')).toBe('Hello, {name}');
  });
});

describe('browserLanguage', () => {
  it('takes the first language that is spoken here', () => {
    expect(browserLanguage(['fr-FR', 'zh-TW', 'en'])).toBe('zh');
    expect(browserLanguage(['en-GB', 'zh'])).toBe('en');
    expect(browserLanguage(['fr'])).toBe('en');
  });
});

describe('failureText', () => {
  const t = (key: Key, params = {}): string => translate('en', key, params);
  it('speaks of known codes, falls back to the status, then to the general', () => {
    expect(failureText(t, new ApiError(429, 'too-many-attempts', null, {}, 30))).toContain('30 seconds');
    expect(failureText(t, new ApiError(404, 'no-such-thing'))).toBe(en['error.not-found']);
    expect(failureText(t, new ApiError(500, 'boom'))).toBe(en['error.general']);
    expect(failureText(t, new TypeError('x'))).toBe(en['error.general']);
  });
});
