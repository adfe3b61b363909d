import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notification } from './messages';
import { signalAddress, SignalSocket, type Wire } from './signalSocket';

class ScriptedWire implements Wire {
  onopen: Wire['onopen'] = null;
  onmessage: Wire['onmessage'] = null;
  onclose: Wire['onclose'] = null;
  readonly sent: { id: number; method: string; data: unknown }[] = [];
  closedWith: number | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as (typeof this.sent)[number]);
  }
  close(code = 1005): void {
    this.closedWith = code;
  }
  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

const TIMES = { requestMillis: 1000, silenceMillis: 800, probeMillis: 400, doubtMillis: 200 };

async function opened(): Promise<{
  wire: ScriptedWire;
  socket: SignalSocket;
  heard: Notification[];
  closed: number[];
}> {
  const wire = new ScriptedWire();
  const heard: Notification[] = [];
  const closed: number[] = [];
  const opening = SignalSocket.open(
    wire,
    { notified: (n) => heard.push(n), closed: (code) => closed.push(code) },
    TIMES,
  );
  wire.onopen?.();
  return { wire, socket: await opening, heard, closed };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('SignalSocket', () => {
  it('matches answers to questions in any order', async () => {
    const { wire, socket } = await opened();
    const first = socket.request('restartIce', { transportId: 'a' });
    const second = socket.request('getRouterRtpCapabilities');
    expect(wire.sent.map((m) => m.method)).toEqual(['restartIce', 'getRouterRtpCapabilities']);
    wire.say({ id: wire.sent[1]?.id, ok: true, data: { rtpCapabilities: { codecs: [] } } });
    wire.say({ id: wire.sent[0]?.id, ok: true, data: { iceParameters: { usernameFragment: 'u' } } });
    expect(await second).toEqual({ rtpCapabilities: { codecs: [] } });
    expect(await first).toEqual({ iceParameters: { usernameFragment: 'u' } });
  });

  it('turns an error answer into an error with its code', async () => {
    const { wire, socket } = await opened();
    const asked = socket.request('closeProducer', { producerId: 'x' });
    wire.say({ id: wire.sent[0]?.id, ok: false, error: { code: 'no-such-producer', message: 'x' } });
    await expect(asked).rejects.toMatchObject({ code: 'no-such-producer' });
  });

  it('passes notifications on in order and drops what is not JSON', async () => {
    const { wire, heard } = await opened();
    const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    wire.say({ method: 'recording', data: { on: true } });
    wire.say('{');
    wire.say({ method: 'dominantSpeaker', data: { participantId: 'p' } });
    expect(heard.map((n) => n.method)).toEqual(['recording', 'dominantSpeaker']);
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it('rejects what is unanswered when the socket closes, and tells its code once', async () => {
    const { wire, socket, closed } = await opened();
    const asked = socket.request('leave');
    wire.onclose?.({ code: 4410, reason: '' });
    await expect(asked).rejects.toMatchObject({ code: 'closed' });
    await expect(socket.request('leave')).rejects.toMatchObject({ code: 'closed' });
    expect(closed).toEqual([4410]);
  });

  it('gives up on a request after its time', async () => {
    const { wire, socket } = await opened();
    const asked = expect(socket.request('leave')).rejects.toMatchObject({ code: 'timeout' });
    // Something else is heard, so that silence is not the reason.
    vi.advanceTimersByTime(600);
    wire.say({ method: 'recording', data: { on: true } });
    vi.advanceTimersByTime(500);
    await asked;
  });

  it('asks into silence and counts the socket as dead when nobody answers', async () => {
    const { wire, closed } = await opened();
    vi.advanceTimersByTime(800);
    expect(wire.sent.at(-1)?.method).toBe('getStats');
    wire.say({ id: wire.sent.at(-1)?.id, ok: false, error: { code: 'unknown-method' } });
    await vi.advanceTimersByTimeAsync(500);
    expect(closed).toEqual([]);
    await vi.advanceTimersByTimeAsync(800 + 400);
    expect(closed).toEqual([1006]);
    expect(wire.closedWith).not.toBeNull();
  });

  it('counts as dead soon when somebody doubts it and nothing is heard', async () => {
    const { wire, socket, closed } = await opened();
    const asked = expect(
      socket.doubtfully('restartIce', { transportId: 'a' }),
    ).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(300);
    await asked;
    expect(closed).toEqual([1006]);
    expect(wire.closedWith).not.toBeNull();
  });

  it('lives on when a doubtful question is answered late but something is heard', async () => {
    const { wire, socket, closed } = await opened();
    const asked = expect(
      socket.doubtfully('restartIce', { transportId: 'a' }),
    ).rejects.toMatchObject({ code: 'timeout' });
    wire.say({ method: 'recording', data: { on: true } });
    await vi.advanceTimersByTimeAsync(300);
    await asked;
    expect(closed).toEqual([]);
  });

  it('fails to open with the close code of the server', async () => {
    const wire = new ScriptedWire();
    const opening = SignalSocket.open(wire, { notified: vi.fn(), closed: vi.fn() }, TIMES);
    wire.onclose?.({ code: 4401, reason: 'expired' });
    await expect(opening).rejects.toMatchObject({ code: 'close-4401', message: 'expired' });
  });

  it('does not tell of a close that was asked for', async () => {
    const { wire, socket, closed } = await opened();
    socket.close();
    wire.onclose?.({ code: 1000, reason: '' });
    expect(closed).toEqual([]);
    expect(wire.closedWith).toBe(1000);
  });
});

describe('signalAddress', () => {
  it('makes addresses absolute, with the socket scheme and the token', () => {
    expect(signalAddress('/v1/signal', 'a.b', 'https://parley.test/m/x')).toBe(
      'wss://parley.test/v1/signal?token=a.b',
    );
    expect(signalAddress('ws://sfu:1234/v1/signal', 't', 'http://web/m/x')).toBe(
      'ws://sfu:1234/v1/signal?token=t',
    );
    expect(signalAddress('ws://sfu/v1/signal?token=old', 'new', 'http://web/')).toContain('token=new');
  });
});
