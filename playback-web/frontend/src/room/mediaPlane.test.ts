import { describe, expect, it } from 'vitest';
import { cameraLayers } from './mediaPlane';

describe('layers of a camera', () => {
  const scales = (...args: Parameters<typeof cameraLayers>): (number | undefined)[] =>
    cameraLayers(...args).map((layer) => layer.scaleResolutionDownBy);

  it('are three of a large picture, and fewer of a small one', () => {
    expect(scales('vp8', { width: 1280, height: 720 })).toEqual([4, 2, 1]);
    expect(scales('h264', { width: 640, height: 480 })).toEqual([2, 1]);
    expect(scales('vp8', { width: 320, height: 240 })).toEqual([undefined]);
    expect(scales('vp8', {})).toEqual([4, 2, 1]);
  });

  it.each(['vp9', 'av1'] as const)('are in one stream in %s', (codec) => {
    expect(cameraLayers(codec, {}).map((one) => one.scalabilityMode)).toEqual(['L3T3_KEY']);
    expect(cameraLayers(codec, { width: 640, height: 360 })[0]?.scalabilityMode).toBe('L2T3_KEY');
    expect(cameraLayers(codec, { width: 320, height: 180 })[0]?.scalabilityMode).toBe('L1T1');
  });

  it('have temporal layers in VP8, not in H.264', () => {
    expect(cameraLayers('vp8', {})[0]?.scalabilityMode).toBe('L1T3');
    expect(cameraLayers('h264', {})[0]?.scalabilityMode).toBe('L1T1');
  });
});
