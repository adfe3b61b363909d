import { describe, expect, it } from 'vitest';
import { translate } from '../../i18n';
import { bars, level, qualityRows } from './quality';

const GOOD = {
  score: 4.9,
  packetsLost: 0,
  jitterMillis: 1.6,
  roundTripTimeMillis: -1,
  delayMillis: -1,
  fractionLost: 0,
  freezeCount: 0,
  totalFreezesMillis: 0,
};

const texts = (language: 'en' | 'zh', quality: typeof GOOD): string[] =>
  qualityRows(quality).map((row) => translate(language, row.text, row.values));

describe('quality', () => {
  it('is up to four bars and a word', () => {
    expect([0, 1.2, 2.5, 3.8, 5, 9].map(bars)).toEqual([0, 1, 2, 3, 4, 4]);
    expect([0, 2.5, 5].map(level)).toEqual(['poor', 'fair', 'good']);
  });

  it('says what is not known yet', () => {
    expect(texts('en', GOOD)).toEqual(['not known yet', 'not known yet', '2 ms', '0 % (0 so far)', 'none']);
  });

  it('tells loss and freezes', () => {
    const bad = {
      ...GOOD,
      roundTripTimeMillis: 212.4,
      delayMillis: 140,
      fractionLost: 0.034,
      packetsLost: 1234,
      freezeCount: 2,
      totalFreezesMillis: 1840,
    };
    expect(texts('en', bad)).toEqual(['140 ms', '212 ms', '2 ms', '3.4 % (1,234 so far)', '2 (1.8 s in all)']);
    expect(texts('zh', bad)[4]).toBe('2 次（共 1.8 秒）');
  });
});
