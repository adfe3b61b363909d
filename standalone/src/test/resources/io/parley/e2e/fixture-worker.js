// Hands over sound and pictures of a fixture track as the wall clock demands them, apart from the
// page, which may be busy. A browser that is short of CPU is late with some of it and catches up,
// but leaves nothing out.
const WIDTH = 480;
const HEIGHT = 270;
const MARKER = 30;
const BAR = 21; // 20 bars: white, black, 16 bits from the highest, parity, white
const PICTURES_PER_SECOND = 10;
const SAMPLE_RATE = 48_000;
const BLOCK = 960; // 20 ms: what Opus takes at a time

const now = () => performance.timeOrigin + performance.now();

let startMillis = Infinity; // of the track
const samplesIn = (millis) => Math.round((millis * SAMPLE_RATE) / 1_000);

const speak = (writable, speech) => {
  const writer = writable.getWriter();
  // The clock starts when the first sound is handed over, and nothing is ever left out: receivers
  // know time by counting it.
  let openedMillis;
  let handed = 0;
  setInterval(() => {
    openedMillis ??= now() - (BLOCK * 1_000) / SAMPLE_RATE;
    const due = samplesIn(now() - openedMillis);
    const start = samplesIn(startMillis - openedMillis);
    for (; handed + BLOCK <= due; handed += BLOCK) {
      const data = Float32Array.from({ length: BLOCK }, (_, i) => speech[handed + i - start] ?? 0);
      void writer.write(
        new AudioData({
          format: "f32-planar",
          sampleRate: SAMPLE_RATE,
          numberOfFrames: BLOCK,
          numberOfChannels: 1,
          // Sender reports are made from it: it counts from when this worker came to life.
          timestamp:
            (openedMillis - performance.timeOrigin) * 1e3 + (handed * 1e6) / SAMPLE_RATE,
          data,
        }),
      );
    }
  }, 20);
};

const show = (writable, width, height, perSecond, draw) => {
  const canvas = new OffscreenCanvas(width, height);
  const graphics = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  const writer = writable.getWriter();
  const timer = setInterval(() => {
    if (writer.desiredSize <= 0) return; // the last one was not taken yet
    const epochMillis = now();
    draw(graphics, epochMillis);
    const frame = new VideoFrame(canvas, { timestamp: epochMillis * 1_000 });
    writer.write(frame).catch(() => {
      frame.close();
      clearInterval(timer);
    });
  }, 1_000 / perSecond);
};

const counter =
  ({ hue, name }) =>
  (graphics, epochMillis) => {
    const value = Math.floor(Math.max(0, epochMillis - startMillis) / 10) & 0xffff;
    let parity = 0;
    const bars = [1, 0];
    for (let bit = 15; bit >= 0; bit--) {
      const on = (value >> bit) & 1;
      parity ^= on;
      bars.push(on);
    }
    bars.push(parity, 1);
    graphics.fillStyle = hue;
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    bars.forEach((on, index) => {
      graphics.fillStyle = on ? "#fff" : "#000";
      graphics.fillRect(MARKER + index * BAR, 0, BAR, HEIGHT);
    });
    graphics.fillStyle = "#202020";
    graphics.fillRect(MARKER, 150, 20 * BAR, 68);
    graphics.fillStyle = "#fff";
    graphics.font = "bold 48px sans-serif";
    graphics.fillText(`${name} ${(value / 100).toFixed(2)}`, MARKER + 16, 202);
  };

const slides = () => {
  let slide = 0;
  return (graphics) => {
    graphics.fillStyle = "#204060";
    graphics.fillRect(0, 0, 1_280, 720);
    graphics.fillStyle = "#fff";
    graphics.font = "bold 96px sans-serif";
    graphics.fillText(`Slide ${++slide}`, 120, 380);
  };
};

onmessage = ({ data }) => {
  if (data.startMillis !== undefined) startMillis = data.startMillis;
  else if (data.speech) speak(data.writable, data.speech);
  else if (data.person) show(data.writable, WIDTH, HEIGHT, PICTURES_PER_SECOND, counter(data.person));
  else show(data.writable, 1_280, 720, 5, slides());
};
