import type { Participant, Quality, Source } from '../signalling/messages';

export type Phase =
  | 'joining'
  | 'joined'
  | 'reconnecting'
  | 'left'
  | 'ended'
  | 'removed'
  | 'failed';

export interface RemoteTrack {
  readonly consumerId: string;
  readonly track: MediaStreamTrack;
  readonly paused: boolean;
}

export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly host: boolean;
  readonly colour: string;
  readonly joinedAtEpochMicros: number;
  /** What the person publishes, and whether it is paused. */
  readonly published: Readonly<Partial<Record<Source, { paused: boolean }>>>;
  /** What has arrived here. Empty for oneself. */
  readonly tracks: Readonly<Partial<Record<Source, RemoteTrack>>>;
}

export interface RoomState {
  readonly phase: Phase;
  /** Why it failed or ended: a code. */
  readonly reason: string | null;
  readonly myId: string;
  readonly myColour: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly dominantSpeaker: string | null;
  readonly recording: boolean;
  /** Zero of the meeting clock; null until joined. */
  readonly startedAtEpochMicros: number | null;
  /** Server clock minus browser clock. */
  readonly clockOffsetMicros: number;
  readonly screenTrack: MediaStreamTrack | null;
  /** Media transports have lost their path, signalling may be fine. */
  readonly mediaDown: boolean;
  readonly mutedByHost: Source | null;
}

export type Levels = Readonly<Record<string, number>>;
export type Qualities = Readonly<Record<string, Quality>>;

export function person(participant: Participant, before?: Person): Person {
  const published: Partial<Record<Source, { paused: boolean }>> = {};
  for (const producer of participant.producers) {
    published[producer.source] = { paused: producer.paused };
  }
  const tracks: Partial<Record<Source, RemoteTrack>> = {};
  for (const [source, track] of Object.entries(before?.tracks ?? {})) {
    const still = published[source as Source];
    if (still !== undefined) tracks[source as Source] = { ...track, paused: still.paused };
  }
  return {
    id: participant.id,
    displayName: participant.displayName,
    host: participant.host,
    colour: participant.colour,
    joinedAtEpochMicros: participant.joinedAtEpochMicros,
    published,
    tracks,
  };
}

/** The people with one person changed; unchanged when nobody has that id. */
export function withPerson(
  people: ReadonlyMap<string, Person>,
  id: string,
  change: (person: Person) => Person,
): ReadonlyMap<string, Person> {
  const old = people.get(id);
  if (old === undefined) return people;
  return new Map(people).set(id, change(old));
}

export function withTrack(p: Person, source: Source, track: RemoteTrack | null): Person {
  const tracks = { ...p.tracks };
  const published = { ...p.published };
  if (track === null) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy, four possible keys
    delete tracks[source];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy, four possible keys
    delete published[source];
  } else {
    tracks[source] = track;
    published[source] = { paused: track.paused };
  }
  return { ...p, tracks, published };
}
