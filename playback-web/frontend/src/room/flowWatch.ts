/** How often what was received is looked at. */
const SAMPLE_MILLIS = 250;

/** So many samples must have grown since it last stood still for this to mean anything. */
const FLOWING = 4;

/** So many samples in a row without a byte: media that flows has gaps of a few hundredths. */
const STILL = 3;

/**
 * Tells when a steady stream of bytes stops, within a second of it. ICE itself calls a path
 * disconnected only after several seconds without answers. A stream may also stop because nobody
 * sends: who is told has to find out.
 */
export class FlowWatch {
  private readonly timer: ReturnType<typeof setInterval>;
  private bytes = -1;
  private grown = 0;
  private same = 0;

  /**
   * @param received bytes until now; may go back when what is counted changes
   * @param stopped called once, until bytes flow again
   */
  constructor(
    private readonly received: () => Promise<number>,
    private readonly stopped: () => void,
  ) {
    this.timer = setInterval(() => void this.sample(), SAMPLE_MILLIS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async sample(): Promise<void> {
    const now = await this.received().catch(() => -1);
    if (now !== this.bytes) {
      this.bytes = now;
      this.grown++;
      this.same = 0;
      return;
    }
    this.same++;
    if (this.same < STILL) return;
    if (this.grown >= FLOWING) this.stopped();
    this.grown = 0;
  }
}
