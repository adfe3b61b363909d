import { readPref, writePref } from '../lib/prefs';
import { Store } from '../lib/store';
import { type CaptureProblem, openCamera, openMicrophone, problemOf } from './capture';

export interface LocalDevice {
  readonly track: MediaStreamTrack | null;
  /** What the person wants; the track may be missing all the same. */
  readonly on: boolean;
  readonly opening: boolean;
  readonly problem: CaptureProblem | null;
}

export interface LocalState {
  readonly microphone: LocalDevice;
  readonly camera: LocalDevice;
  readonly devices: readonly MediaDeviceInfo[];
  readonly microphoneId: string | null;
  readonly cameraId: string | null;
  readonly speakerId: string | null;
}

export type LocalKind = 'microphone' | 'camera';

const CLOSED: LocalDevice = { track: null, on: false, opening: false, problem: null };

/**
 * The person's own microphone and camera, from the page before the meeting to its end. The
 * microphone stays open while muted, so that unmuting is instant; a camera that is off is closed,
 * so that its light is off.
 */
export class LocalMedia {
  readonly state = new Store<LocalState>({
    microphone: CLOSED,
    camera: CLOSED,
    devices: [],
    microphoneId: readPref('microphone'),
    cameraId: readPref('camera'),
    speakerId: readPref('speaker'),
  });

  /** Counts openings per kind, so that a slow one that was overtaken is closed again. */
  private readonly turn: Record<LocalKind, number> = { microphone: 0, camera: 0 };
  private readonly devicesChanged = (): void => void this.listDevices();

  constructor(private readonly raw: boolean) {
    if ('mediaDevices' in navigator) {
      navigator.mediaDevices.addEventListener('devicechange', this.devicesChanged);
    }
  }

  async start(microphone: boolean, camera: boolean): Promise<void> {
    // One after the other: some browsers show one question at a time and deny the second.
    if (microphone) await this.setOn('microphone', true);
    if (camera) await this.setOn('camera', true);
    await this.listDevices();
  }

  async setOn(kind: LocalKind, on: boolean): Promise<void> {
    const device = this.state.get()[kind];
    if (kind === 'microphone' && device.track !== null) {
      device.track.enabled = on;
      this.change(kind, { on });
      return;
    }
    if (on) await this.reopen(kind);
    else this.shut(kind);
  }

  async choose(kind: LocalKind, deviceId: string): Promise<void> {
    writePref(kind, deviceId);
    this.state.update((s) => ({
      ...s,
      [kind === 'microphone' ? 'microphoneId' : 'cameraId']: deviceId,
    }));
    if (this.state.get()[kind].on || kind === 'microphone') await this.reopen(kind);
  }

  chooseSpeaker(deviceId: string): void {
    writePref('speaker', deviceId);
    this.state.update((s) => ({ ...s, speakerId: deviceId }));
  }

  close(): void {
    if ('mediaDevices' in navigator) {
      navigator.mediaDevices.removeEventListener('devicechange', this.devicesChanged);
    }
    this.shut('microphone');
    this.shut('camera');
  }

  private async reopen(kind: LocalKind): Promise<void> {
    const turn = ++this.turn[kind];
    const before = this.state.get()[kind];
    const on = kind === 'camera' || before.track === null || before.on;
    this.change(kind, { opening: true, on, problem: null });
    const { microphoneId, cameraId } = this.state.get();
    try {
      if (before.track !== null) release(before.track);
      const track =
        kind === 'microphone'
          ? await openMicrophone({ deviceId: microphoneId, raw: this.raw })
          : await openCamera(cameraId);
      if (turn !== this.turn[kind]) {
        release(track);
        return;
      }
      track.enabled = on;
      track.onended = () => this.unplugged(kind, track);
      this.change(kind, { track, opening: false });
      await this.listDevices();
    } catch (failure) {
      if (turn !== this.turn[kind]) return;
      this.change(kind, { track: null, on: false, opening: false, problem: problemOf(failure) });
    }
  }

  private shut(kind: LocalKind): void {
    this.turn[kind]++;
    const { track } = this.state.get()[kind];
    if (track !== null) release(track);
    this.change(kind, { track: null, on: false, opening: false });
  }

  private unplugged(kind: LocalKind, track: MediaStreamTrack): void {
    if (this.state.get()[kind].track !== track) return;
    this.turn[kind]++;
    this.change(kind, { track: null, on: false, opening: false, problem: 'unplugged' });
    void this.listDevices();
  }

  private async listDevices(): Promise<void> {
    if (!('mediaDevices' in navigator)) return;
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.state.update((s) => ({ ...s, devices }));
  }

  private change(kind: LocalKind, change: Partial<LocalDevice>): void {
    this.state.update((s) => ({ ...s, [kind]: { ...s[kind], ...change } }));
  }
}

function release(track: MediaStreamTrack): void {
  track.onended = null;
  track.stop();
}
