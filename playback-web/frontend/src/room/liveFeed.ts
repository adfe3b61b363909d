import type { ChatMessage } from '../api/types';
import { type Caption, LiveSocket, type LiveMessage, liveWire, type LiveWire, type RecordingProgress } from '../live/liveSocket';
import { randomId } from '../lib/id';
import { Store } from '../lib/store';

export interface OwnMessage {
  readonly clientId: string;
  readonly text: string;
  readonly state: 'pending' | 'failed';
}

export interface FeedState {
  readonly connected: boolean;
  /** Newest last, at most {@link CAPTIONS_KEPT}. */
  readonly captions: readonly (Caption & { seenAt: number })[];
  readonly chat: readonly ChatMessage[];
  readonly own: readonly OwnMessage[];
  readonly recording: RecordingProgress | null;
  readonly syntheticVoicesOnly: boolean;
  readonly minutesReady: boolean;
  readonly ended: boolean;
}

const CAPTIONS_KEPT = 12;

/** Captions, chat and recording of one meeting, as the live socket tells them. */
export class LiveFeed {
  readonly state = new Store<FeedState>({
    connected: false,
    captions: [],
    chat: [],
    own: [],
    recording: null,
    syntheticVoicesOnly: false,
    minutesReady: false,
    ended: false,
  });
  private readonly socket: LiveSocket;
  private readonly wake = (): void => this.socket.wake();

  constructor(
    meetingId: string,
    private readonly now: () => number = Date.now,
    open: () => LiveWire = () => liveWire(meetingId),
  ) {
    this.socket = new LiveSocket(open, {
      received: (message) => this.state.update((s) => received(s, message, this.now())),
      connected: (connected) => this.state.update((s) => ({ ...s, connected })),
    });
    window.addEventListener('online', this.wake);
  }

  say(text: string, clientId: string = randomId()): void {
    const sent = this.socket.sendChat(clientId, text);
    const own: OwnMessage = { clientId, text, state: sent ? 'pending' : 'failed' };
    this.state.update((s) => ({
      ...s,
      own: [...s.own.filter((m) => m.clientId !== clientId), own],
    }));
  }

  close(): void {
    window.removeEventListener('online', this.wake);
    this.socket.close();
  }
}

/** The state after a message; pure. */
export function received(state: FeedState, message: LiveMessage, now: number): FeedState {
  switch (message.type) {
    case 'hello':
      return {
        ...state,
        captions: catchUp(state.captions, message.captions, now),
        chat: merge(state.chat, message.chat),
        // What was sent into a socket that dropped may or may not have arrived: the person decides.
        own: state.own
          .filter((m) => !message.chat.some((c) => c.text === m.text && m.state === 'pending'))
          .map((m) => ({ ...m, state: 'failed' as const })),
        recording: message.recording,
        syntheticVoicesOnly:
          state.syntheticVoicesOnly || message.captions.some((c) => c.syntheticVoicesOnly),
      };
    case 'caption':
      return {
        ...state,
        captions: withCaption(state.captions, { ...message, seenAt: now }),
        syntheticVoicesOnly: state.syntheticVoicesOnly || message.syntheticVoicesOnly,
      };
    case 'chat':
      return {
        ...state,
        chat: merge(state.chat, [message]),
        own: state.own.filter((m) => m.clientId !== message.clientId),
      };
    case 'recording':
      return {
        ...state,
        recording: { state: message.state, playableMicros: message.playableMicros },
      };
    case 'error':
      return {
        ...state,
        own: state.own.map((m) =>
          m.clientId === message.clientId ? { ...m, state: 'failed' as const } : m,
        ),
      };
    case 'minutes-ready':
      return { ...state, minutesReady: true };
    case 'meeting-ended':
      return { ...state, ended: true };
    case 'transcript-ready':
    case 'pong':
      return state;
  }
}

/** What was said before one came, or while the connection was away, is shown like what is said now. */
function catchUp(
  known: FeedState['captions'],
  told: readonly Caption[],
  now: number,
): FeedState['captions'] {
  const seen = new Map(known.map((c) => [c.utteranceId, c.seenAt]));
  return told
    .map((c) => ({ ...c, seenAt: seen.get(c.utteranceId) ?? now }))
    .slice(-CAPTIONS_KEPT);
}

function withCaption(
  captions: FeedState['captions'],
  caption: Caption & { seenAt: number },
): FeedState['captions'] {
  const at = captions.findIndex((c) => c.utteranceId === caption.utteranceId);
  const old = captions[at];
  if (old === undefined) return [...captions, caption].slice(-CAPTIONS_KEPT);
  // At-least-once delivery: an older revision may come again, a final stands.
  if (caption.revision < old.revision || (old.last && !caption.last)) return captions;
  return captions.map((c, index) => (index === at ? caption : c));
}

function merge(known: readonly ChatMessage[], more: readonly ChatMessage[]): ChatMessage[] {
  const byId = new Map(known.map((m) => [m.messageId, m]));
  for (const message of more) byId.set(message.messageId, message);
  return [...byId.values()].sort((a, b) => a.atMicros - b.atMicros);
}
