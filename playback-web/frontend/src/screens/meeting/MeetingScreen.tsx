import { Video } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { ApiError } from '../../api/http';
import type { Meeting } from '../../api/types';
import { Avatar, Empty, Failure, Loading } from '../../design/parts';
import { Tabs } from '../../design/tabs';
import { useI18n } from '../../i18n';
import { dayAndTime, duration, parseMoment } from '../../lib/time';
import { useSession } from '../../session';
import { StateBadge } from '../home/LibraryItem';
import { Shell } from '../Shell';
import { Actions } from './Actions';
import { ChatReplay } from './ChatReplay';
import './meeting.css';
import './player.css';
import { MinutesPanel } from './MinutesPanel';
import { Playback } from './playback';
import { Player } from './Player';
import { Progress } from './Progress';
import { TranscriptPanel } from './TranscriptPanel';
import { type MeetingData, useMeetingData } from './useMeetingData';

type Tab = 'transcript' | 'minutes' | 'chat';

/** `/meetings/{id}?t=`: the memory of one meeting. */
export default function MeetingScreen(): ReactNode {
  const { t } = useI18n();
  const { id = '' } = useParams();
  const { me } = useSession();
  const data = useMeetingData(id);
  const { value, error, loading, reload } = data.meeting;
  if (value === null) {
    const hidden = error instanceof ApiError && [401, 403, 404].includes(error.status);
    return (
      <Shell title={t('meeting.title')}>
        {loading && <Loading />}
        {!loading && <Failure error={error} retry={reload} />}
        {hidden && me.user === null && (
          <p className="row panel-pad">
            <Link
              className="button primary"
              to={`/signin?next=${encodeURIComponent(location.pathname + location.search)}`}
            >
              {t('account.signIn')}
            </Link>
          </p>
        )}
      </Shell>
    );
  }
  return <Memory key={id} meeting={value} data={data} />;
}

function Memory({ meeting, data }: { meeting: Meeting; data: MeetingData }): ReactNode {
  const { t } = useI18n();
  const [params] = useSearchParams();
  const [tab, setTab] = useState<Tab>(params.get('tab') === 'minutes' ? 'minutes' : 'transcript');
  const playback = useMemo(() => new Playback(), []);
  const moment = parseMoment(params.get('t'));
  const recording = data.recording.value;
  const hlsUrl = recording?.hlsUrl ?? null;

  useEffect(() => {
    if (hlsUrl !== null) playback.load(hlsUrl, moment ?? 0);
  }, [hlsUrl, moment, playback]);
  useEffect(() => {
    if (moment !== null) playback.seek(moment);
  }, [moment, playback]);

  return (
    <Shell title={meeting.subject} wide>
      <div className="memory" data-testid="meeting" data-state={meeting.state}>
        <div className="memory-main">
          {recording !== null && hlsUrl !== null ? (
            <Player
              playback={playback}
              recording={recording}
              utterances={data.transcript.value?.utterances ?? []}
              chapters={data.minutes.value?.chapters ?? []}
              subject={meeting.subject}
            />
          ) : (
            <NoPicture meeting={meeting} data={data} />
          )}
          <About meeting={meeting} data={data} playback={playback} />
          <Progress meeting={meeting} data={data} />
        </div>
        <Tabs<Tab>
          className="card memory-side"
          label={t('meeting.parts')}
          items={[
            { id: 'transcript', label: t('transcript.title') },
            { id: 'minutes', label: t('minutes.title') },
            { id: 'chat', label: t('chat.title') },
          ]}
          selected={tab}
          onSelect={setTab}
        >
          {tab === 'transcript' &&
            (data.transcript.value === null && data.transcript.loading ? (
              <Loading />
            ) : (
              <TranscriptPanel transcript={data.transcript.value} playback={playback} />
            ))}
          {tab === 'minutes' && (
            <MinutesPanel
              meeting={meeting}
              minutes={data.minutes.value}
              error={data.minutes.error}
              loading={data.minutes.loading}
              reload={data.minutes.reload}
              onSaved={data.minutes.set}
              playback={playback}
            />
          )}
          {tab === 'chat' && (
            <ChatReplay messages={data.chat.value?.items ?? NOTHING} playback={playback} />
          )}
        </Tabs>
      </div>
    </Shell>
  );
}

const NOTHING: readonly never[] = [];

function NoPicture({ meeting, data }: { meeting: Meeting; data: MeetingData }): ReactNode {
  const { t } = useI18n();
  const { value, error, loading, reload } = data.recording;
  if (value === null && error !== null) return <Failure error={error} retry={reload} />;
  if (value === null && loading) return <Loading />;
  const scheduled = meeting.state === 'scheduled';
  const none = !meeting.recording || (value?.state === 'none' && meeting.state === 'ready');
  const key = scheduled ? 'meeting.scheduled' : none ? 'meeting.notRecorded' : 'meeting.coming';
  return (
    <div className="card no-picture" data-testid="no-recording">
      <Empty title={t(key)} icon={<Video size={36} aria-hidden />}>
        {(scheduled || meeting.state === 'live') && (
          <Link className="button primary" to={`/m/${meeting.inviteCode}`}>
            {t('home.join')}
          </Link>
        )}
      </Empty>
    </div>
  );
}

interface AboutProps {
  meeting: Meeting;
  data: MeetingData;
  playback: Playback;
}

function About({ meeting, data, playback }: AboutProps): ReactNode {
  const { t, locale } = useI18n();
  const at = meeting.startedAt ?? meeting.startsAt;
  const people = data.people.value?.items ?? [];
  return (
    <div className="about">
      <div className="row wrap between about-head">
        <div className="grow">
          <h1 data-testid="meeting-subject">{meeting.subject}</h1>
          <p className="row wrap muted small">
            {at !== null && <span>{dayAndTime(at, locale)}</span>}
            {meeting.durationMicros !== null && (
              <span>{duration(meeting.durationMicros, locale)}</span>
            )}
            <span>{t('home.hostedBy', { name: meeting.hostName })}</span>
            <StateBadge state={meeting.state} />
          </p>
        </div>
        <Actions meeting={meeting} data={data} playback={playback} />
      </div>
      {people.length > 0 && (
        <ul className="row wrap attended" aria-label={t('live.people')}>
          {people.map((p) => (
            <li key={p.participantId} className="row small">
              <Avatar name={p.displayName} colour={p.colour} size={26} />
              {p.displayName}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
