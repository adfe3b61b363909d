// Replaces the page's camera, microphone and screen by ones that know what time it is: the
// microphone hands over a fixture track, the camera shows, as a bar code, which hundredth of a
// second of that track it is. What a test finds in a recording can so be compared with what went
// in, and with the wall clock.
//
// No sound device plays and no canvas is captured: both make a page that is short of CPU, or has
// nothing else to draw, leave things out.
(() => {
  const person = __PARAMETERS__;
  const SAMPLE_RATE = 48_000;

  const now = () => performance.timeOrigin + performance.now();

  let heard = false;
  let startMillis = Infinity; // of the track

  let worker;
  const open = (kind, parameters) => {
    worker ??= new Worker("/__fixture/worker.js");
    const generator = new MediaStreamTrackGenerator({ kind });
    const writable = generator.writable;
    worker.postMessage({ ...parameters, writable }, [writable]);
    return generator;
  };

  const peers = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...parameters) {
      super(...parameters);
      peers.push(this);
    }
  };

  let microphone;
  const audio = async () => {
    microphone ??= (async () => {
      const response = await fetch("/__fixture/audio");
      const decoder = new OfflineAudioContext(1, 1, SAMPLE_RATE);
      const track = await decoder.decodeAudioData(await response.arrayBuffer());
      heard = true;
      return open("audio", { speech: track.getChannelData(0) });
    })();
    return (await microphone).clone();
  };

  let camera;
  const video = () => {
    camera ??= open("video", { person });
    return camera.clone();
  };

  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const tracks = [];
    if (constraints.audio) tracks.push(await audio());
    if (constraints.video) tracks.push(video());
    return new MediaStream(tracks);
  };

  navigator.mediaDevices.getDisplayMedia = async () => new MediaStream([open("video", {})]);

  window.__fixture = {
    ready: () => heard,
    /**
     * Starts the track at a moment of the wall clock that all participants share; who comes after it
     * is in the middle of it at once.
     */
    start: (epochMillis) => {
      startMillis = epochMillis;
      worker.postMessage({ startMillis });
    },
    /** Whether the server was told, by a sender report, which wall clock the sound has. */
    clockKnown: async () => {
      const reports = await Promise.all(peers.map((peer) => peer.getStats()));
      return reports
        .flatMap((report) => [...report.values()])
        .some(({ type, kind, roundTripTimeMeasurements }) =>
          type === "remote-inbound-rtp" && kind === "audio" && roundTripTimeMeasurements > 0);
    },
    positionMillis: () => Math.max(0, now() - startMillis),
  };
})();
