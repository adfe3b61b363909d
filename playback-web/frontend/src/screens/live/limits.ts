import type { Limits } from '../../signalling/messages';

/** What the SFU keeps to when nobody asks for anything, bit/s. */
export const LOWEST = 50_000;
export const HIGHEST = 50_000_000;

/** The least that the SFU takes for a limit, kbit/s. */
export const LEAST_KILOBITS = 10;

/** A limit as it stands in its field, kbit/s; empty where there is none. */
export function fieldOf(bitsPerSecond: number, usual: number): string {
  return bitsPerSecond === usual ? '' : String(Math.round(bitsPerSecond / 1000));
}

export type Wrong = 'live.limits.tooLow' | 'live.limits.crossed';

/** The limits that two fields ask for, or what is wrong with the fields. */
export function limitsOf(
  least: string,
  most: string,
  lastN: number,
): { limits: Limits } | { field: 'least' | 'most'; wrong: Wrong } {
  const min = bits(least, LOWEST);
  const max = bits(most, HIGHEST);
  if (min === null) return { field: 'least', wrong: 'live.limits.tooLow' };
  if (max === null) return { field: 'most', wrong: 'live.limits.tooLow' };
  // A narrow limit alone must not collide with a lower bound that nobody asked for.
  const from = least.trim() === '' ? Math.min(min, max) : min;
  const to = most.trim() === '' ? Math.max(min, max) : max;
  if (from > to) return { field: 'most', wrong: 'live.limits.crossed' };
  return { limits: { minBitsPerSecond: from, maxBitsPerSecond: to, lastN } };
}

function bits(field: string, usual: number): number | null {
  if (field.trim() === '') return usual;
  const kilobits = Number(field);
  return Number.isFinite(kilobits) && kilobits >= LEAST_KILOBITS
    ? Math.round(kilobits * 1000)
    : null;
}
