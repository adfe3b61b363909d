// Replaces the page's camera, microphone and screen by ones that know what time it is: the
// microphone plays a fixture track, the camera shows, as a bar code, which hundredth of a second of
// that track is being played. What a test finds in a recording can so be compared with what went in.
(() => {
  const { hue, name } = __PARAMETERS__;
  const WIDTH = 640;
  const HEIGHT = 360;
  const MARKER = 40;
  const BAR = 28; // 20 bars: white, black, 16 bits from the highest, parity, white
  const PICTURES_PER_SECOND = 15;

  let context;
  let destination;
  let startTime = Infinity;
  let buffer;

  const audio = async () => {
    if (!context) {
      context = new AudioContext({ sampleRate: 48000 });
      destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
      const response = await fetch("/__fixture/audio");
      buffer = await context.decodeAudioData(await response.arrayBuffer());
    }
    return destination.stream.getAudioTracks()[0].clone();
  };

  const positionMillis = () =>
    context && context.currentTime > startTime ? (context.currentTime - startTime) * 1000 : 0;

  const drawCounter = (graphics) => {
    const value = Math.floor(positionMillis() / 10) & 0xffff;
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
    graphics.fillRect(MARKER, 200, 20 * BAR, 90);
    graphics.fillStyle = "#fff";
    graphics.font = "bold 64px sans-serif";
    graphics.fillText(`${name} ${(value / 100).toFixed(2)}`, MARKER + 20, 268);
  };

  // [wall clock, position]: a sound device that is starved of CPU falls behind the wall clock.
  const clock = [];

  let camera;
  const video = () => {
    if (!camera) {
      const canvas = document.createElement("canvas");
      canvas.width = WIDTH;
      canvas.height = HEIGHT;
      const graphics = canvas.getContext("2d", { alpha: false });
      drawCounter(graphics);
      setInterval(() => {
        drawCounter(graphics);
        if (positionMillis() > 0) clock.push([Date.now(), positionMillis()]);
      }, 1000 / PICTURES_PER_SECOND);
      camera = canvas.captureStream(PICTURES_PER_SECOND).getVideoTracks()[0];
    }
    return camera.clone();
  };

  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const tracks = [];
    if (constraints.audio) tracks.push(await audio());
    if (constraints.video) tracks.push(video());
    return new MediaStream(tracks);
  };

  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 1280;
    canvas.height = 720;
    const graphics = canvas.getContext("2d", { alpha: false });
    let slide = 0;
    const draw = () => {
      graphics.fillStyle = "#204060";
      graphics.fillRect(0, 0, 1280, 720);
      graphics.fillStyle = "#fff";
      graphics.font = "bold 96px sans-serif";
      graphics.fillText(`Slide ${++slide}`, 120, 380);
    };
    draw();
    setInterval(draw, 200);
    return canvas.captureStream(5);
  };

  window.__fixture = {
    ready: () => buffer !== undefined && context.state === "running",
    /**
     * Starts the dialogue at a moment of the wall clock that all participants share; who comes after
     * it is in the middle of it at once.
     */
    start: (epochMillis) => {
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(destination);
      startTime = context.currentTime + (epochMillis - Date.now()) / 1000;
      const at = Math.max(startTime, context.currentTime + 0.2);
      source.start(at, at - startTime);
    },
    positionMillis,
    // The present belongs to it: the last picture may have been drawn a moment ago.
    clock: () => [...clock, [Date.now(), positionMillis()]],
  };
})();
