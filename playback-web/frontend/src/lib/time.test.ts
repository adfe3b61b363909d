import { describe, expect, it } from 'vitest';
import { calendarDate, clock, dayAndTime, duration, localInputValue, momentParam, parseMoment } from './time';

const SECOND = 1_000_000;

describe('clock', () => {
  it.each([
    [0, '0:00'],
    [999_999, '0:00'],
    [5 * SECOND, '0:05'],
    [65 * SECOND, '1:05'],
    [3600 * SECOND, '1:00:00'],
    [36_061 * SECOND, '10:01:01'],
    [-SECOND, '0:00'],
  ])('%d µs is %s', (micros, text) => expect(clock(micros)).toBe(text));
});

describe('duration', () => {
  it('is short, in the language', () => {
    expect(duration(42 * SECOND, 'en')).toBe('42 sec');
    expect(duration(180 * SECOND, 'en')).toBe('3 min');
    expect(duration(3900 * SECOND, 'en')).toBe('1 hr 5 min');
    expect(duration(7200 * SECOND, 'en')).toBe('2 hr');
    expect(duration(180 * SECOND, 'zh-CN')).toMatch(/3\s?分钟/);
  });

  it('rounds up to the next unit instead of saying 60 seconds', () => {
    expect(duration(59_600_000, 'en')).toBe('1 min');
    expect(duration(3599.9 * SECOND, 'en')).toBe('1 hr');
  });
});

describe('moments in addresses', () => {
  it.each([
    ['0', 0],
    ['30', 30 * SECOND],
    ['12.345', 12_345_000],
    ['1m30s', 90 * SECOND],
    ['2h', 7200 * SECOND],
    ['1h2m3s', 3723 * SECOND],
  ])('reads %s', (text, micros) => expect(parseMoment(text)).toBe(micros));

  it.each([null, '', 'x', '-3', '1.2.3', '3m2h', '1e3'])('refuses %s', (text) =>
    expect(parseMoment(text)).toBeNull(),
  );

  it('writes what it reads, to the millisecond', () => {
    for (const micros of [0, 1_000, 12_345_000, 3_723_999_000]) {
      expect(parseMoment(momentParam(micros))).toBe(micros);
    }
    expect(momentParam(1_499)).toBe('0.001');
  });
});

describe('dates', () => {
  const now = new Date(2026, 2, 10, 9, 0);
  it('names today, tomorrow and yesterday', () => {
    expect(dayAndTime(new Date(2026, 2, 10, 23, 30).toISOString(), 'en', now)).toMatch(/^Today 11:30/);
    expect(dayAndTime(new Date(2026, 2, 11, 0, 10).toISOString(), 'en', now)).toMatch(/^Tomorrow 12:10/);
    expect(dayAndTime(new Date(2026, 2, 9, 8, 0).toISOString(), 'zh-CN', now)).toMatch(/^昨天/);
  });

  it('gives the year only when it is another one', () => {
    expect(dayAndTime(new Date(2026, 5, 1, 8, 0).toISOString(), 'en', now)).not.toContain('2026');
    expect(dayAndTime(new Date(2025, 5, 1, 8, 0).toISOString(), 'en', now)).toContain('2025');
  });

  it('keeps a calendar date on its day in any time zone', () => {
    expect(calendarDate('2026-03-04', 'en')).toBe('Wed, Mar 4');
  });

  it('fills a date and time field', () => {
    expect(localInputValue(new Date(2026, 0, 2, 3, 4))).toBe('2026-01-02T03:04');
  });
});
