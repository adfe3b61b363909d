import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../api/types';
import type { Caption, LiveMessage } from '../live/liveSocket';
import { type FeedState, received } from './liveFeed';

const EMPTY: FeedState = {
  connected: true,
  captions: [],
  chat: [],
  own: [],
  recording: null,
  syntheticVoicesOnly: false,
  minutesReady: false,
  ended: false,
};

const caption = (utteranceId: string, revision: number, text: string, last = false): Caption => ({
  utteranceId,
  participantId: 'p',
  speaker: 'Ada',
  revision,
  last,
  startMicros: 0,
  endMicros: 1,
  text,
  syntheticVoicesOnly: false,
});

const message = (messageId: string, atMicros: number, text = messageId): ChatMessage => ({
  messageId,
  participantId: 'p',
  displayName: 'Ada',
  colour: '#000000',
  atMicros,
  atEpochMicros: atMicros,
  text,
});

const say = (state: FeedState, c: Caption): FeedState => received(state, { type: 'caption', ...c }, 1);
const texts = (state: FeedState): string[] => state.captions.map((c) => c.text);

describe('captions', () => {
  it('replace each other in place', () => {
    let state = say(EMPTY, caption('a', 1, 'we'));
    state = say(state, caption('b', 1, 'yes'));
    state = say(state, caption('a', 2, 'we agree'));
    expect(texts(state)).toEqual(['we agree', 'yes']);
  });

  it('never go back: neither to an older revision nor from final to partial', () => {
    let state = say(EMPTY, caption('a', 3, 'we agree on'));
    state = say(state, caption('a', 2, 'we agree'));
    expect(texts(state)).toEqual(['we agree on']);
    state = say(state, caption('a', 4, 'We agree on it.', true));
    state = say(state, caption('a', 5, 'we agree on it now'));
    expect(texts(state)).toEqual(['We agree on it.']);
    state = say(state, caption('a', 4, 'We agree on it.', true));
    expect(texts(state)).toEqual(['We agree on it.']);
  });

  it('keep the newest dozen', () => {
    let state = EMPTY;
    for (let i = 0; i < 40; i++) state = say(state, caption(`u${i}`, 1, String(i)));
    expect(texts(state)).toEqual(Array.from({ length: 12 }, (_, i) => String(28 + i)));
  });
});

describe('captions told on opening', () => {
  const hello = (...captions: Caption[]): LiveMessage => ({
    type: 'hello',
    captions,
    chat: [],
    recording: null,
  });

  it('are shown to a late joiner as if just said', () => {
    const state = received(EMPTY, hello(caption('a', 2, 'We agree.', true)), 7);
    expect(state.captions.map((c) => [c.text, c.seenAt])).toEqual([['We agree.', 7]]);
  });

  it('are not shown again after a reconnect', () => {
    const known = received(EMPTY, hello(caption('a', 2, 'We agree.', true)), 7);
    const state = received(
      known,
      hello(caption('a', 2, 'We agree.', true), caption('b', 2, 'Yes.', true)),
      9,
    );
    expect(state.captions.map((c) => c.seenAt)).toEqual([7, 9]);
  });
});

describe('chat', () => {
  it('is told once, in the order of the meeting clock', () => {
    let state = received(EMPTY, { type: 'chat', ...message('b', 20) }, 1);
    state = received(
      state,
      { type: 'hello', captions: [], chat: [message('a', 10), message('b', 20)], recording: null },
      1,
    );
    expect(state.chat.map((m) => m.messageId)).toEqual(['a', 'b']);
  });

  it('takes a pending message away when its echo comes', () => {
    const waiting: FeedState = {
      ...EMPTY,
      own: [
        { clientId: 'c1', text: 'hi', state: 'pending' },
        { clientId: 'c2', text: 'ho', state: 'pending' },
      ],
    };
    const state = received(waiting, { type: 'chat', ...message('m', 1, 'hi'), clientId: 'c1' }, 1);
    expect(state.own.map((m) => m.clientId)).toEqual(['c2']);
    expect(state.chat).toHaveLength(1);
  });

  it('marks a refused message as failed', () => {
    const waiting: FeedState = { ...EMPTY, own: [{ clientId: 'c', text: 'x', state: 'pending' }] };
    expect(received(waiting, { type: 'error', code: 'too-long', clientId: 'c' }, 1).own).toEqual([
      { clientId: 'c', text: 'x', state: 'failed' },
    ]);
  });

  it('after a reconnect drops what arrived and leaves the rest to the person', () => {
    const waiting: FeedState = {
      ...EMPTY,
      own: [
        { clientId: 'c1', text: 'arrived', state: 'pending' },
        { clientId: 'c2', text: 'lost', state: 'pending' },
      ],
    };
    const state = received(
      waiting,
      { type: 'hello', captions: [], chat: [message('m', 1, 'arrived')], recording: null },
      1,
    );
    expect(state.own).toEqual([{ clientId: 'c2', text: 'lost', state: 'failed' }]);
  });
});
