import type { ReactNode } from 'react';
import { Button, Note } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import { useFlag } from '../../lib/useFlag';
import type { LiveFeed } from '../../room/liveFeed';
import type { Room } from '../../room/room';
import { useSession } from '../../session';

interface Props {
  room: Room;
  feed: LiveFeed;
  soundBlocked: boolean;
  onSound: () => void;
}

/** What everybody in the room must know now, above the picture. */
export function Banners({ room, feed, soundBlocked, onSound }: Props): ReactNode {
  const { t } = useI18n();
  const { me } = useSession();
  const { phase, mediaDown } = useStore(room.state);
  const { syntheticVoicesOnly } = useStore(feed.state);
  const [noticeOpen, setNoticeOpen] = useFlag('notice.synthetic', true);
  const lost = phase === 'reconnecting';
  return (
    <section className="banners" aria-label={t('live.notices')}>
      <div role="status">
        {phase === 'joining' && <Note testId="banner-joining">{t('live.connecting')}</Note>}
        {mediaDown && !lost && <Note kind="warn">{t('live.mediaDown')}</Note>}
      </div>
      {lost && (
        <Note kind="bad" role="alert" testId="banner-reconnecting">
          <div className="row between wrap">
            <span>{t('live.reconnecting')}</span>
            <Button size="small" onClick={() => room.wake()}>
              {t('live.tryNow')}
            </Button>
          </div>
        </Note>
      )}
      {soundBlocked && (
        <Note kind="warn" role="alert" testId="banner-sound">
          <div className="row between wrap">
            <span>{t('live.soundBlocked')}</span>
            <Button size="small" variant="primary" testId="enable-sound" onClick={onSound}>
              {t('live.enableSound')}
            </Button>
          </div>
        </Note>
      )}
      {noticeOpen && (syntheticVoicesOnly || me.recogniser.syntheticVoicesOnly) && (
        <Note kind="warn" testId="banner-synthetic">
          <div className="row between wrap">
            <span>{t('captions.synthetic')}</span>
            <Button size="small" variant="quiet" onClick={() => setNoticeOpen(false)}>
              {t('common.understood')}
            </Button>
          </div>
        </Note>
      )}
    </section>
  );
}
