import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../design/parts';
import { Tabs } from '../../design/tabs';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { LocalMedia } from '../../media/localMedia';
import type { LiveFeed } from '../../room/liveFeed';
import type { Room } from '../../room/room';
import { ChatPanel } from './ChatPanel';
import { PeoplePanel } from './PeoplePanel';

export type Side = 'chat' | 'people';

interface Props {
  side: Side;
  onSide: (side: Side) => void;
  onClose: () => void;
  room: Room;
  local: LocalMedia;
  feed: LiveFeed;
}

export function SidePanel({ side, onSide, onClose, room, local, feed }: Props): ReactNode {
  const { t } = useI18n();
  const { people } = useStore(room.state);
  return (
    <aside className="side" aria-label={side === 'chat' ? t('chat.title') : t('live.people')}>
      <IconButton label={t('common.close')} className="side-close" onClick={onClose}>
        <X size={20} aria-hidden />
      </IconButton>
      <Tabs
        className="side-tabs"
        label={t('live.panel')}
        items={[
          { id: 'chat', label: t('chat.title') },
          { id: 'people', label: t('live.peopleCount', { count: people.size + 1 }) },
        ]}
        selected={side}
        onSelect={onSide}
      >
        {side === 'chat' ? (
          <ChatPanel feed={feed} myId={room.state.get().myId} />
        ) : (
          <PeoplePanel room={room} local={local} />
        )}
      </Tabs>
    </aside>
  );
}
