import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FlowWatch } from './flowWatch';

describe('FlowWatch', () => {
  let bytes = 0;
  let growing = true;
  let told = 0;
  let watch: FlowWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    bytes = 0;
    growing = true;
    told = 0;
    watch = new FlowWatch(
      () => Promise.resolve(growing ? (bytes += 1_000) : bytes),
      () => told++,
    );
  });

  afterEach(() => {
    watch.close();
    vi.useRealTimers();
  });

  it('tells within a second that a steady stream stopped, and tells it once', async () => {
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toBe(0);
    growing = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toBe(1);
  });

  it('tells it again when the stream came back and stops again', async () => {
    for (let i = 1; i <= 2; i++) {
      growing = true;
      await vi.advanceTimersByTimeAsync(3_000);
      growing = false;
      await vi.advanceTimersByTimeAsync(1_000);
      expect(told).toBe(i);
    }
  });

  it('keeps still about what comes now and then, as reports do', async () => {
    for (let i = 0; i < 20; i++) {
      growing = true;
      await vi.advanceTimersByTimeAsync(250);
      growing = false;
      await vi.advanceTimersByTimeAsync(1_250);
    }
    expect(told).toBe(0);
  });
});
