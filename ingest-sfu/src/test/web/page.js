// A small client on real mediasoup-client for the SFU's browser tests. The tests drive it through
// window.parley.
import { Device } from 'mediasoup-client';
import { sendingRedundancy, withRedundancy } from './redundantSound';

export class Client {
  constructor(url) {
    this.url = url;
    this.pending = new Map();
    this.notifications = [];
    this.consumers = new Map();
    this.producers = new Map();
    this.nextId = 1;
    this.closed = null;
    this.waiting = [];
    // Where a relay of the test's own takes media, on the server's host; 0 for none.
    this.relayPort = 0;
  }

  connect() {
    this.socket = new WebSocket(this.url);
    this.socket.onmessage = (event) => this.receive(JSON.parse(event.data));
    return new Promise((resolve) => {
      this.socket.onopen = () => resolve('open');
      this.socket.onclose = (event) => {
        this.closed = { code: event.code, reason: event.reason };
        resolve('closed');
      };
    });
  }

  receive(message) {
    if (message.method) {
      this.notifications.push(message);
      if (message.method === 'newConsumer') {
        this.consume(message.data);
      } else if (message.method === 'producerLayers') {
        this.sendLayers(message.data);
      } else if (message.method === 'consumerClosed') {
        this.consumers.get(message.data.consumerId)?.consumer.close();
        this.consumers.delete(message.data.consumerId);
      }
      return;
    }
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    pending?.(message);
  }

  // The whole answer, whether good or not.
  ask(method, data) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new Error(`${method}: the socket is closed: ${JSON.stringify(this.closed)}`));
        return;
      }
      setTimeout(() => reject(new Error(`${method} was not answered`)), 15000);
      this.pending.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method, data }));
    });
  }

  async request(method, data) {
    const answer = await this.ask(method, data);
    if (!answer.ok) {
      throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`);
    }
    return answer.data;
  }

  async join(resumeKey) {
    const { rtpCapabilities } = await this.request('getRouterRtpCapabilities');
    this.device = this.device ?? new Device();
    if (!this.device.loaded) {
      await this.device.load({ routerRtpCapabilities: rtpCapabilities });
    }
    this.joined = await this.request('join', {
      rtpCapabilities: this.device.recvRtpCapabilities ?? this.device.rtpCapabilities,
      resumeKey,
    });
    return this.joined;
  }

  async createTransports() {
    this.send = await this.createTransport('send');
    this.recv = await this.createTransport('recv');
  }

  async createTransport(direction) {
    const options = {
      ...(await this.request('createWebRtcTransport', { direction })),
      iceServers: this.joined.iceServers,
      iceTransportPolicy: this.joined.iceTransportPolicy,
    };
    if (this.relayPort) {
      options.iceCandidates = options.iceCandidates
        .filter((one) => one.protocol === 'udp')
        .map((one) => ({ ...one, port: this.relayPort }));
    }
    const transport =
      direction === 'send'
        ? sendingRedundancy(() => this.device.createSendTransport(options))
        : this.device.createRecvTransport(options);
    transport.on('connect', ({ dtlsParameters }, done, failed) =>
      this.request('connectWebRtcTransport', { transportId: transport.id, dtlsParameters }).then(
        done,
        failed,
      ),
    );
    transport.on('produce', ({ kind, rtpParameters: plain, appData }, done, failed) => {
      const rtpParameters = withRedundancy(plain, this.sender);
      this.request('produce', { transportId: transport.id, kind, rtpParameters, appData }).then(
        done,
        failed,
      );
    });
    return transport;
  }

  // Type, protocol and relay protocol of our end of the pair that a transport uses.
  async path(direction) {
    const all = new Map();
    (await this[direction].getStats()).forEach((one) => all.set(one.id, one));
    const transport = [...all.values()].find((one) => one.type === 'transport');
    const pair = all.get(transport?.selectedCandidatePairId);
    const local = all.get(pair?.localCandidateId);
    return local ? `${local.candidateType} ${local.protocol} ${local.relayProtocol ?? '-'}` : '';
  }

  async produce(track, source, options = {}) {
    const producer = await this.send.produce({
      track,
      appData: { source },
      onRtpSender: (sender) => (this.sender = sender),
      ...options,
    });
    this.producers.set(source, producer);
    return producer.id;
  }

  async publish(codecName) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, autoGainControl: false, noiseSuppression: false },
      video: { width: 640, height: 360 },
    });
    await this.produce(stream.getAudioTracks()[0], 'microphone');
    const codec = codecName
      ? this.device.rtpCapabilities.codecs.find(
          (one) => one.mimeType.toLowerCase() === `video/${codecName}`.toLowerCase(),
        )
      : undefined;
    await this.produce(stream.getVideoTracks()[0], 'camera', { codec });
  }

  // The camera in three sizes.
  async publishSimulcast(codecName) {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { width: 1280, height: 720, frameRate: 30 },
    });
    const codec = this.device.rtpCapabilities.codecs.find(
      (one) => one.mimeType.toLowerCase() === `video/${codecName}`.toLowerCase(),
    );
    const scalabilityMode = codecName === 'VP8' ? 'L1T3' : 'L1T1';
    await this.produce(stream.getVideoTracks()[0], 'camera', {
      codec,
      encodings: [
        { scaleResolutionDownBy: 4, maxBitrate: 150000, scalabilityMode },
        { scaleResolutionDownBy: 2, maxBitrate: 500000, scalabilityMode },
        { scaleResolutionDownBy: 1, maxBitrate: 1500000, scalabilityMode },
      ],
      codecOptions: { videoGoogleStartBitrate: 1000 },
    });
  }

  // One stream that holds the camera in several sizes.
  async publishLayered(codecName, scalabilityMode) {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { width: 640, height: 360, frameRate: 30 },
    });
    const codec = this.device.rtpCapabilities.codecs.find(
      (one) => one.mimeType.toLowerCase() === `video/${codecName}`.toLowerCase(),
    );
    await this.produce(stream.getVideoTracks()[0], 'camera', {
      codec,
      encodings: [{ maxBitrate: 900000, scalabilityMode }],
      codecOptions: { videoGoogleStartBitrate: 900 },
    });
  }

  async publishMicrophone() {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, autoGainControl: false, noiseSuppression: false },
    });
    await this.produce(stream.getAudioTracks()[0], 'microphone');
  }

  // A lasting tone for a microphone.
  async publishTone(hertz) {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: hertz });
    const microphone = context.createMediaStreamDestination();
    tone.connect(microphone);
    tone.start();
    await this.produce(microphone.stream.getAudioTracks()[0], 'microphone');
  }

  async sendLayers({ producerId, active }) {
    const producer = [...this.producers.values()].find((one) => one.id === producerId);
    const parameters = producer.rtpSender.getParameters();
    parameters.encodings.forEach((encoding, layer) => {
      encoding.active = active[layer];
    });
    await producer.rtpSender.setParameters(parameters);
    this.active = active.join();
  }

  // Width of the picture that is shown now; 0 before the first.
  width(participantId, source) {
    return this.find(participantId, source)?.element.videoWidth ?? 0;
  }

  // From now on notes the longest wait from one picture to the next, in milliseconds.
  watchGaps(participantId, source) {
    const { element } = this.find(participantId, source);
    this.longestGap = 0;
    let last = performance.now();
    const next = (now) => {
      this.longestGap = Math.max(this.longestGap, now - last);
      last = now;
      element.requestVideoFrameCallback(next);
    };
    element.requestVideoFrameCallback(next);
  }

  // As if the tile had this size.
  resize(participantId, source, width, height) {
    const consumerId = this.find(participantId, source).data.id;
    return this.request('setPreferredLayers', { consumerId, width, height });
  }

  // What the browser says about one received track.
  async inbound(participantId, source) {
    const report = await this.find(participantId, source).consumer.getStats();
    return [...report.values()].find((one) => one.type === 'inbound-rtp');
  }

  // Noise asks for as many bits as there are; a sender that has little to say learns little about
  // its network.
  async publishScreen(noise = false) {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 400;
    const context = canvas.getContext('2d');
    let count = 0;
    setInterval(() => {
      context.fillStyle = `hsl(${count * 7 % 360} 80% 50%)`;
      context.fillRect(0, 0, 640, 400);
      for (let i = 0; noise && i < 1000; i++) {
        context.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
        context.fillRect((i % 40) * 16, Math.floor(i / 40) * 16, 16, 16);
      }
      context.fillStyle = 'white';
      context.font = '120px sans-serif';
      context.fillText(String(count++), 100, 240);
    }, 50);
    return this.produce(canvas.captureStream(20).getVideoTracks()[0], 'screen');
  }

  async consume(data) {
    while (!this.recv) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const consumer = await this.recv.consume({
      id: data.id,
      producerId: data.producerId,
      kind: data.kind,
      rtpParameters: data.rtpParameters,
      streamId: `${data.participantId}-${data.source.startsWith('screen') ? 'screen' : 'self'}`,
    });
    const entry = { consumer, data, levels: [] };
    this.consumers.set(data.id, entry);
    this.play(entry);
    await this.request('resumeConsumer', { consumerId: data.id });
  }

  play(entry) {
    const stream = new MediaStream([entry.consumer.track]);
    const element = document.createElement(entry.data.kind);
    element.autoplay = true;
    element.playsInline = true;
    element.muted = true;
    element.srcObject = stream;
    document.body.append(element);
    entry.element = element;
    element.play().catch(() => {});
    if (entry.data.kind === 'video') {
      entry.shown = 0;
      const next = () => {
        entry.shown++;
        element.requestVideoFrameCallback(next);
      };
      element.requestVideoFrameCallback(next);
    }
    if (entry.data.kind === 'audio') {
      this.audio = this.audio ?? new AudioContext();
      entry.analyser = this.audio.createAnalyser();
      entry.analyser.fftSize = 2048;
      this.audio.createMediaStreamSource(stream).connect(entry.analyser);
    }
  }

  find(participantId, source) {
    return [...this.consumers.values()].find(
      (entry) => entry.data.participantId === participantId && entry.data.source === source,
    );
  }

  // Frames shown so far of somebody's video; -1 if there is no such track. Firefox counts none of a
  // stream's by itself.
  frames(participantId, source) {
    const entry = this.find(participantId, source);
    return entry
      ? Math.max(entry.shown, entry.element.getVideoPlaybackQuality().totalVideoFrames)
      : -1;
  }

  // Root mean square of the sound that somebody's track plays now; -1 if there is no such track.
  rms(participantId, source) {
    const entry = this.find(participantId, source);
    if (!entry) {
      return -1;
    }
    const samples = new Float32Array(entry.analyser.fftSize);
    entry.analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  }

  // The part of what is heard of somebody that is a tone of so many hertz, 0-1. A recording is
  // looked at: an AudioContext of Firefox's stands still on machines without loudspeakers.
  async toneShare(participantId, source, hertz) {
    const { consumer } = this.find(participantId, source);
    const recorder = new MediaRecorder(new MediaStream([consumer.track]));
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.start();
    setTimeout(() => recorder.stop(), 1000);
    await new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    const rate = 48000;
    const bytes = await new Blob(parts).arrayBuffer();
    const sound = await new OfflineAudioContext(1, rate, rate).decodeAudioData(bytes);
    const samples = sound.getChannelData(0);
    // Short blocks, as a gap that was bridged may shift the phase.
    const block = rate / 10;
    let energy = 0;
    let ofTone = 0;
    for (let at = 0; at + block <= samples.length; at += block) {
      let real = 0;
      let imaginary = 0;
      for (let i = 0; i < block; i++) {
        const value = samples[at + i];
        const angle = (2 * Math.PI * hertz * i) / rate;
        energy += value * value;
        real += value * Math.cos(angle);
        imaginary += value * Math.sin(angle);
      }
      ofTone += ((real * real + imaginary * imaginary) * 2) / block;
    }
    return energy > 0 ? ofTone / energy : 0;
  }

  async stats(transport) {
    const report = await this[transport].getStats();
    return [...report.values()];
  }

  async availableOutgoingBitrate() {
    const pairs = (await this.stats('send')).filter(
      (one) => one.type === 'candidate-pair' && one.nominated,
    );
    return Math.max(0, ...pairs.map((one) => one.availableOutgoingBitrate ?? 0));
  }
}

window.parley = { Client };
