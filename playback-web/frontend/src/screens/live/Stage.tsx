import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useI18n } from '../../i18n';
import { roomGrid } from '../../lib/grid';
import { useStore } from '../../lib/store';
import type { LocalMedia } from '../../media/localMedia';
import type { Room } from '../../room/room';
import type { Person } from '../../room/state';
import { Tile } from './Tile';
import { VideoView } from './VideoView';

const GAP = 10;
const SMALLEST_TILE = 120;
const MOST_TILES = 25;

/** The pictures: a best-fit grid, or one screen large with people beside it. */
export function Stage({ room, local }: { room: Room; local: LocalMedia }): ReactNode {
  const { t } = useI18n();
  const { people, dominantSpeaker, screenTrack, myId } = useStore(room.state);
  const [box, size] = useSize();
  const others = [...people.values()].sort(
    (a, b) => a.joinedAtEpochMicros - b.joinedAtEpochMicros || a.id.localeCompare(b.id),
  );
  const sharer = others.find((p) => p.tracks.screen !== undefined && !p.tracks.screen.paused);
  const shared = sharer?.tracks.screen;
  const screen = shared?.track ?? screenTrack;
  const beside = screen !== null;

  const wide = size.width >= 720;
  const strip = beside ? (wide ? 200 : 96) : 0;
  const area = beside
    ? wide
      ? { width: strip, height: size.height }
      : { width: size.width, height: strip }
    : size;
  const count = others.length + 1;
  const shown = beside
    ? Math.min(count, wide ? Math.max(1, Math.floor(size.height / 122)) : count)
    : fitting(count, size);
  const hidden = count - shown;
  const visible = chosen(others, shown - 1, dominantSpeaker);
  const grid = roomGrid(shown + (hidden > 0 ? 1 : 0), area.width, area.height, GAP);

  const tileStyle: CSSProperties = beside
    ? wide
      ? { width: strip, aspectRatio: '16 / 9' }
      : { height: strip, aspectRatio: '4 / 3' }
    : { width: grid.tileWidth, height: grid.tileHeight };

  return (
    <div className={`stage ${beside ? 'sharing' : ''}`} ref={box} data-testid="stage">
      {screen !== null && (
        <figure
          className="screen"
          data-testid={sharer === undefined ? 'screen-own' : `screen-tile-${sharer.id}`}
        >
          <VideoView
            track={screen}
            contain
            {...(shared === undefined
              ? {}
              : { pictures: room.pictures, consumerId: shared.consumerId })}
          />
          <figcaption>
            {sharer === undefined
              ? t('live.youShare')
              : t('live.shares', { name: sharer.displayName })}
          </figcaption>
        </figure>
      )}
      {size.width > 0 && (
        <ul
          className="tiles"
          aria-label={t('live.people')}
          data-count={count}
          style={beside ? undefined : { maxWidth: grid.columns * (grid.tileWidth + GAP) }}
        >
          {visible.map((p) => (
            <Tile
              key={p.id}
              person={p}
              room={room}
              style={tileStyle}
              speaking={dominantSpeaker === p.id}
            />
          ))}
          <Tile
            key={myId}
            person={null}
            room={room}
            local={local}
            style={tileStyle}
            speaking={dominantSpeaker === myId}
          />
          {hidden > 0 && (
            <li className="tile more" style={tileStyle}>
              {t('live.more', { count: hidden })}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

/** As many tiles as stay large enough to tell faces apart. */
function fitting(count: number, size: { width: number; height: number }): number {
  let shown = Math.min(count, MOST_TILES);
  while (shown > 1 && roomGrid(shown, size.width, size.height, GAP).tileWidth < SMALLEST_TILE) {
    shown--;
  }
  return shown;
}

/** The first so many, but whoever speaks is always among them. */
function chosen(others: Person[], count: number, speaker: string | null): Person[] {
  const first = others.slice(0, Math.max(0, count));
  const speaking = others.find((p) => p.id === speaker);
  if (speaking === undefined || first.includes(speaking) || first.length === 0) return first;
  return [...first.slice(0, -1), speaking];
}

function useSize(): [React.RefObject<HTMLDivElement | null>, { width: number; height: number }] {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => {
      setSize({ width: element.clientWidth - 2 * GAP, height: element.clientHeight - 2 * GAP });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
