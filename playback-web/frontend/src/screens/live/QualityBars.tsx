import type { ReactNode } from 'react';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { Room } from '../../room/room';

const BARS = [1, 2, 3, 4];

/** 0 to 5 of the SFU as up to four bars. */
export function bars(score: number): number {
  return Math.max(0, Math.min(4, Math.round((score / 5) * 4)));
}

export function QualityBars({
  room,
  participantId,
}: {
  room: Room;
  participantId: string;
}): ReactNode {
  const { t } = useI18n();
  const quality = useStore(room.quality)[participantId];
  if (quality === undefined) return null;
  const lit = bars(quality.score);
  const level = lit >= 3 ? 'good' : lit === 2 ? 'fair' : 'poor';
  const text = t('live.quality', {
    level: t(`live.quality.${level}`),
    rtt: Math.max(0, Math.round(quality.roundTripTimeMillis)),
    lost: quality.packetsLost,
  });
  return (
    <span
      className={`bars ${level}`}
      role="img"
      aria-label={text}
      title={text}
      data-testid={`quality-${participantId}`}
      data-score={quality.score}
    >
      {BARS.map((bar) => (
        <i key={bar} className={bar <= lit ? 'lit' : ''} />
      ))}
    </span>
  );
}
