import type { Requests } from '../signalling/messages';

export type PictureMethod = 'setPreferredLayers' | 'pauseConsumer' | 'resumeConsumer';
type Data = Requests[PictureMethod]['ask'];
type Ask = (method: PictureMethod, data: Data) => Promise<unknown>;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Told {
  paused: boolean;
  size: Size | null;
}

const HIDDEN: Size = { width: 0, height: 0 };

/** Layouts settle first: a tile that moves is gone and back at once. */
export const SETTLE_MILLIS = 400;

/** Sizes that differ by less get the same layer. */
const NEARLY = 0.1;

/**
 * Tells the SFU how large each picture is on the screen, so that it sends the layer that is sharp
 * enough and no more; a picture that nobody sees is paused.
 */
export class Pictures {
  /** By the view that shows it; one track may be shown twice. */
  private readonly views = new Map<object, { consumerId: string; size: Size }>();
  private readonly told = new Map<string, Told>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: Ask) {}

  /** A track has arrived, and flows; of sounds there is nothing to tell. */
  arrived({ id, kind }: { id: string; kind: 'audio' | 'video' }): void {
    if (kind === 'audio') return;
    this.told.set(id, { paused: false, size: null });
    this.settle();
  }

  closed(consumerId: string): void {
    this.told.delete(consumerId);
  }

  /** A view shows a picture at this size, in CSS pixels. Without size it is shown no more. */
  shows(view: object, consumerId: string, size: Size = HIDDEN): void {
    const scale = Math.min(2, globalThis.devicePixelRatio || 1);
    const width = Math.round(size.width * scale);
    const height = Math.round(size.height * scale);
    if (width > 0 && height > 0) this.views.set(view, { consumerId, size: { width, height } });
    else this.views.delete(view);
    this.settle();
  }

  /** Signalling is back: what could not be said is said again. */
  again(): void {
    for (const told of this.told.values()) told.size = null;
    this.settle();
  }

  close(): void {
    clearTimeout(this.timer);
    this.told.clear();
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), SETTLE_MILLIS);
  }

  private tell(): void {
    for (const [consumerId, told] of this.told) {
      const size = this.largest(consumerId);
      if (size === null) {
        if (!told.paused) {
          told.paused = true;
          this.say('pauseConsumer', { consumerId }, told);
        }
        continue;
      }
      if (told.size === null || !nearly(told.size, size)) {
        told.size = size;
        this.say('setPreferredLayers', { consumerId, ...size }, told);
      }
      if (told.paused) {
        told.paused = false;
        this.say('resumeConsumer', { consumerId }, told);
      }
    }
  }

  private largest(consumerId: string): Size | null {
    let largest: Size | null = null;
    for (const view of this.views.values()) {
      if (view.consumerId !== consumerId) continue;
      const { size } = view;
      if (largest === null || size.width * size.height > largest.width * largest.height) {
        largest = size;
      }
    }
    return largest;
  }

  private say(method: PictureMethod, data: Data, told: Told): void {
    this.ask(method, data).catch(() => {
      // Signalling is down, or the track is gone: `again` comes, or `closed`.
      told.size = null;
      if (method === 'pauseConsumer') told.paused = false;
      if (method === 'resumeConsumer') told.paused = true;
    });
  }
}

function nearly(a: Size, b: Size): boolean {
  return (
    Math.abs(a.width - b.width) <= NEARLY * a.width &&
    Math.abs(a.height - b.height) <= NEARLY * a.height
  );
}
