/** Why a device can't be used, in terms a person can do something about. */
export type CaptureProblem =
  | 'insecure'
  | 'denied'
  | 'none'
  | 'busy'
  | 'unplugged'
  | 'unsupported'
  | 'other';

export class CaptureError extends Error {
  constructor(readonly problem: CaptureProblem) {
    super(problem);
    this.name = 'CaptureError';
  }
}

/** Browsers hide `mediaDevices` from pages that came over plain http from another machine. */
export function captureSupport(): CaptureProblem | null {
  if (!window.isSecureContext) return 'insecure';
  return 'mediaDevices' in navigator && 'RTCPeerConnection' in window ? null : 'unsupported';
}

export function problemOf(failure: unknown): CaptureProblem {
  if (failure instanceof CaptureError) return failure.problem;
  switch (failure instanceof Error ? failure.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'other';
  }
}

export interface AudioChoice {
  readonly deviceId: string | null;
  /** Sends what the microphone hears: no echo cancelling, noise suppression or gain control. */
  readonly raw: boolean;
}

export async function openMicrophone(choice: AudioChoice): Promise<MediaStreamTrack> {
  const processed = !choice.raw;
  const audio: MediaTrackConstraints = {
    echoCancellation: processed,
    noiseSuppression: processed,
    autoGainControl: processed,
    channelCount: 1,
    sampleRate: 48_000,
  };
  const stream = await open('audio', audio, choice.deviceId);
  return first(stream.getAudioTracks());
}

export async function openCamera(deviceId: string | null): Promise<MediaStreamTrack> {
  const video: MediaTrackConstraints = {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  };
  const stream = await open('video', video, deviceId);
  const track = first(stream.getVideoTracks());
  track.contentHint = 'motion';
  return track;
}

/** Rejects with problem `denied` when the person closes the picker. */
export async function openScreen(): Promise<{
  video: MediaStreamTrack;
  audio: MediaStreamTrack | null;
}> {
  if (!canShareScreen()) throw new CaptureError('unsupported');
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 15, max: 30 } },
      audio: true,
    });
  } catch (failure) {
    throw new CaptureError(problemOf(failure));
  }
  const video = first(stream.getVideoTracks());
  video.contentHint = 'detail';
  return { video, audio: stream.getAudioTracks()[0] ?? null };
}

export function canShareScreen(): boolean {
  return captureSupport() === null && 'getDisplayMedia' in navigator.mediaDevices;
}

async function open(
  kind: 'audio' | 'video',
  constraints: MediaTrackConstraints,
  deviceId: string | null,
): Promise<MediaStream> {
  const support = captureSupport();
  if (support !== null) throw new CaptureError(support);
  const ask = (wanted: MediaTrackConstraints): Promise<MediaStream> =>
    navigator.mediaDevices.getUserMedia({ [kind]: wanted });
  try {
    if (deviceId === null) return await ask(constraints);
    try {
      return await ask({ ...constraints, deviceId: { exact: deviceId } });
    } catch (failure) {
      // The chosen device was unplugged since: any other is better than none.
      if (problemOf(failure) !== 'none') throw failure;
      return await ask(constraints);
    }
  } catch (failure) {
    throw new CaptureError(problemOf(failure));
  }
}

function first(tracks: MediaStreamTrack[]): MediaStreamTrack {
  const track = tracks[0];
  if (track === undefined) throw new CaptureError('none');
  return track;
}
