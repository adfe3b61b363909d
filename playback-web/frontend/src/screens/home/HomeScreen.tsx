import { CalendarPlus, Video } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import * as api from '../../api/parley';
import type { Meeting } from '../../api/types';
import { Button, Empty, Failure, Loading } from '../../design/parts';
import { useToast } from '../../design/toast';
import { failureText, useI18n } from '../../i18n';
import { useAsync } from '../../lib/useAsync';
import { useSession } from '../../session';
import { Shell } from '../Shell';
import { CreatedDialog } from './CreatedDialog';
import { LibraryItem } from './LibraryItem';
import { NewMeetingDialog } from './NewMeetingDialog';
import { UpcomingItem } from './UpcomingItem';
import './home.css';

const REFRESH_MILLIS = 5_000;

type Page = Awaited<ReturnType<typeof api.meetings>>;

export function HomeScreen(): ReactNode {
  const { t } = useI18n();
  const { me } = useSession();
  const navigate = useNavigate();
  const toast = useToast();
  const [dialog, setDialog] = useState<'new' | 'schedule' | null>(null);
  const [created, setCreated] = useState<Meeting | null>(null);
  const [starting, setStarting] = useState(false);
  const load = useCallback((signal: AbortSignal) => api.meetings({}, signal), []);
  const list = useAsync<Page>(load);
  const { value, reload, set } = list;

  const unsettled = value?.items.some((m) => m.state === 'live' || m.state === 'processing');
  useEffect(() => {
    if (unsettled !== true) return;
    const timer = setInterval(reload, REFRESH_MILLIS);
    return () => clearInterval(timer);
  }, [unsettled, reload]);

  const more = async (): Promise<void> => {
    if (value?.nextPage === undefined || value.nextPage === null) return;
    try {
      const page = await api.meetings({ page: value.nextPage });
      set({ ...page, items: [...value.items, ...page.items] });
    } catch (failure) {
      toast(failureText(t, failure));
    }
  };

  const startNow = async (): Promise<void> => {
    setStarting(true);
    try {
      const name = me.user?.displayName ?? '';
      const meeting = await api.createMeeting({
        subject: t('home.instantSubject', { name }),
        guestsAllowed: true,
        recording: true,
        recordingVisibility: 'participants',
      });
      navigate(`/m/${meeting.inviteCode}`);
    } catch (failure) {
      toast(failureText(t, failure));
      setStarting(false);
    }
  };

  const upcoming = (value?.items ?? [])
    .filter((m) => m.state === 'scheduled' || m.state === 'live')
    .sort(byTime);
  const past = (value?.items ?? []).filter((m) => m.state !== 'scheduled');

  return (
    <Shell title="">
      <div className="home-head">
        <div>
          <h1>{t('home.greeting', { name: me.user?.displayName ?? '' })}</h1>
          <p className="muted">{t('home.lead')}</p>
        </div>
        <div className="row wrap home-actions">
          <Button
            variant="primary"
            size="large"
            testId="new-meeting"
            onClick={() => setDialog('new')}
          >
            <Video size={20} aria-hidden />
            {t('home.new')}
          </Button>
          <Button
            size="large"
            testId="start-now"
            disabled={starting}
            onClick={() => void startNow()}
          >
            {t('home.startNow')}
          </Button>
          <Button size="large" testId="schedule-meeting" onClick={() => setDialog('schedule')}>
            <CalendarPlus size={20} aria-hidden />
            {t('home.schedule')}
          </Button>
        </div>
      </div>

      {list.error !== null && <Failure error={list.error} retry={reload} />}
      {value === null && list.loading && <Loading />}

      {value !== null && (
        <>
          {upcoming.length > 0 && (
            <section className="home-section" aria-labelledby="upcoming-title">
              <h2 id="upcoming-title">{t('home.upcoming')}</h2>
              <ul className="card upcoming" data-testid="upcoming">
                {upcoming.map((meeting) => (
                  <UpcomingItem key={meeting.id} meeting={meeting} onGone={reload} />
                ))}
              </ul>
            </section>
          )}
          <section className="home-section" aria-labelledby="library-title">
            <h2 id="library-title">{t('home.library')}</h2>
            {past.length === 0 ? (
              <div className="card">
                <Empty
                  title={t('home.emptyTitle')}
                  icon={<Video size={36} aria-hidden />}
                  testId="library-empty"
                >
                  <p>{t('home.emptyText')}</p>
                </Empty>
              </div>
            ) : (
              <ul className="library" data-testid="library">
                {past.map((meeting) => (
                  <LibraryItem key={meeting.id} meeting={meeting} />
                ))}
              </ul>
            )}
            {value.nextPage !== undefined && value.nextPage !== null && (
              <Button testId="library-more" onClick={() => void more()}>
                {t('home.more')}
              </Button>
            )}
          </section>
        </>
      )}

      {dialog !== null && (
        <NewMeetingDialog
          scheduled={dialog === 'schedule'}
          onClose={() => setDialog(null)}
          onCreated={(meeting) => {
            setDialog(null);
            setCreated(meeting);
            reload();
          }}
        />
      )}
      {created !== null && <CreatedDialog meeting={created} onClose={() => setCreated(null)} />}
    </Shell>
  );
}

/** Running ones first, then by start; those without a start last. */
function byTime(a: Meeting, b: Meeting): number {
  if (a.state !== b.state) return a.state === 'live' ? -1 : 1;
  return (a.startsAt ?? '9').localeCompare(b.startsAt ?? '9');
}
