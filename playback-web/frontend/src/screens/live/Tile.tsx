import { MicOff } from 'lucide-react';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { Avatar } from '../../design/parts';
import { useI18n } from '../../i18n';
import { Store, useStore } from '../../lib/store';
import type { LocalMedia, LocalState } from '../../media/localMedia';
import type { Room } from '../../room/room';
import type { Person } from '../../room/state';
import { QualityBars } from './QualityBars';
import { VideoView } from './VideoView';

interface Props {
  /** Null for oneself; then `local` is given. */
  person: Person | null;
  room: Room;
  local?: LocalMedia;
  speaking: boolean;
  style: CSSProperties;
}

interface View {
  id: string;
  name: string;
  colour: string;
  video: MediaStreamTrack | null;
  /** Of somebody else's picture. */
  consumerId?: string;
  muted: boolean;
}

const NOBODY = new Store<LocalState | null>(null);

export function Tile({ person, room, local, speaking, style }: Props): ReactNode {
  const { t } = useI18n();
  const own = useStore<LocalState | null>(
    (local?.state as Store<LocalState | null> | undefined) ?? NOBODY,
  );
  const { myId, myColour } = useStore(room.state);
  const view: View =
    person === null
      ? {
          id: myId,
          name: room.displayName,
          colour: myColour,
          video: own?.camera.track ?? null,
          muted: own?.microphone.on !== true,
        }
      : remoteView(person);
  const ring = useLevel(room, view.id, view.muted);
  const label = person === null ? t('live.you', { name: view.name }) : view.name;

  return (
    <li
      ref={ring}
      className={`tile ${speaking ? 'speaking' : ''}`}
      style={style}
      data-testid={`tile-${view.id}`}
      data-self={person === null}
      data-video={view.video !== null}
      data-muted={view.muted}
      data-speaking={speaking}
    >
      {view.video !== null ? (
        <VideoView
          track={view.video}
          mirrored={person === null}
          {...(view.consumerId === undefined
            ? {}
            : { pictures: room.pictures, consumerId: view.consumerId })}
        />
      ) : (
        <div className="tile-avatar">
          <Avatar name={view.name} colour={view.colour} size={88} />
        </div>
      )}
      <div className="tile-name">
        {view.muted && (
          <span className="tile-muted" data-testid={`muted-${view.id}`}>
            <MicOff size={14} aria-hidden />
            <span className="visually-hidden">{t('live.muted')}</span>
          </span>
        )}
        <span className="ellipsis">{label}</span>
        <QualityBars room={room} participantId={view.id} />
      </div>
    </li>
  );
}

function remoteView(person: Person): View {
  const { camera } = person.tracks;
  const microphone = person.published.microphone;
  return {
    id: person.id,
    name: person.displayName,
    colour: person.colour,
    video: camera === undefined || camera.paused ? null : camera.track,
    ...(camera === undefined ? {} : { consumerId: camera.consumerId }),
    muted: microphone === undefined || microphone.paused,
  };
}

/** Levels come five times a second: they move the ring without rendering the tile again. */
function useLevel(room: Room, id: string, muted: boolean): React.RefObject<HTMLLIElement | null> {
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const show = (): void => {
      const level = muted ? 0 : (room.levels.get()[id] ?? 0);
      ref.current?.style.setProperty('--level', level.toFixed(2));
    };
    show();
    return room.levels.subscribe(show);
  }, [room, id, muted]);
  return ref;
}
