import type { Method, Notification, Requests } from './messages';

export class SignalError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'SignalError';
  }
}

/** What a socket of the browser can do; tests put a scripted one in its place. */
export interface Wire {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
}

export interface SignalListener {
  notified(notification: Notification): void;
  /** The socket is gone; unanswered requests have been rejected with code `closed`. */
  closed(code: number, reason: string): void;
}

interface Waiting {
  resolve(data: unknown): void;
  reject(error: SignalError): void;
  timer: ReturnType<typeof setTimeout>;
}

export interface SignalTimes {
  /** A request unanswered for so long fails with code `timeout`. */
  readonly requestMillis: number;
  /** After so much silence the server is asked for something, to learn whether it is there. */
  readonly silenceMillis: number;
  /** How long the answer to that question may take before the socket counts as dead. */
  readonly probeMillis: number;
  /** The same where something else speaks for a lost network already. */
  readonly doubtMillis: number;
}

/** What came while the page was busy is heard before the clock counts. */
const BUSY_MILLIS = 100;

/** The server says something every 2 s. */
const TIMES: SignalTimes = {
  requestMillis: 10_000,
  silenceMillis: 4_000,
  probeMillis: 3_000,
  doubtMillis: 1_000,
};

/** The reason of a socket that counts as dead, for want of any word of the server's. */
export const SILENCE = 'silence';

/**
 * One connection to the SFU: requests with their answers, notifications in order. A browser never
 * learns that a peer vanished without a word, so silence is probed. One connection, one object:
 * whoever wants another one makes a new object.
 */
export class SignalSocket {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private over = false;
  private heard = 0;
  private silence: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    private readonly wire: Wire,
    private readonly listener: SignalListener,
    private readonly times: SignalTimes,
  ) {
    wire.onmessage = (event) => {
      this.heard++;
      this.listenForSilence();
      this.receive(String(event.data));
    };
    wire.onclose = (event) => this.end(event.code, event.reason);
    this.listenForSilence();
  }

  /** Resolves when open; rejects with a {@link SignalError} whose code is `close-{code}`. */
  static open(
    wire: Wire,
    listener: SignalListener,
    times: SignalTimes = TIMES,
  ): Promise<SignalSocket> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        wire.onclose = null;
        wire.onopen = null;
        wire.close();
        reject(new SignalError('timeout', 'the server did not answer'));
      }, times.requestMillis);
      wire.onopen = () => {
        clearTimeout(timer);
        resolve(new SignalSocket(wire, listener, times));
      };
      wire.onclose = (event) => {
        clearTimeout(timer);
        reject(new SignalError(`close-${event.code}`, event.reason));
      };
    });
  }

  request<M extends Method>(
    method: M,
    ...[data]: Requests[M]['ask'] extends undefined ? [] : [Requests[M]['ask']]
  ): Promise<Requests[M]['answer']> {
    return this.ask(method, data, this.times.requestMillis);
  }

  /**
   * As {@link request}, by somebody who doubts that the server can be reached: if nothing at all is
   * heard from it for so long, the socket counts as dead.
   */
  doubtfully<M extends Method>(
    method: M,
    ...[data]: Requests[M]['ask'] extends undefined ? [] : [Requests[M]['ask']]
  ): Promise<Requests[M]['answer']> {
    return this.askOrEnd(method, data, this.times.doubtMillis);
  }

  /** Closes without telling the listener. */
  close(): void {
    if (this.over) return;
    this.over = true;
    this.wire.onclose = null;
    this.wire.close(1000);
    this.rejectAll();
  }

  private ask(method: Method, data: unknown, millis: number): Promise<unknown> {
    if (this.over) return Promise.reject(new SignalError('closed', 'the connection is closed'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new SignalError('timeout', `${method} was not answered`));
      }, millis);
      this.waiting.set(id, { resolve, reject, timer });
      this.wire.send(JSON.stringify({ id, method, data: data ?? {} }));
    });
  }

  private receive(text: string): void {
    let message: {
      id?: number;
      ok?: boolean;
      data?: unknown;
      error?: { code?: string; message?: string };
      method?: string;
    };
    try {
      message = JSON.parse(text) as typeof message;
    } catch {
      console.warn('signalling: not JSON, dropped');
      return;
    }
    if (message.id === undefined) {
      if (message.method !== undefined) this.listener.notified(message as unknown as Notification);
      return;
    }
    const waiting = this.waiting.get(message.id);
    if (waiting === undefined) return;
    this.waiting.delete(message.id);
    clearTimeout(waiting.timer);
    if (message.ok === true) waiting.resolve(message.data);
    else {
      const { code = 'unknown', message: why = '' } = message.error ?? {};
      waiting.reject(new SignalError(code, why));
    }
  }

  private listenForSilence(): void {
    clearTimeout(this.silence);
    if (this.over) return;
    this.silence = setTimeout(() => {
      this.askOrEnd('getStats', undefined, this.times.probeMillis).catch(() => undefined);
    }, this.times.silenceMillis);
  }

  /** An error is an answer too; only silence after the question means that nobody is there. */
  private async askOrEnd(method: Method, data: unknown, millis: number): Promise<unknown> {
    const { heard } = this;
    try {
      return await this.ask(method, data, millis);
    } catch (failure) {
      const timeout = failure instanceof SignalError && failure.code === 'timeout';
      if (timeout) await new Promise((resolve) => setTimeout(resolve, BUSY_MILLIS));
      if (timeout && heard === this.heard && !this.over) {
        this.wire.onclose = null;
        this.wire.close();
        this.end(1006, SILENCE);
      }
      throw failure;
    }
  }

  private end(code: number, reason: string): void {
    if (this.over) return;
    this.over = true;
    this.rejectAll();
    this.listener.closed(code, reason);
  }

  private rejectAll(): void {
    clearTimeout(this.silence);
    for (const waiting of this.waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new SignalError('closed', 'the connection is closed'));
    }
    this.waiting.clear();
  }
}

/** The address of the SFU as the admission gave it, made absolute, with the token in its query. */
export function signalAddress(signalUrl: string, token: string, page: string): string {
  const url = new URL(signalUrl, page);
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  url.searchParams.set('token', token);
  return url.toString();
}
