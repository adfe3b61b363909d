import type { ReactNode } from 'react';
import { Popover } from '../../design/popover';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { Room } from '../../room/room';
import type { Quality } from '../../signalling/messages';
import { bars, level, qualityRows } from './quality';

const BARS = [1, 2, 3, 4];

interface Props {
  room: Room;
  participantId: string;
}

/** How good somebody's connection is, at a glance. */
export function QualityBars({ room, participantId }: Props): ReactNode {
  const quality = useStore(room.quality)[participantId];
  const text = useQualityText(quality);
  if (quality === undefined) return null;
  return (
    <span
      className={`bars ${level(quality.score)}`}
      role="img"
      aria-label={text}
      title={text}
      data-testid={`quality-${participantId}`}
      data-score={quality.score}
    >
      <Bars score={quality.score} />
    </span>
  );
}

/** The same as a button that shows the figures behind it. */
export function QualityDetails({ room, participantId, name }: Props & { name: string }): ReactNode {
  const { t } = useI18n();
  const quality = useStore(room.quality)[participantId];
  const text = useQualityText(quality);
  if (quality === undefined) return null;
  const title = t('live.quality.of', { name });
  return (
    <Popover
      label={title}
      testId={`quality-details-${participantId}`}
      trigger={(props) => (
        <button
          type="button"
          className={`bars-button bars ${level(quality.score)}`}
          aria-label={`${title}: ${text}`}
          title={text}
          data-testid={`quality-button-${participantId}`}
          {...props}
        >
          <Bars score={quality.score} />
        </button>
      )}
    >
      <div className="quality-details">
        <strong>{title}</strong>
        <dl>
          {qualityRows(quality).map((row) => (
            <div key={row.label}>
              <dt>{t(row.label)}</dt>
              <dd>{t(row.text, row.values)}</dd>
            </div>
          ))}
        </dl>
        <p className="muted small">{t('live.quality.estimate')}</p>
      </div>
    </Popover>
  );
}

function Bars({ score }: { score: number }): ReactNode {
  const lit = bars(score);
  return BARS.map((bar) => <i key={bar} className={bar <= lit ? 'lit' : ''} />);
}

function useQualityText(quality: Quality | undefined): string {
  const { t } = useI18n();
  if (quality === undefined) return '';
  return t('live.quality', {
    level: t(`live.quality.${level(quality.score)}`),
    rtt: Math.max(0, Math.round(quality.roundTripTimeMillis)),
    lost: quality.packetsLost,
  });
}
