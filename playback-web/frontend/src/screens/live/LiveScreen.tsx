import { type ReactNode, useEffect, useState } from 'react';
import type { Admission } from '../../api/types';
import { useToast } from '../../design/toast';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { LocalMedia } from '../../media/localMedia';
import { LiveFeed } from '../../room/liveFeed';
import { publishLocal } from '../../room/publishLocal';
import type { Room } from '../../room/room';
import { useTitle } from '../Shell';
import { Gone } from './Gone';
import { Inside } from './Inside';
import './live.css';
import './stage.css';
import './toolbar.css';
import './side.css';

interface Props {
  room: Room;
  admission: Admission;
  local: LocalMedia;
  /** Back to the door. */
  onAgain: () => void;
}

/** The room while one is in it, and what is said when one no longer is. */
export function LiveScreen({ room, admission, local, onAgain }: Props): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const { phase, reason, mutedByHost } = useStore(room.state);
  const feed = useFeed(admission.meeting.id);
  useTitle(admission.meeting.subject);
  useStay(room, local);

  useEffect(() => {
    if (mutedByHost === null) return;
    if (mutedByHost === 'microphone' || mutedByHost === 'camera') {
      void local.setOn(mutedByHost, false);
    }
    toast(t('live.mutedByHost'));
    room.noticeRead();
  }, [mutedByHost, local, room, toast, t]);

  if (feed === null) return null;
  if (phase === 'left' || phase === 'ended' || phase === 'removed' || phase === 'failed') {
    return <Gone phase={phase} reason={reason} meeting={admission.meeting} onAgain={onAgain} />;
  }
  return <Inside room={room} local={local} feed={feed} meeting={admission.meeting} />;
}

function useFeed(meetingId: string): LiveFeed | null {
  const [feed, setFeed] = useState<LiveFeed | null>(null);
  useEffect(() => {
    const opened = new LiveFeed(meetingId);
    setFeed(opened);
    return () => opened.close();
  }, [meetingId]);
  return feed;
}

/** Starts the stay, keeps devices and network in step with it, closes devices at its end. */
function useStay(room: Room, local: LocalMedia): void {
  useEffect(() => {
    void room.start();
    const stop = publishLocal(room, local);
    const wake = (): void => room.wake();
    const leave = (): void => room.leave();
    window.addEventListener('online', wake);
    window.addEventListener('pagehide', leave);
    const over = room.state.subscribe(() => {
      const { phase } = room.state.get();
      if (phase === 'joining' || phase === 'joined' || phase === 'reconnecting') return;
      stop();
      void local.setOn('camera', false);
      void local.setOn('microphone', false);
    });
    return () => {
      window.removeEventListener('online', wake);
      window.removeEventListener('pagehide', leave);
      stop();
      over();
    };
  }, [room, local]);
}
