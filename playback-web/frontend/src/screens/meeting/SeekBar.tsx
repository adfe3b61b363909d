import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import type { Chapter } from '../../api/types';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import { clock } from '../../lib/time';
import { lastStarted } from '../../lib/transcript';
import type { Playback } from './playback';

interface Props {
  playback: Playback;
  chapters: readonly Chapter[];
}

const percent = (part: number, whole: number): string =>
  whole <= 0 ? '0%' : `${Math.min(100, Math.max(0, (part / whole) * 100)).toFixed(3)}%`;

/** Where one is, what is loaded, where chapters begin; the pointer shows the time beneath it. */
export function SeekBar({ playback, chapters }: Props): ReactNode {
  const { t } = useI18n();
  const bar = useRef<HTMLDivElement>(null);
  const time = useStore(playback.time);
  const { durationMicros, bufferedMicros } = useStore(playback.state);
  const [hover, setHover] = useState<number | null>(null);
  const [dragging, setDragging] = useState(false);

  const under = (e: PointerEvent): number => {
    const box = bar.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return Math.min(1, Math.max(0, (e.clientX - box.left) / box.width)) * durationMicros;
  };
  const keyed = (e: KeyboardEvent): void => {
    const to: Record<string, number> = {
      ArrowRight: time + 5_000_000,
      ArrowLeft: time - 5_000_000,
      PageUp: time + 60_000_000,
      PageDown: time - 60_000_000,
      Home: 0,
      End: durationMicros,
    };
    const next = to[e.key];
    if (next === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    playback.seek(next);
  };
  const chapterAt = (at: number): string => chapters[lastStarted(chapters, at)]?.title ?? '';

  return (
    <div
      ref={bar}
      className={`seek ${dragging ? 'dragging' : ''}`}
      role="slider"
      tabIndex={0}
      aria-label={t('player.seek')}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMicros / 1_000_000)}
      aria-valuenow={Math.round(time / 1_000_000)}
      aria-valuetext={`${clock(time)} ${chapterAt(time)}`}
      data-testid="player-seek"
      onKeyDown={keyed}
      onPointerDown={(e) => {
        e.currentTarget.setPointerCapture(e.pointerId);
        setDragging(true);
        playback.seek(under(e));
      }}
      onPointerMove={(e) => {
        const at = under(e);
        setHover(at);
        if (dragging) playback.seek(at);
      }}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
      onPointerLeave={() => setHover(null)}
    >
      <div className="seek-track">
        <div className="seek-buffered" style={{ width: percent(bufferedMicros, durationMicros) }} />
        <div className="seek-played" style={{ width: percent(time, durationMicros) }} />
        {chapters.map((chapter) =>
          chapter.startMicros <= 0 ? null : (
            <i
              key={chapter.startMicros}
              className="seek-chapter"
              style={{ left: percent(chapter.startMicros, durationMicros) }}
            />
          ),
        )}
      </div>
      <div className="seek-knob" style={{ left: percent(time, durationMicros) }} />
      {hover !== null && durationMicros > 0 && (
        <div
          className="seek-tip num"
          style={{ left: `clamp(40px, ${percent(hover, durationMicros)}, calc(100% - 40px))` }}
        >
          {chapterAt(hover) !== '' && <span>{chapterAt(hover)}</span>}
          {clock(hover)}
        </div>
      )}
    </div>
  );
}
