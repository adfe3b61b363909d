import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LiveMessage, LiveSocket, type LiveWire } from './liveSocket';

class ScriptedWire implements LiveWire {
  onopen: LiveWire['onopen'] = null;
  onmessage: LiveWire['onmessage'] = null;
  onclose: LiveWire['onclose'] = null;
  readonly sent: unknown[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
}

function connected(): {
  socket: LiveSocket;
  wires: ScriptedWire[];
  ups: boolean[];
  heard: LiveMessage[];
} {
  const wires: ScriptedWire[] = [];
  const ups: boolean[] = [];
  const heard: LiveMessage[] = [];
  const socket = new LiveSocket(
    () => {
      const wire = new ScriptedWire();
      wires.push(wire);
      return wire;
    },
    { received: (m) => heard.push(m), connected: (up) => ups.push(up) },
    () => 1,
  );
  return { socket, wires, ups, heard };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('LiveSocket', () => {
  it('comes back after a drop, later and later, and at once after it was open', () => {
    const { wires, ups } = connected();
    wires[0]?.onopen?.();
    wires[0]?.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(499);
    expect(wires).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(wires).toHaveLength(2);
    wires[1]?.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(999);
    expect(wires).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(wires).toHaveLength(3);
    wires[2]?.onopen?.();
    wires[2]?.onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    expect(wires).toHaveLength(4);
    expect(ups).toEqual([true, false, false, true, false]);
  });

  it('does not wait when the network is back', () => {
    const { socket, wires } = connected();
    wires[0]?.onclose?.({ code: 1006 });
    socket.wake();
    expect(wires).toHaveLength(2);
    vi.advanceTimersByTime(20_000);
    expect(wires).toHaveLength(2);
  });

  it('pings, and leaves a socket on which nothing comes back', () => {
    const { wires, ups } = connected();
    wires[0]?.onopen?.();
    vi.advanceTimersByTime(10_000);
    expect(wires[0]?.sent).toEqual([{ type: 'ping' }]);
    wires[0]?.onmessage?.({ data: '{"type":"pong"}' });
    vi.advanceTimersByTime(40_000);
    expect(wires[0]?.closed).toBe(true);
    expect(ups).toEqual([true, false]);
  });

  it('says whether a chat message went out', () => {
    const { socket, wires } = connected();
    wires[0]?.onopen?.();
    expect(socket.sendChat('c1', 'hello')).toBe(true);
    expect(wires[0]?.sent).toEqual([{ type: 'chat', clientId: 'c1', text: 'hello' }]);
    wires[0]?.onclose?.({ code: 1006 });
    expect(socket.sendChat('c2', 'lost')).toBe(false);
  });

  it('stays closed when closed', () => {
    const { socket, wires } = connected();
    wires[0]?.onopen?.();
    socket.close();
    vi.advanceTimersByTime(60_000);
    expect(wires).toHaveLength(1);
    expect(wires[0]?.closed).toBe(true);
  });
});
