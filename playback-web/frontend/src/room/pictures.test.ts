import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pictures, SETTLE_MILLIS } from './pictures';

describe('pictures', () => {
  const said: [string, unknown][] = [];
  let fails = false;
  let pictures: Pictures;
  const view = {};

  beforeEach(() => {
    vi.useFakeTimers();
    said.length = 0;
    fails = false;
    pictures = new Pictures((method, data) => {
      said.push([method, data]);
      return fails ? Promise.reject(new Error('closed')) : Promise.resolve({});
    });
  });
  afterEach(() => vi.useRealTimers());

  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(SETTLE_MILLIS);

  it('tells the size once layouts have settled', async () => {
    pictures.arrived({ id: 'c1', kind: 'video' });
    pictures.shows(view, 'c1', { width: 300, height: 200 });
    pictures.shows(view, 'c1', { width: 640, height: 360 });
    await settle();
    pictures.shows(view, 'c1', { width: 630, height: 360 });
    await settle();
    expect(said).toEqual([['setPreferredLayers', { consumerId: 'c1', width: 640, height: 360 }]]);
  });

  it('pauses what nobody sees, and goes on with it', async () => {
    pictures.arrived({ id: 'c1', kind: 'video' });
    await settle();
    pictures.shows(view, 'c1', { width: 640, height: 360 });
    await settle();
    expect(said.map(([method]) => method)).toEqual([
      'pauseConsumer',
      'setPreferredLayers',
      'resumeConsumer',
    ]);
    pictures.shows(view, 'c1');
    pictures.shows(view, 'c1', { width: 640, height: 360 });
    await settle();
    expect(said).toHaveLength(3);
  });

  it('takes the largest of two views', async () => {
    pictures.arrived({ id: 'c1', kind: 'video' });
    pictures.shows(view, 'c1', { width: 100, height: 50 });
    pictures.shows({}, 'c1', { width: 1000, height: 500 });
    await settle();
    expect(said).toEqual([['setPreferredLayers', { consumerId: 'c1', width: 1000, height: 500 }]]);
  });

  it('says it again when signalling is back', async () => {
    pictures.arrived({ id: 'c1', kind: 'video' });
    pictures.shows(view, 'c1', { width: 640, height: 360 });
    fails = true;
    await settle();
    fails = false;
    pictures.again();
    await settle();
    expect(said).toHaveLength(2);
  });
});
