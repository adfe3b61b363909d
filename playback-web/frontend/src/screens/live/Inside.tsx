import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Meeting } from '../../api/types';
import { useToast } from '../../design/toast';
import { failureText, useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import { useFlag } from '../../lib/useFlag';
import { CaptureError, openScreen } from '../../media/capture';
import type { LocalMedia } from '../../media/localMedia';
import type { LiveFeed } from '../../room/liveFeed';
import type { Room } from '../../room/room';
import { Confirm } from '../Confirm';
import { copyText, inviteLink } from '../CopyLink';
import { Banners } from './Banners';
import { CaptionLines } from './CaptionLines';
import { Head } from './Head';
import { HelpDialog } from './HelpDialog';
import { LimitsDialog } from './LimitsDialog';
import { RemoteAudio } from './RemoteAudio';
import { SettingsDialog } from './SettingsDialog';
import { SidePanel, type Side } from './SidePanel';
import { Stage } from './Stage';
import { StreamingKeyDialog } from './StreamingKeyDialog';
import { Toolbar } from './Toolbar';
import { useShortcuts } from './useShortcuts';

interface Props {
  room: Room;
  local: LocalMedia;
  feed: LiveFeed;
  meeting: Meeting;
}

export function Inside({ room, local, feed, meeting }: Props): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const { microphone, camera } = useStore(local.state);
  const { screenTrack } = useStore(room.state);
  const [captions, setCaptions] = useFlag('captions', true);
  const [shortcuts, setShortcuts] = useFlag('shortcuts', true);
  const [side, setSide] = useState<Side | null>(null);
  const [dialog, setDialog] = useState<
    'settings' | 'help' | 'end' | 'key' | 'limits' | null
  >(null);
  const [soundBlocked, setSoundBlocked] = useState(false);
  const unread = useUnread(feed, room, side === 'chat');
  useUnpluggedNotice(local);

  const actions = {
    microphone: () => void local.setOn('microphone', !microphone.on),
    camera: () => void local.setOn('camera', !camera.on),
    screen: () => void share(),
    captions: () => setCaptions(!captions),
    chat: () => setSide(side === 'chat' ? null : 'chat'),
    people: () => setSide(side === 'people' ? null : 'people'),
    settings: () => setDialog('settings'),
    help: () => setDialog('help'),
    streamingKey: () => setDialog('key'),
    limits: () => setDialog('limits'),
    copyLink: () => void copy(),
    leave: () => room.leave(),
    end: () => setDialog('end'),
  };
  useShortcuts(actions, shortcuts && dialog === null);

  const share = async (): Promise<void> => {
    if (screenTrack !== null) {
      await room.stopScreen();
      return;
    }
    try {
      const { video, audio } = await openScreen();
      await room.shareScreen(video, audio);
    } catch (failure) {
      // Closing the picker is an answer, not an error.
      if (failure instanceof CaptureError && failure.problem === 'denied') return;
      toast(t('live.screenFailed'));
    }
  };
  const copy = async (): Promise<void> => {
    toast((await copyText(inviteLink(meeting))) ? t('common.copied') : inviteLink(meeting));
  };
  const end = async (): Promise<void> => {
    setDialog(null);
    try {
      await room.endForAll();
    } catch (failure) {
      toast(failureText(t, failure));
    }
  };

  return (
    <div className="live" data-testid="live">
      <Head room={room} feed={feed} meeting={meeting} />
      <Banners
        room={room}
        feed={feed}
        soundBlocked={soundBlocked}
        onSound={() => setSoundBlocked(false)}
      />
      <div className="live-middle">
        <main className="live-main" id="main" aria-label={meeting.subject}>
          <Stage room={room} local={local} />
          {captions && <CaptionLines feed={feed} />}
        </main>
        {side !== null && (
          <SidePanel
            side={side}
            onSide={setSide}
            onClose={() => setSide(null)}
            room={room}
            local={local}
            feed={feed}
          />
        )}
      </div>
      <RemoteAudio
        room={room}
        local={local}
        unblock={!soundBlocked}
        onBlocked={() => setSoundBlocked(true)}
      />
      <Toolbar
        actions={actions}
        local={local}
        sharing={screenTrack !== null}
        captions={captions}
        side={side}
        unread={unread}
        host={room.isHost}
        room={room}
      />
      {dialog === 'settings' && (
        <SettingsDialog
          local={local}
          shortcuts={shortcuts}
          onShortcuts={setShortcuts}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'key' && <StreamingKeyDialog room={room} onClose={() => setDialog(null)} />}
      {dialog === 'limits' && <LimitsDialog room={room} onClose={() => setDialog(null)} />}
      {dialog === 'help' && <HelpDialog onClose={() => setDialog(null)} />}
      {dialog === 'end' && (
        <Confirm
          title={t('live.endTitle')}
          text={t('live.endText')}
          action={t('live.end')}
          onConfirm={() => void end()}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

/** Messages of others that came while the chat was closed. */
function useUnread(feed: LiveFeed, room: Room, reading: boolean): number {
  const { chat } = useStore(feed.state);
  const { myId } = useStore(room.state);
  const [read, setRead] = useState<number | null>(null);
  const last = chat.at(-1)?.atMicros ?? 0;
  useEffect(() => {
    if (reading) setRead(last);
  }, [reading, last]);
  return useMemo(
    () => chat.filter((m) => m.atMicros > (read ?? -1) && m.participantId !== myId).length,
    [chat, read, myId],
  );
}

function useUnpluggedNotice(local: LocalMedia): void {
  const { t } = useI18n();
  const toast = useToast();
  const { microphone, camera } = useStore(local.state);
  useEffect(() => {
    if (microphone.problem !== null) {
      toast(`${t('device.microphone')}: ${t(`capture.${microphone.problem}`)}`);
    }
  }, [microphone.problem, t, toast]);
  useEffect(() => {
    if (camera.problem !== null) {
      toast(`${t('device.camera')}: ${t(`capture.${camera.problem}`)}`);
    }
  }, [camera.problem, t, toast]);
}
