/** The live socket of docs/protocol.md §3: captions, chat and the state of the recording. */
import { API } from '../api/http';
import type { ChatMessage, RecordingState } from '../api/types';
import { backoff } from '../lib/backoff';
import type { Micros } from '../lib/time';

export interface Caption {
  readonly utteranceId: string;
  readonly participantId: string;
  readonly speaker: string;
  readonly revision: number;
  /** No further revision follows. */
  readonly last: boolean;
  readonly startMicros: Micros;
  readonly endMicros: Micros;
  readonly text: string;
  readonly syntheticVoicesOnly: boolean;
}

export interface RecordingProgress {
  readonly state: RecordingState;
  readonly playableMicros: Micros | null;
}

export type LiveMessage =
  | {
      type: 'hello';
      captions: Caption[];
      chat: ChatMessage[];
      recording: RecordingProgress | null;
    }
  | ({ type: 'caption' } & Caption)
  | ({ type: 'chat'; clientId?: string } & ChatMessage)
  | ({ type: 'recording' } & RecordingProgress)
  | { type: 'minutes-ready' }
  | { type: 'transcript-ready' }
  | { type: 'meeting-ended' }
  | { type: 'pong' }
  | { type: 'error'; code: string; clientId?: string };

/** The few things of a WebSocket that are used; tests put a scripted one in its place. */
export interface LiveWire {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface LiveListener {
  received(message: LiveMessage): void;
  /** False while the socket is down; it comes back by itself. */
  connected(up: boolean): void;
}

const PING_MILLIS = 10_000;
const DEAD_MILLIS = 25_000;

/** Stays connected until closed: after a drop it comes back, later and later, with new `hello`. */
export class LiveSocket {
  private wire: LiveWire | null = null;
  private attempt = 0;
  private closed = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ping: ReturnType<typeof setInterval> | undefined;
  private heard = 0;

  constructor(
    private readonly open: () => LiveWire,
    private readonly listener: LiveListener,
    private readonly random: () => number = Math.random,
    private readonly now: () => number = Date.now,
  ) {
    this.connect();
  }

  /** False when it can't be sent now; nothing is queued here. */
  sendChat(clientId: string, text: string): boolean {
    if (this.wire === null || this.attempt > 0) return false;
    try {
      this.wire.send(JSON.stringify({ type: 'chat', clientId, text }));
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    clearInterval(this.ping);
    if (this.wire !== null) {
      this.wire.onclose = null;
      this.wire.onmessage = null;
      this.wire.close();
      this.wire = null;
    }
  }

  /** Doesn't wait for the next attempt: the network has just come back. */
  wake(): void {
    if (!this.closed && this.wire === null) {
      clearTimeout(this.retry);
      this.connect();
    }
  }

  private connect(): void {
    const wire = this.open();
    this.wire = wire;
    this.heard = this.now();
    wire.onopen = () => {
      this.attempt = 0;
      this.heard = this.now();
      this.listener.connected(true);
      this.ping = setInterval(() => this.beat(wire), PING_MILLIS);
    };
    wire.onmessage = (event) => {
      this.heard = this.now();
      let message: LiveMessage;
      try {
        message = JSON.parse(String(event.data)) as LiveMessage;
      } catch {
        console.warn('live: not JSON, dropped');
        return;
      }
      this.listener.received(message);
    };
    wire.onclose = () => this.dropped();
  }

  private beat(wire: LiveWire): void {
    if (this.now() - this.heard > DEAD_MILLIS) {
      wire.onclose = null;
      wire.close();
      this.dropped();
    } else {
      wire.send('{"type":"ping"}');
    }
  }

  private dropped(): void {
    clearInterval(this.ping);
    this.wire = null;
    if (this.closed) return;
    this.listener.connected(false);
    this.retry = setTimeout(() => this.connect(), backoff(this.attempt++, this.random));
  }
}

export function liveAddress(meetingId: string): string {
  const url = new URL(`${API}/meetings/${encodeURIComponent(meetingId)}/live`, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.toString();
}

/** Adapts the browser's WebSocket. */
export function liveWire(meetingId: string): LiveWire {
  return new WebSocket(liveAddress(meetingId)) as unknown as LiveWire;
}
