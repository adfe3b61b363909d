import { describe, expect, it } from 'vitest';
import type { Attended, RecordedTrack } from '../api/types';
import { personFiles } from './personFiles';

const person = (participantId: string, displayName: string): Attended => ({
  participantId,
  displayName,
  host: false,
  joinedMicros: 0,
  leftMicros: null,
  colour: '#112233',
});

const track = (
  participantId: string,
  source: RecordedTrack['source'],
  startMicros: number | null,
): RecordedTrack => ({
  trackId: `${participantId}.${source}.${startMicros}`,
  participantId,
  source,
  codec: 'video/H264',
  ...(startMicros === null
    ? {}
    : { download: { url: '/x', container: 'mp4', bytes: 1, startMicros, durationMicros: 1 } }),
});

describe('personFiles', () => {
  it('lists what was made, by name and time', () => {
    const files = personFiles(
      [track('b', 'camera', 5), track('a', 'microphone', null), track('a', 'camera', 9)],
      [person('a', 'Ada'), person('b', 'Bob')],
    );
    expect(files.map((f) => [f.name, f.format, f.screen, f.ambiguous])).toEqual([
      ['Ada', 'MP4', false, false],
      ['Bob', 'MP4', false, false],
    ]);
  });

  it('tells files of one person apart by their time', () => {
    const files = personFiles(
      [track('a', 'screen', 7), track('a', 'screen', 3), track('a', 'camera', 0)],
      [person('a', 'Ada')],
    );
    expect(files.map((f) => [f.startMicros, f.screen, f.ambiguous])).toEqual([
      [0, false, false],
      [3, true, true],
      [7, true, true],
    ]);
  });

  it('finds nothing where nothing was made', () => {
    expect(personFiles([track('a', 'camera', null)], [])).toEqual([]);
  });
});
