import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstAnswer } from './readmission';

const never = new Promise<string>(() => undefined);

describe('a question asked again', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is asked once when the answer comes in time', async () => {
    const ask = vi.fn(() => Promise.resolve('first'));
    expect(await firstAnswer(ask, [600, 1_200])).toBe('first');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('takes the answer of the second while the first waits on a dead connection', async () => {
    const ask = vi.fn<() => Promise<string>>();
    ask.mockReturnValueOnce(never).mockResolvedValueOnce('second');
    const answer = firstAnswer(ask, [600, 1_200]);
    await vi.advanceTimersByTimeAsync(599);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe('second');
  });

  it('is asked again after a failure, and fails in the end', async () => {
    const ask = vi.fn(() => Promise.reject(new Error('network changed')));
    const answer = expect(firstAnswer(ask, [600, 1_200])).rejects.toThrow('no answer');
    await vi.advanceTimersByTimeAsync(1_800);
    await answer;
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
