/**
 * How long to wait before the next attempt, in milliseconds: doubling from `first` to `most`, each
 * drawn from the upper half of its span so that many clients don't come back in step.
 */
export function backoff(attempt: number, random: () => number, first = 500, most = 8_000): number {
  const span = Math.min(most, first * 2 ** Math.max(0, attempt));
  return Math.round(span / 2 + (span / 2) * random());
}
