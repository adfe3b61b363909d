import {
  Captions,
  CaptionsOff,
  Maximize,
  Minimize,
  Pause,
  PictureInPicture2,
  Play,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Chapter, Recording, Utterance } from '../../api/types';
import { Button, IconButton } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import { clock } from '../../lib/time';
import { useFlag } from '../../lib/useFlag';
import { type Cue, cues, cuesAt } from '../../lib/transcript';
import { type Playback, RATES } from './playback';
import { SeekBar } from './SeekBar';
import { usePlayerKeys } from './usePlayerKeys';

interface Props {
  playback: Playback;
  recording: Recording;
  utterances: readonly Utterance[];
  chapters: readonly Chapter[];
  subject: string;
}

export function Player({ playback, recording, utterances, chapters, subject }: Props): ReactNode {
  const { t } = useI18n();
  const frame = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const state = useStore(playback.state);
  const [captions, setCaptions] = useFlag('player.captions', true);
  const fullscreen = useFullscreen();
  const idle = useIdle(frame, state.paused);
  const live = recording.state === 'live';

  useEffect(() => {
    if (video.current === null) return;
    return playback.attach(video.current);
  }, [playback]);

  const toggleFullscreen = (): void => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    else void frame.current?.requestFullscreen().catch(() => undefined);
  };
  const toggleCaptions = (): void => setCaptions(!captions);
  usePlayerKeys(playback, { fullscreen: toggleFullscreen, captions: toggleCaptions });

  return (
    <section
      ref={frame}
      className={`player ${idle ? 'idle' : ''}`}
      aria-label={t('player.title', { subject })}
      data-testid="player"
      data-state={recording.state}
    >
      {/* Clicking the picture is a shortcut; the button below does the same. */}
      <video
        ref={video}
        playsInline
        poster={recording.posterUrl ?? undefined}
        data-testid="player-video"
        onClick={() => playback.toggle()}
        onDoubleClick={toggleFullscreen}
      />
      {state.waiting && !state.paused && <span className="spinner player-wait" aria-hidden />}
      {state.failed && (
        <div className="player-failed" role="alert">
          <p>{t('player.failed')}</p>
          <Button size="small" onClick={() => playback.retry()}>
            {t('common.retry')}
          </Button>
        </div>
      )}
      {state.paused && !state.failed && (
        <button
          type="button"
          className="player-big"
          aria-label={t('player.play')}
          tabIndex={-1}
          onClick={() => playback.play()}
        >
          <Play size={34} aria-hidden fill="currentColor" />
        </button>
      )}
      {captions && <Overlay playback={playback} utterances={utterances} />}
      <div className="player-controls">
        <SeekBar playback={playback} chapters={chapters} />
        <div className="player-row">
          <IconButton
            label={state.paused ? t('player.play') : t('player.pause')}
            testId="player-play"
            onClick={() => playback.toggle()}
          >
            {state.paused ? (
              <Play size={22} aria-hidden fill="currentColor" />
            ) : (
              <Pause size={22} aria-hidden fill="currentColor" />
            )}
          </IconButton>
          <Volume playback={playback} />
          <Position playback={playback} />
          {live && <EdgeButton playback={playback} />}
          <span className="grow" />
          <select
            className="player-rate"
            aria-label={t('player.speed')}
            data-testid="player-rate"
            value={state.rate}
            onChange={(e) => playback.setRate(Number(e.target.value))}
          >
            {RATES.map((rate) => (
              <option key={rate} value={rate}>
                {rate}×
              </option>
            ))}
          </select>
          <IconButton
            label={captions ? t('captions.off') : t('captions.on')}
            aria-pressed={captions}
            testId="player-captions"
            onClick={toggleCaptions}
          >
            {captions ? <Captions size={22} aria-hidden /> : <CaptionsOff size={22} aria-hidden />}
          </IconButton>
          {document.pictureInPictureEnabled && (
            <IconButton
              label={t('player.pip')}
              className="wide-only"
              testId="player-pip"
              onClick={() => void playback.togglePictureInPicture().catch(() => undefined)}
            >
              <PictureInPicture2 size={20} aria-hidden />
            </IconButton>
          )}
          <IconButton
            label={fullscreen ? t('player.exitFullscreen') : t('player.fullscreen')}
            testId="player-fullscreen"
            onClick={toggleFullscreen}
          >
            {fullscreen ? <Minimize size={20} aria-hidden /> : <Maximize size={20} aria-hidden />}
          </IconButton>
        </div>
      </div>
    </section>
  );
}

function Position({ playback }: { playback: Playback }): ReactNode {
  const time = useStore(playback.time);
  const { durationMicros } = useStore(playback.state);
  return (
    <span className="num player-time" data-testid="player-time" data-micros={time}>
      {clock(time)} / {clock(durationMicros)}
    </span>
  );
}

function EdgeButton({ playback }: { playback: Playback }): ReactNode {
  const { t } = useI18n();
  useStore(playback.time);
  const atEdge = playback.atEdge();
  return (
    <button
      type="button"
      className={`player-edge ${atEdge ? 'on' : ''}`}
      data-testid="player-live-edge"
      onClick={() => playback.toEdge()}
    >
      {atEdge ? t('state.live') : t('player.toLive')}
    </button>
  );
}

function Volume({ playback }: { playback: Playback }): ReactNode {
  const { t } = useI18n();
  const { muted, volume } = useStore(playback.state);
  return (
    <span className="player-volume">
      <IconButton
        label={muted ? t('player.unmute') : t('player.mute')}
        testId="player-mute"
        onClick={() => playback.toggleMuted()}
      >
        {muted || volume === 0 ? <VolumeX size={22} aria-hidden /> : <Volume2 size={22} aria-hidden />}
      </IconButton>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        aria-label={t('player.volume')}
        className="wide-only"
        data-testid="player-volume"
        value={muted ? 0 : volume}
        onChange={(e) => playback.setVolume(Number(e.target.value))}
      />
    </span>
  );
}

function Overlay({
  playback,
  utterances,
}: {
  playback: Playback;
  utterances: readonly Utterance[];
}): ReactNode {
  const all = useMemo(() => cues(utterances), [utterances]);
  const [shown, setShown] = useState<Cue[]>([]);
  useEffect(() => {
    const follow = (): void => {
      const next = cuesAt(all, playback.time.get());
      setShown((old) => (old.length === next.length && old.every((c, i) => c === next[i]) ? old : next));
    };
    follow();
    return playback.time.subscribe(follow);
  }, [all, playback]);
  if (shown.length === 0) return null;
  return (
    <div className="player-captions" data-testid="player-caption">
      {shown.map((cue) => (
        <p key={`${cue.speaker}-${cue.startMicros}`}>
          <b>{cue.speaker}</b> {cue.text}
        </p>
      ))}
    </div>
  );
}

function useFullscreen(): boolean {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const changed = (): void => setOn(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  return on;
}

const IDLE_MILLIS = 2_500;

/** True when nothing moved over the picture for a while: the controls then step back. */
function useIdle(frame: React.RefObject<HTMLElement | null>, paused: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null || paused) {
      setIdle(false);
      return;
    }
    let timer: ReturnType<typeof setTimeout>;
    const awake = (): void => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(!element.contains(document.activeElement)), IDLE_MILLIS);
    };
    awake();
    for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const) {
      element.addEventListener(event, awake);
    }
    return () => {
      clearTimeout(timer);
      for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const) {
        element.removeEventListener(event, awake);
      }
    };
  }, [frame, paused]);
  return idle;
}
