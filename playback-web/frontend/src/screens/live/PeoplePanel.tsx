import { Mic, MicOff, MonitorUp, MoreVertical, Video, VideoOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Menu } from '../../design/menu';
import { Avatar, IconButton } from '../../design/parts';
import { useToast } from '../../design/toast';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { LocalMedia } from '../../media/localMedia';
import type { Room } from '../../room/room';
import type { Person } from '../../room/state';
import type { Source } from '../../signalling/messages';
import { Confirm } from '../Confirm';
import { QualityDetails } from './QualityBars';

export function PeoplePanel({ room, local }: { room: Room; local: LocalMedia }): ReactNode {
  const { t } = useI18n();
  const { people, myId, myColour, screenTrack } = useStore(room.state);
  const { microphone, camera } = useStore(local.state);
  const [removing, setRemoving] = useState<Person | null>(null);
  const toast = useToast();

  const act = (work: Promise<unknown>): void => {
    work.catch(() => toast(t('live.actionFailed')));
  };
  const remove = (): void => {
    if (removing !== null) act(room.host.removeParticipant(removing.id));
    setRemoving(null);
  };

  return (
    <>
      <ul className="people" data-testid="people">
        <Row
          id={myId}
          name={room.displayName}
          self
          colour={myColour}
          host={room.isHost}
          microphone={microphone.on}
          camera={camera.on}
          screen={screenTrack !== null}
          room={room}
        />
        {[...people.values()].map((p) => (
          <Row
            key={p.id}
            id={p.id}
            name={p.displayName}
            colour={p.colour}
            host={p.host}
            microphone={sends(p, 'microphone')}
            camera={sends(p, 'camera')}
            screen={sends(p, 'screen')}
            room={room}
            actions={
              room.isHost ? (
                <HostMenu
                  person={p}
                  onMute={(source) => act(room.host.muteParticipant(p.id, source))}
                  onRemove={() => setRemoving(p)}
                />
              ) : null
            }
          />
        ))}
      </ul>
      {removing !== null && (
        <Confirm
          title={t('live.removeTitle')}
          text={t('live.removeText', { name: removing.displayName })}
          action={t('live.remove')}
          onConfirm={remove}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

function sends(p: Person, source: Source): boolean {
  const published = p.published[source];
  return published !== undefined && !published.paused;
}

interface RowProps {
  id: string;
  name: string;
  self?: boolean;
  colour: string;
  host: boolean;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  room: Room;
  actions?: ReactNode;
}

function Row({
  id,
  name,
  self = false, colour, host, microphone, camera, screen, room, actions }: RowProps): ReactNode {
  const { t } = useI18n();
  return (
    <li className="person" data-testid={`person-${id}`}>
      <Avatar name={name} colour={colour} />
      <div className="grow">
        <div className="ellipsis">{self ? t('live.you', { name }) : name}</div>
        {host && <div className="muted small">{t('live.host')}</div>}
      </div>
      <QualityDetails room={room} participantId={id} name={name} />
      {screen && <MonitorUp size={18} aria-label={t('live.sharing')} role="img" />}
      {microphone ? (
        <Mic size={18} aria-label={t('live.unmuted')} role="img" />
      ) : (
        <MicOff size={18} className="off" aria-label={t('live.muted')} role="img" />
      )}
      {camera ? (
        <Video size={18} aria-label={t('live.cameraIsOn')} role="img" />
      ) : (
        <VideoOff size={18} className="off" aria-label={t('live.cameraIsOff')} role="img" />
      )}
      {actions}
    </li>
  );
}

interface HostMenuProps {
  person: Person;
  onMute: (source: Source) => void;
  onRemove: () => void;
}

function HostMenu({ person, onMute, onRemove }: HostMenuProps): ReactNode {
  const { t } = useI18n();
  const mutable = (['microphone', 'camera', 'screen'] as const).filter((s) => sends(person, s));
  return (
    <Menu
      label={t('live.actionsFor', { name: person.displayName })}
      trigger={(props) => (
        <IconButton
          size="small"
          label={t('live.actionsFor', { name: person.displayName })}
          testId={`person-menu-${person.id}`}
          {...props}
        >
          <MoreVertical size={18} aria-hidden />
        </IconButton>
      )}
    >
      {(close) => (
        <>
          {mutable.map((source) => (
            <button
              key={source}
              type="button"
              role="menuitem"
              className="menu-item"
              data-testid={`mute-${source}-${person.id}`}
              onClick={() => {
                close();
                onMute(source);
              }}
            >
              {t(`live.mute.${source}`)}
            </button>
          ))}
          <button
            type="button"
            role="menuitem"
            className="menu-item danger"
            data-testid={`remove-${person.id}`}
            onClick={() => {
              close();
              onRemove();
            }}
          >
            {t('live.remove')}
          </button>
        </>
      )}
    </Menu>
  );
}
