import { type ReactNode, useEffect, useState } from 'react';
import { History } from 'lucide-react';
import { Button, Logo } from '../../design/parts';
import { useToast } from '../../design/toast';
import type { Meeting } from '../../api/types';
import { failureText, useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import { clock } from '../../lib/time';
import type { LiveFeed } from '../../room/liveFeed';
import type { Room } from '../../room/room';

interface Props {
  room: Room;
  feed: LiveFeed;
  meeting: Meeting;
}

export function Head({ room, feed, meeting }: Props): ReactNode {
  const { t } = useI18n();
  const toggle = useRecordingSwitch(room);
  const { recording, startedAtEpochMicros, clockOffsetMicros } = useStore(room.state);
  const progress = useStore(feed.state).recording;
  const now = useSeconds();
  const elapsed =
    startedAtEpochMicros === null ? null : now * 1000 + clockOffsetMicros - startedAtEpochMicros;
  const watchable = (progress?.playableMicros ?? 0) > 0;

  return (
    <header className="live-head">
      <span className="brand-mark">
        <Logo size={24} />
      </span>
      <h1 className="live-subject ellipsis">{meeting.subject}</h1>
      {elapsed !== null && (
        <span className="num muted live-clock" data-testid="live-clock">
          {clock(elapsed)}
        </span>
      )}
      <span className="grow" />
      {watchable && (
        <a
          className="button quiet small watch-start"
          href={`/meetings/${meeting.id}?t=0`}
          target="_blank"
          rel="noopener"
          aria-label={t('live.watchFromStart')}
          title={t('live.watchFromStart')}
          data-testid="watch-from-start"
        >
          <History size={17} aria-hidden />
          <span className="wide-only">{t('live.watchFromStart')}</span>
        </a>
      )}
      <span role="status" className="rec-state" data-testid="recording-indicator">
        {recording && (
          <span className="rec-badge" data-testid="recording-on">
            <span className="rec-dot" aria-hidden />
            {t('live.recording')}
          </span>
        )}
      </span>
      {room.isHost && (
        <Button
          size="small"
          variant="quiet"
          className="wide-only"
          testId="toggle-recording" onClick={toggle}>
          {recording ? t('live.stopRecording') : t('live.startRecording')}
        </Button>
      )}
    </header>
  );
}

/** Turns the recording on or off for everybody; only the host's request is heard. */
export function useRecordingSwitch(room: Room): () => void {
  const { t } = useI18n();
  const toast = useToast();
  const { recording } = useStore(room.state);
  return () => {
    room.host.setRecording(!recording).catch((failure: unknown) => toast(failureText(t, failure)));
  };
}

/** The browser's clock in milliseconds, every second. */
export function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
