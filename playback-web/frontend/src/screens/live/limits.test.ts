import { describe, expect, it } from 'vitest';
import { fieldOf, HIGHEST, limitsOf, LOWEST } from './limits';

describe('limits of a meeting', () => {
  it('are none where fields are empty', () => {
    expect(limitsOf('', ' ', 1000)).toEqual({
      limits: { minBitsPerSecond: LOWEST, maxBitsPerSecond: HIGHEST, lastN: 1000 },
    });
    expect(fieldOf(LOWEST, LOWEST)).toBe('');
  });

  it('are kilobits in fields and bits elsewhere', () => {
    expect(limitsOf('300', '2500', 4)).toEqual({
      limits: { minBitsPerSecond: 300_000, maxBitsPerSecond: 2_500_000, lastN: 4 },
    });
    expect(fieldOf(2_500_000, HIGHEST)).toBe('2500');
  });

  it('may be narrower than what is usual at the other end', () => {
    expect(limitsOf('', '20', 9)).toEqual({
      limits: { minBitsPerSecond: 20_000, maxBitsPerSecond: 20_000, lastN: 9 },
    });
  });

  it('say which field is wrong', () => {
    expect(limitsOf('9', '', 1)).toEqual({ field: 'least', wrong: 'live.limits.tooLow' });
    expect(limitsOf('', 'much', 1)).toEqual({ field: 'most', wrong: 'live.limits.tooLow' });
    expect(limitsOf('500', '400', 1)).toEqual({ field: 'most', wrong: 'live.limits.crossed' });
  });
});
