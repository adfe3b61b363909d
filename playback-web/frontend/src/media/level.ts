/** Loudness of an audio track, 0 to 1, read when asked. Close it, audio contexts are few. */
export class LevelReader {
  private readonly context = new AudioContext();
  private readonly analyser = this.context.createAnalyser();
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.context.createMediaStreamSource(new MediaStream([track])).connect(this.analyser);
    void this.context.resume().catch(() => undefined);
  }

  read(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    return meter(Math.sqrt(sum / this.samples.length));
  }

  close(): void {
    void this.context.close().catch(() => undefined);
  }
}

/** Root mean square to a meter from −60 dBFS (0) to −6 dBFS (1). */
export function meter(rms: number): number {
  if (rms <= 0) return 0;
  const decibels = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (decibels + 60) / 54));
}
