import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { SearchHit } from '../../api/types';
import { Button } from '../../design/parts';
import { useI18n } from '../../i18n';
import { clock, day, momentParam } from '../../lib/time';

/** A sentence that was found, between the ones before and after it. */
export function Hit({ hit, onMeeting }: { hit: SearchHit; onMeeting: () => void }): ReactNode {
  const { t, locale } = useI18n();
  return (
    <li className="card hit" data-testid="search-hit" data-meeting={hit.meetingId}>
      <Link
        className="hit-link"
        to={`/meetings/${hit.meetingId}?t=${momentParam(hit.startMicros)}`}
        data-testid="search-hit-link"
      >
        <p className="hit-head">
          <b>{hit.speaker}</b>
          <span className="num">{clock(hit.startMicros)}</span>
        </p>
        {hit.before !== null && <p className="hit-around">{hit.before}</p>}
        <p className="hit-text">
          {hit.highlighted.map((piece, index) =>
            piece.hit ? <mark key={index}>{piece.text}</mark> : piece.text,
          )}
        </p>
        {hit.after !== null && <p className="hit-around">{hit.after}</p>}
      </Link>
      <p className="row between wrap small muted">
        <span>
          {hit.subject} · {day(hit.startedAt, locale)}
        </span>
        <Button size="small" variant="quiet" testId="search-only-meeting" onClick={onMeeting}>
          {t('search.onlyMeeting')}
        </Button>
      </p>
    </li>
  );
}
