import type { ReactNode } from 'react';
import type { Attendee } from '../../api/types';
import { useI18n } from '../../i18n';
import { duration } from '../../lib/time';

/** Who spoke how long: bars against the longest, figures in words. */
export function TalkTime({ attendees }: { attendees: readonly Attendee[] }): ReactNode {
  const { t, locale } = useI18n();
  const all = attendees.reduce((sum, a) => sum + a.talkMicros, 0);
  const most = Math.max(1, ...attendees.map((a) => a.talkMicros));
  const sorted = [...attendees].sort((a, b) => b.talkMicros - a.talkMicros);
  return (
    <ul className="talk">
      {sorted.map((a) => (
        <li key={a.participantId} data-testid={`talk-${a.participantId}`} data-micros={a.talkMicros}>
          <div className="row between">
            <span className="ellipsis">{a.displayName}</span>
            <span className="muted small num">
              {duration(a.talkMicros, locale)} ·{' '}
              {new Intl.NumberFormat(locale, { style: 'percent' }).format(
                all === 0 ? 0 : a.talkMicros / all,
              )}{' '}
              · {t('minutes.turns', { count: a.turns })}
            </span>
          </div>
          <div className="talk-bar" aria-hidden>
            <i style={{ width: `${(a.talkMicros / most) * 100}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
