import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from '../../lib/store';
import type { LocalMedia } from '../../media/localMedia';
import type { Room } from '../../room/room';

interface Props {
  room: Room;
  local: LocalMedia;
  /** Turns true when the person allowed sound. */
  unblock: boolean;
  onBlocked: () => void;
}

/** The sound of the others, whether or not their tile is on the stage. */
export function RemoteAudio({ room, local, unblock, onBlocked }: Props): ReactNode {
  const { people } = useStore(room.state);
  const { speakerId } = useStore(local.state);
  return (
    <div hidden>
      {[...people.values()].flatMap((p) =>
        (['microphone', 'screen-audio'] as const).map((source) => {
          const track = p.tracks[source]?.track;
          return track === undefined ? null : (
            <Sound
              key={`${p.id}-${source}`}
              testId={`audio-${p.id}-${source}`}
              track={track}
              speakerId={speakerId}
              unblock={unblock}
              onBlocked={onBlocked}
            />
          );
        }),
      )}
    </div>
  );
}

interface SoundProps {
  track: MediaStreamTrack;
  speakerId: string | null;
  unblock: boolean;
  onBlocked: () => void;
  testId: string;
}

function Sound({ track, speakerId, unblock, onBlocked, testId }: SoundProps): ReactNode {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = ref.current;
    if (audio === null) return;
    audio.srcObject = new MediaStream([track]);
    return () => {
      audio.srcObject = null;
    };
  }, [track]);
  useEffect(() => {
    if (!unblock) return;
    ref.current?.play().catch((failure: unknown) => {
      if (failure instanceof DOMException && failure.name === 'NotAllowedError') onBlocked();
    });
  }, [track, unblock, onBlocked]);
  useEffect(() => {
    const audio = ref.current;
    if (audio === null || speakerId === null || !('setSinkId' in audio)) return;
    // A loudspeaker that is gone leaves the default one.
    audio.setSinkId(speakerId).catch(() => undefined);
  }, [speakerId]);
  return <audio ref={ref} autoPlay data-testid={testId} />;
}
