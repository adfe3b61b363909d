import { type ReactNode, useEffect, useRef } from 'react';
import type { Pictures } from '../../room/pictures';
import { usePictureSize } from './usePictureSize';

interface Props {
  track: MediaStreamTrack;
  mirrored?: boolean;
  contain?: boolean;
  testId?: string;
  /** Of somebody else's picture: where its size is told. */
  pictures?: Pictures;
  consumerId?: string;
}

/** A track as a picture; silent, its sound is played elsewhere. */
export function VideoView({
  track,
  mirrored = false,
  contain = false,
  testId,
  pictures,
  consumerId,
}: Props): ReactNode {
  const ref = useRef<HTMLVideoElement>(null);
  usePictureSize(ref, pictures, consumerId);
  useEffect(() => {
    const video = ref.current;
    if (video === null) return;
    video.srcObject = new MediaStream([track]);
    void video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={ref}
      muted
      autoPlay
      playsInline
      disablePictureInPicture
      data-testid={testId}
      className={`${mirrored ? 'mirrored' : ''} ${contain ? 'contain' : ''}`}
    />
  );
}
