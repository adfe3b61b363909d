import type { Key } from '../../i18n/en';
import type { Quality } from '../../signalling/messages';

/** 0 to 5 of the SFU as up to four bars. */
export function bars(score: number): number {
  return Math.max(0, Math.min(4, Math.round((score / 5) * 4)));
}

/** The bars in a word. */
export function level(score: number): 'good' | 'fair' | 'poor' {
  const lit = bars(score);
  return lit >= 3 ? 'good' : lit === 2 ? 'fair' : 'poor';
}

export interface QualityRow {
  readonly label: Key;
  readonly text: Key;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What the details of a connection show, line by line; what is not known yet is said so. */
export function qualityRows(quality: Quality): QualityRow[] {
  const millis = (label: Key, value: number): QualityRow =>
    value < 0
      ? { label, text: 'live.quality.unknown', values: {} }
      : { label, text: 'live.quality.millis', values: { value: Math.round(value) } };
  const percent = quality.fractionLost * 100;
  const rows: QualityRow[] = [
    millis('live.quality.delay', quality.delayMillis),
    millis('live.quality.roundTrip', quality.roundTripTimeMillis),
    millis('live.quality.jitter', quality.jitterMillis),
    {
      label: 'live.quality.loss',
      text: 'live.quality.percent',
      values: {
        value: percent.toFixed(percent > 0 && percent < 10 ? 1 : 0),
        count: quality.packetsLost,
      },
    },
    {
      label: 'live.quality.freezes',
      text: quality.freezeCount === 0 ? 'live.quality.none' : 'live.quality.frozen',
      values:
        quality.freezeCount === 0
          ? {}
          : {
              count: quality.freezeCount,
              seconds: (quality.totalFreezesMillis / 1000).toFixed(1),
            },
    },
  ];
  return rows;
}
