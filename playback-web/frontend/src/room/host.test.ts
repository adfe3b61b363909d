import { describe, expect, it } from 'vitest';
import { Host, type HostMethod } from './host';

const LIMITS = { minBitsPerSecond: 50_000, maxBitsPerSecond: 800_000, lastN: 1000 };

describe('the host', () => {
  it('sets limits, and remembers them once they are taken', async () => {
    const asked: [HostMethod, unknown][] = [];
    const host = new Host('m-1', (method, data) => {
      asked.push([method, data]);
      return Promise.resolve({});
    });
    await host.setLimits(LIMITS);
    expect(asked).toEqual([['setLimits', LIMITS]]);
    expect(host.limits.get()).toEqual(LIMITS);
  });

  it('keeps what is in force when limits are refused', async () => {
    const host = new Host('m-1', () => Promise.reject(new Error('bad-request')));
    host.limits.set(LIMITS);
    await expect(host.setLimits({ ...LIMITS, maxBitsPerSecond: 1 })).rejects.toThrow('bad-request');
    expect(host.limits.get()).toEqual(LIMITS);
  });
});
