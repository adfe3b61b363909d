import { describe, expect, it } from 'vitest';
import type { Participant } from '../signalling/messages';
import { person, withPerson, withTrack } from './state';

const track = {} as MediaStreamTrack;

function participant(producers: Participant['producers']): Participant {
  return {
    id: 'p',
    displayName: 'Ada',
    userId: null,
    host: false,
    colour: '#112233',
    joinedAtEpochMicros: 1,
    producers,
  };
}

describe('person', () => {
  it('keeps what arrived over a reconnect, in the state it has now', () => {
    const before = withTrack(
      withTrack(person(participant([])), 'camera', { consumerId: 'c1', track, paused: false }),
      'screen',
      { consumerId: 'c2', track, paused: false },
    );
    const after = person(
      participant([{ id: 'x', kind: 'video', source: 'camera', paused: true }]),
      before,
    );
    expect(after.tracks).toEqual({ camera: { consumerId: 'c1', track, paused: true } });
    expect(after.published).toEqual({ camera: { paused: true } });
  });

  it('knows a track as published until it is closed', () => {
    const with1 = withTrack(person(participant([])), 'microphone', {
      consumerId: 'c',
      track,
      paused: true,
    });
    expect(with1.published.microphone).toEqual({ paused: true });
    const without = withTrack(with1, 'microphone', null);
    expect(without.published.microphone).toBeUndefined();
    expect(without.tracks.microphone).toBeUndefined();
  });
});

describe('withPerson', () => {
  it('leaves the map as it is when nobody has that id', () => {
    const people = new Map([['p', person(participant([]))]]);
    expect(withPerson(people, 'q', (p) => p)).toBe(people);
    expect(withPerson(people, 'p', (p) => ({ ...p, host: true })).get('p')?.host).toBe(true);
  });
});
