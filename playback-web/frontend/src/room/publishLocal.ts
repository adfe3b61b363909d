import type { LocalKind, LocalMedia } from '../media/localMedia';
import type { Room } from './room';

/** Keeps what the room publishes in step with the person's devices, until the answer is called. */
export function publishLocal(room: Room, local: LocalMedia): () => void {
  const sent: Record<LocalKind, { track: MediaStreamTrack | null; on: boolean }> = {
    microphone: { track: null, on: false },
    camera: { track: null, on: false },
  };
  const follow = (): void => {
    for (const kind of ['microphone', 'camera'] as const) {
      const { track, on, opening } = local.state.get()[kind];
      const before = sent[kind];
      if (opening || (before.track === track && before.on === on)) continue;
      sent[kind] = { track, on };
      if (track === null) {
        if (before.track !== null) void room.pause(kind);
      } else if (on || before.track !== track) void room.publish(kind, track, !on);
      else void room.pause(kind);
    }
  };
  follow();
  return local.state.subscribe(follow);
}
