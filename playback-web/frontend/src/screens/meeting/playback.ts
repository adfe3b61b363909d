import type Hls from 'hls.js';
import { readPref, writePref } from '../../lib/prefs';
import { Store } from '../../lib/store';
import type { Micros } from '../../lib/time';

export interface PlaybackState {
  readonly paused: boolean;
  readonly waiting: boolean;
  readonly durationMicros: Micros;
  readonly bufferedMicros: Micros;
  readonly rate: number;
  readonly volume: number;
  readonly muted: boolean;
  /** It can't be played, and trying again by itself did not help. */
  readonly failed: boolean;
}

export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
/** So near the end of a growing recording counts as being at it. */
const EDGE_MICROS = 15_000_000;

/**
 * The player without its buttons: one recording in one video element. `time` is where it stands,
 * about ten times a second while it plays; everything beside the picture follows it.
 */
export class Playback {
  readonly time = new Store<Micros>(0);
  readonly state = new Store<PlaybackState>({
    paused: true,
    waiting: false,
    durationMicros: 0,
    bufferedMicros: 0,
    rate: Number(readPref('rate') ?? '1'),
    volume: Number(readPref('volume') ?? '1'),
    muted: false,
    failed: false,
  });

  private video: HTMLVideoElement | null = null;
  private hls: Hls | null = null;
  private frame = 0;
  private url: string | null = null;
  private wanted: Micros | null = null;

  /** Attaches to a video element; the answer detaches. */
  attach(video: HTMLVideoElement): () => void {
    this.video = video;
    video.volume = this.state.get().volume;
    const events = [
      'play',
      'pause',
      'waiting',
      'playing',
      'durationchange',
      'progress',
      'volumechange',
      'ratechange',
      'seeked',
      'timeupdate',
      'ended',
    ];
    const changed = (e: Event): void => this.read(e.type);
    for (const event of events) video.addEventListener(event, changed);
    const tick = (): void => {
      if (!video.paused) this.readTime();
      this.frame = requestAnimationFrame(tick);
    };
    tick();
    if (this.url !== null) void this.start(this.url);
    return () => {
      cancelAnimationFrame(this.frame);
      for (const event of events) video.removeEventListener(event, changed);
      this.hls?.destroy();
      this.hls = null;
      this.video = null;
    };
  }

  /** Loads a playlist; the same one again does nothing. */
  load(url: string, from: Micros): void {
    if (this.url === url) return;
    this.url = url;
    this.wanted ??= from;
    if (this.video !== null) void this.start(url);
  }

  retry(): void {
    if (this.url !== null) void this.start(this.url);
  }

  play(): void {
    // Refused without a gesture: the button stays and says "play".
    void this.video?.play().catch(() => this.read('pause'));
  }

  toggle(): void {
    if (this.video?.paused === false) this.video.pause();
    else this.play();
  }

  seek(to: Micros): void {
    const end = this.state.get().durationMicros;
    const target = Math.max(0, end > 0 ? Math.min(to, end) : to);
    this.time.set(target);
    if (this.video === null || this.video.readyState === 0) this.wanted = target;
    else this.video.currentTime = target / 1_000_000;
  }

  /** Seeks and goes on playing from there. */
  jump(to: Micros): void {
    this.seek(to);
    this.play();
  }

  skip(micros: Micros): void {
    this.seek(this.time.get() + micros);
  }

  setRate(rate: number): void {
    writePref('rate', String(rate));
    if (this.video !== null) this.video.playbackRate = rate;
    this.change({ rate });
  }

  stepRate(step: 1 | -1): void {
    const at = RATES.indexOf(this.state.get().rate);
    const next = RATES[(at < 0 ? RATES.indexOf(1) : at) + step];
    if (next !== undefined) this.setRate(next);
  }

  setVolume(volume: number): void {
    if (this.video === null) return;
    this.video.volume = Math.min(1, Math.max(0, volume));
    this.video.muted = false;
    writePref('volume', String(this.video.volume));
  }

  toggleMuted(): void {
    if (this.video !== null) this.video.muted = !this.video.muted;
  }

  get pictureInPicture(): boolean {
    return document.pictureInPictureEnabled && this.video !== null;
  }

  async togglePictureInPicture(): Promise<void> {
    if (document.pictureInPictureElement !== null) await document.exitPictureInPicture();
    else await this.video?.requestPictureInPicture();
  }

  atEdge(): boolean {
    return this.state.get().durationMicros - this.time.get() < EDGE_MICROS;
  }

  toEdge(): void {
    const edge = this.hls?.liveSyncPosition;
    this.jump(
      edge === null || edge === undefined
        ? this.state.get().durationMicros - 6_000_000
        : edge * 1_000_000,
    );
  }

  private async start(url: string): Promise<void> {
    const video = this.video;
    if (video === null) return;
    this.hls?.destroy();
    this.hls = null;
    this.change({ failed: false });
    const from = (this.wanted ?? this.time.get()) / 1_000_000;
    this.wanted = null;
    const { default: Engine } = await import('hls.js');
    if (this.video !== video) return;
    if (!Engine.isSupported()) {
      if (video.canPlayType('application/vnd.apple.mpegurl') === '') {
        this.change({ failed: true });
        return;
      }
      video.src = url;
      video.addEventListener('loadedmetadata', () => (video.currentTime = from), { once: true });
      video.addEventListener('error', () => this.change({ failed: true }), { once: true });
      return;
    }
    const hls = new Engine({
      startPosition: from,
      // Captions are laid over the picture from the transcript, with the speaker's name.
      renderTextTracksNatively: false,
      backBufferLength: 60,
    });
    this.hls = hls;
    let mediaRecovered = false;
    hls.on(Engine.Events.ERROR, (_, data) => {
      if (!data.fatal) return;
      if (data.type === Engine.ErrorTypes.MEDIA_ERROR && !mediaRecovered) {
        mediaRecovered = true;
        hls.recoverMediaError();
      } else {
        console.warn('player: gave up', data.details);
        this.wanted = this.time.get();
        this.change({ failed: true, waiting: false });
      }
    });
    hls.loadSource(url);
    hls.attachMedia(video);
    video.defaultPlaybackRate = this.state.get().rate;
    video.playbackRate = this.state.get().rate;
  }

  private read(event: string): void {
    const { video } = this;
    if (video === null) return;
    this.readTime();
    const { buffered } = video;
    const end = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
    this.change({
      paused: video.paused,
      waiting: event === 'waiting' || (this.state.get().waiting && event !== 'playing' && event !== 'pause'),
      durationMicros: Number.isFinite(video.duration) ? Math.round(video.duration * 1_000_000) : this.state.get().durationMicros,
      bufferedMicros: Math.round(end * 1_000_000),
      rate: video.playbackRate,
      volume: video.volume,
      muted: video.muted,
    });
  }

  private readTime(): void {
    const { video } = this;
    if (video === null || video.readyState === 0 || video.seeking) return;
    const now = Math.round(video.currentTime * 1_000_000);
    if (video.paused || Math.abs(now - this.time.get()) >= 80_000) this.time.set(now);
  }

  private change(change: Partial<PlaybackState>): void {
    this.state.update((s) => ({ ...s, ...change }));
  }
}
