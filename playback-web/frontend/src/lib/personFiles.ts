import type { Attended, RecordedTrack } from '../api/types';
import type { Micros } from './time';

/** A camera or a screen that can be taken away as a file of its own. */
export interface PersonFile {
  readonly trackId: string;
  readonly url: string;
  readonly name: string;
  readonly screen: boolean;
  /** As people call it: MP4 or WebM. */
  readonly format: string;
  readonly startMicros: Micros;
  /** The same person has another file of the same kind. */
  readonly ambiguous: boolean;
}

const FORMATS = { mp4: 'MP4', webm: 'WebM' } as const;

/** By name, then by time; only what has been made. */
export function personFiles(
  tracks: readonly RecordedTrack[],
  people: readonly Attended[],
): PersonFile[] {
  const names = new Map(people.map((p) => [p.participantId, p.displayName]));
  const files = tracks.flatMap(({ trackId, participantId, source, download }) => {
    if (download === undefined) return [];
    const { url, container, startMicros } = download;
    const name = names.get(participantId) ?? participantId;
    const screen = source === 'screen';
    return [{ trackId, url, name, screen, format: FORMATS[container], startMicros }];
  });
  return files
    .map((file) => ({
      ...file,
      ambiguous: files.some(
        (f) => f.trackId !== file.trackId && f.name === file.name && f.screen === file.screen,
      ),
    }))
    .sort((a, b) => a.name.localeCompare(b.name) || a.startMicros - b.startMicros);
}
