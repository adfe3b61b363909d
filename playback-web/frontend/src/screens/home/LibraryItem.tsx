import { Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router-dom';
import type { Meeting } from '../../api/types';
import { Logo } from '../../design/parts';
import { useI18n } from '../../i18n';
import { clock, dayAndTime } from '../../lib/time';

export function LibraryItem({ meeting }: { meeting: Meeting }): ReactNode {
  const { t, locale } = useI18n();
  const at = meeting.startedAt ?? meeting.startsAt;
  return (
    <li>
      <Link
        className="library-item"
        to={`/meetings/${meeting.id}`}
        data-testid={`library-item-${meeting.id}`}
        data-state={meeting.state}
      >
        <div className="poster">
          <Poster url={meeting.posterUrl} />
          {meeting.durationMicros !== null && meeting.state !== 'live' && (
            <span className="poster-time num">{clock(meeting.durationMicros)}</span>
          )}
        </div>
        <div className="library-text">
          <h3>{meeting.subject}</h3>
          <p className="muted small row wrap">
            {at !== null && <span>{dayAndTime(at, locale)}</span>}
            <span className="row people-count">
              <Users size={14} aria-hidden />
              {t('home.people', { count: meeting.participantCount })}
            </span>
          </p>
          <StateBadge state={meeting.state} />
        </div>
      </Link>
    </li>
  );
}

/** Ready is the normal case and needs no badge. */
export function StateBadge({ state }: { state: Meeting['state'] }): ReactNode {
  const { t } = useI18n();
  if (state === 'live') return <span className="badge live">{t('state.live')}</span>;
  if (state === 'processing') return <span className="badge busy">{t('state.processing')}</span>;
  return null;
}

/** A poster that is not there yet leaves the plain ground, no broken picture. */
function Poster({ url }: { url: string | null }): ReactNode {
  const [broken, setBroken] = useState(false);
  if (url === null || broken) {
    return (
      <span className="poster-none">
        <Logo size={40} />
      </span>
    );
  }
  return <img src={url} alt="" loading="lazy" onError={() => setBroken(true)} />;
}
