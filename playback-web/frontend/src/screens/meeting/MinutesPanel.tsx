import { CheckCircle2, CircleHelp, FileText, Pencil } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { ApiError } from '../../api/http';
import * as api from '../../api/parley';
import type { Line, Meeting, Minutes, MinutesVersion } from '../../api/types';
import { Button, Empty, Failure, Loading } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useAsync } from '../../lib/useAsync';
import { calendarDate, clock, day } from '../../lib/time';
import { MinutesEditor } from './MinutesEditor';
import type { Playback } from './playback';
import { TalkTime } from './TalkTime';

interface Props {
  meeting: Meeting;
  minutes: Minutes | null;
  error: unknown;
  loading: boolean;
  reload: () => void;
  onSaved: (minutes: Minutes) => void;
  playback: Playback;
}

export function MinutesPanel(props: Props): ReactNode {
  const { meeting, minutes, error, loading, reload, onSaved, playback } = props;
  const { t } = useI18n();
  const [editing, setEditing] = useState(false);
  const [old, setOld] = useState<Minutes | null>(null);

  if (minutes === null) {
    const notReady = error instanceof ApiError && (error.code === 'not-ready' || error.status === 404);
    if (error !== null && !notReady) return <Failure error={error} retry={reload} />;
    if (loading && !notReady) return <Loading />;
    return (
      <Empty
        title={t('minutes.notReadyTitle')}
        icon={<FileText size={34} aria-hidden />}
        testId="minutes-not-ready"
      >
        <p>{t('minutes.notReady')}</p>
      </Empty>
    );
  }
  if (editing) {
    return (
      <MinutesEditor
        minutes={minutes}
        onSaved={(saved) => {
          onSaved(saved);
          setOld(null);
          setEditing(false);
        }}
        onTheirs={(theirs) => {
          onSaved(theirs);
          setEditing(false);
        }}
        onCancel={() => setEditing(false)}
      />
    );
  }
  const shown = old ?? minutes;
  return (
    <div className="minutes" data-testid="minutes" data-version={shown.version}>
      <div className="row between wrap minutes-head">
        <Versions meeting={meeting} current={minutes} shown={shown} onShow={setOld} />
        {meeting.host && old === null && (
          <Button size="small" testId="minutes-edit" onClick={() => setEditing(true)}>
            <Pencil size={16} aria-hidden />
            {t('common.edit')}
          </Button>
        )}
      </div>
      <MinutesBody minutes={shown} playback={playback} />
    </div>
  );
}

interface VersionsProps {
  meeting: Meeting;
  current: Minutes;
  shown: Minutes;
  onShow: (minutes: Minutes | null) => void;
}

function Versions({ meeting, current, shown, onShow }: VersionsProps): ReactNode {
  const { t, locale } = useI18n();
  const { version } = current;
  const load = useCallback(
    async (signal: AbortSignal): Promise<readonly MinutesVersion[]> =>
      // With a new version the list is another one.
      version > 0 ? (await api.minutesVersions(meeting.id, signal)).items : [],
    [meeting.id, version],
  );
  const versions = useAsync(load);
  const items = versions.value ?? [];
  if (items.length < 2) {
    return <p className="muted small">{t('minutes.asProduced')}</p>;
  }
  const choose = (chosen: number): void => {
    if (chosen === current.version) onShow(null);
    else void api.minutes(meeting.id, chosen).then(onShow, () => onShow(null));
  };
  return (
    <label className="row small">
      <span className="muted nowrap">{t('minutes.version')}</span>
      <select
        className="input compact"
        data-testid="minutes-version"
        value={shown.version}
        onChange={(e) => choose(Number(e.target.value))}
      >
        {items.map((v) => (
          <option key={v.version} value={v.version}>
            {v.version}
            {' · '}
            {v.editedBy ?? t('minutes.produced')}
            {v.editedAt === null ? '' : ` · ${day(v.editedAt, locale)}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function MinutesBody({ minutes, playback }: { minutes: Minutes; playback: Playback }): ReactNode {
  const { t, locale } = useI18n();
  return (
    <>
      <Section title={t('minutes.summary')} count={minutes.summary.length} testId="minutes-summary">
        <ul className="minute-lines">
          {minutes.summary.map((line, i) => (
            <MinuteLine key={i} line={line} playback={playback} testId="minutes-summary-line" />
          ))}
        </ul>
      </Section>
      <Section title={t('minutes.decisions')} count={minutes.decisions.length} testId="minutes-decisions">
        <ul className="minute-lines">
          {minutes.decisions.map((line, i) => (
            <MinuteLine key={i} line={line} playback={playback} testId="minutes-decision" />
          ))}
        </ul>
      </Section>
      <Section title={t('minutes.actions')} count={minutes.actionItems.length} testId="minutes-actions">
        <ul className="minute-lines">
          {minutes.actionItems.map((item, i) => (
            <MinuteLine key={i} line={item.line} playback={playback} testId="minutes-action" silent>
              <span className="minute-facts">
                <span className={item.owner === null ? 'badge' : 'badge good'} data-testid="action-owner">
                  {item.owner ?? t('minutes.noOwner')}
                </span>
                {(item.due !== null || item.dueText !== null) && (
                  <span className="badge busy" data-testid="action-due" data-due={item.due ?? ''}>
                    {item.due === null ? item.dueText : calendarDate(item.due, locale)}
                  </span>
                )}
              </span>
            </MinuteLine>
          ))}
        </ul>
      </Section>
      <Section title={t('minutes.questions')} count={minutes.questions.length} testId="minutes-questions">
        <ul className="minute-lines">
          {minutes.questions.map((question, i) => (
            <MinuteLine key={i} line={question.line} playback={playback} testId="minutes-question">
              <span className="minute-facts">
                <span className={`badge ${question.answered ? 'good' : ''}`}>
                  {question.answered ? (
                    <CheckCircle2 size={14} aria-hidden />
                  ) : (
                    <CircleHelp size={14} aria-hidden />
                  )}
                  {question.answered ? t('minutes.answered') : t('minutes.open')}
                </span>
              </span>
            </MinuteLine>
          ))}
        </ul>
      </Section>
      <Section title={t('minutes.chapters')} count={minutes.chapters.length} testId="minutes-chapters">
        <ul className="minute-lines">
          {minutes.chapters.map((chapter, i) => (
            <MinuteLine
              key={i}
              line={{ text: chapter.title, speaker: '', startMicros: chapter.startMicros, utteranceIds: [] }}
              playback={playback}
              testId="minutes-chapter"
            />
          ))}
        </ul>
      </Section>
      <Section title={t('minutes.talk')} count={minutes.attendees.length} testId="minutes-talk">
        <TalkTime attendees={minutes.attendees} />
      </Section>
      {minutes.keywords.length > 0 && (
        <section className="minute-section">
          <h2>{t('minutes.keywords')}</h2>
          <p className="row wrap">
            {minutes.keywords.map((k) => (
              <span key={k.text} className="badge">
                {k.text}
              </span>
            ))}
          </p>
        </section>
      )}
    </>
  );
}

function Section({
  title,
  count,
  testId,
  children,
}: {
  title: string;
  count: number;
  testId: string;
  children: ReactNode;
}): ReactNode {
  const { t } = useI18n();
  return (
    <section className="minute-section" data-testid={testId}>
      <h2>{title}</h2>
      {count === 0 ? <p className="muted small">{t('minutes.none')}</p> : children}
    </section>
  );
}

interface MinuteLineProps {
  line: Line;
  playback: Playback;
  testId: string;
  /** The speaker is not named: the owner is what matters. */
  silent?: boolean;
  children?: ReactNode;
}

function MinuteLine({ line, playback, testId, silent = false, children }: MinuteLineProps): ReactNode {
  const { t } = useI18n();
  return (
    <li data-testid={testId} data-start={line.startMicros}>
      <button
        type="button"
        className="utterance-time num"
        aria-label={t('transcript.playFrom', { time: clock(line.startMicros) })}
        data-testid="minutes-moment"
        onClick={() => playback.jump(line.startMicros)}
      >
        {clock(line.startMicros)}
      </button>
      <div className="grow">
        <span>{line.text}</span>
        {!silent && line.speaker !== '' && <span className="muted small"> — {line.speaker}</span>}
        {children}
      </div>
    </li>
  );
}
