import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Meeting } from '../../api/types';
import { useI18n } from '../../i18n';
import { clock } from '../../lib/time';
import type { MeetingData } from './useMeetingData';

/** What is done and what is still being made after a meeting; gone when all is done. */
export function Progress({ meeting, data }: { meeting: Meeting; data: MeetingData }): ReactNode {
  const { t } = useI18n();
  if (meeting.state !== 'processing') return null;
  const recording = data.recording.value;
  const steps = [
    {
      id: 'recording',
      label: t('progress.recording'),
      done: recording?.state === 'ready',
      detail:
        recording?.playableMicros === null || recording?.playableMicros === undefined
          ? ''
          : t('progress.playable', { time: clock(recording.playableMicros) }),
    },
    {
      id: 'transcript',
      label: t('progress.transcript'),
      done: data.transcript.value?.complete === true,
      detail: '',
    },
    { id: 'minutes', label: t('progress.minutes'), done: data.minutes.value !== null, detail: '' },
  ];
  return (
    <section className="card progress" role="status" data-testid="progress">
      <h2>{t('progress.title')}</h2>
      <ul>
        {steps.map((step) => (
          <li key={step.id} data-testid={`progress-${step.id}`} data-done={step.done}>
            {step.done ? (
              <Check size={20} aria-label={t('progress.done')} role="img" />
            ) : (
              <span className="spinner" role="img" aria-label={t('progress.running')} />
            )}
            {step.label}
            {step.detail !== '' && <span className="muted small num">{step.detail}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
