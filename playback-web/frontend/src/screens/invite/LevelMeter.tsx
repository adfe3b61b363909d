import { Mic, MicOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useI18n } from '../../i18n';
import { LevelReader } from '../../media/level';

/** Shows that the microphone hears something. Moves without rendering anything again. */
export function LevelMeter({ track }: { track: MediaStreamTrack | null }): ReactNode {
  const { t } = useI18n();
  const bar = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = bar.current;
    if (track === null || element === null) return;
    const reader = new LevelReader(track);
    let frame = 0;
    let shown = 0;
    const draw = (): void => {
      // Up at once, down slowly: easier to read than the bare signal.
      shown = Math.max(reader.read(), shown * 0.92);
      element.style.setProperty('--level', shown.toFixed(3));
      element.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      reader.close();
      element.style.setProperty('--level', '0');
    };
  }, [track]);

  return (
    <div className="level">
      {track === null ? <MicOff size={18} aria-hidden /> : <Mic size={18} aria-hidden />}
      <div
        ref={bar}
        className="level-bar"
        role="meter"
        aria-label={t('invite.level')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
        data-testid="prejoin-level"
      />
    </div>
  );
}
