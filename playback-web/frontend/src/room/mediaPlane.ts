import { Device, types } from 'mediasoup-client';
import type { Joined, NewConsumer, Source, TransportAnswer } from '../signalling/messages';
import type { SignalSocket } from '../signalling/signalSocket';
import { FlowWatch } from './flowWatch';
import { sendingRedundancy, withRedundancy } from './redundantSound';

export type CodecName = 'vp8' | 'vp9' | 'h264' | 'av1';

/** Servers that help to find a way, and whether to use no other. */
export type IceHelp = Pick<Joined, 'iceServers' | 'iceTransportPolicy'>;

export interface PlaneListener {
  arrived(info: NewConsumer, track: MediaStreamTrack): void;
  /** The SFU was asked to send it. */
  flows(info: NewConsumer): void;
  closed(info: NewConsumer): void;
  /** True when a transport has lost its path. */
  down(down: boolean): void;
}

const MICROPHONE: types.ProducerCodecOptions = {
  opusStereo: false,
  opusDtx: false,
  opusFec: true,
  opusMaxPlaybackRate: 48_000,
  opusMaxAverageBitrate: 48_000,
};

const SCREEN: types.RtpEncodingParameters = { maxBitrate: 2_500_000, scalabilityMode: 'L1T1' };

/** Of a camera: each has half the width and height of the next. */
const LAYERS = [
  { maxBitrate: 180_000 },
  { maxBitrate: 600_000 },
  { maxBitrate: 1_700_000 },
] as const;

/**
 * Up to three sizes of one camera, so that everybody gets what fits the tile and the network.
 * Browsers send no third layer of a small picture, and it is the largest that they leave out: such
 * a camera is offered in fewer. VP8 has temporal layers too. VP9 and AV1 have all sizes in one
 * stream, each built on the smaller at key pictures only.
 */
export function cameraLayers(
  codec: CodecName,
  { width = 1_280, height = 720 }: { width?: number; height?: number },
): types.RtpEncodingParameters[] {
  const pixels = width * height;
  const sizes = pixels >= 960 * 540 ? 3 : pixels >= 480 * 270 ? 2 : 1;
  const inOneStream = codec === 'vp9' || codec === 'av1';
  if (inOneStream && sizes > 1) {
    return [{ maxBitrate: 1_700_000, scalabilityMode: `L${sizes}T3_KEY` }];
  }
  if (sizes === 1) return [{ maxBitrate: 1_700_000, scalabilityMode: 'L1T1' }];
  const scalabilityMode = codec === 'vp8' ? 'L1T3' : 'L1T1';
  return LAYERS.slice(0, sizes - 1)
    .concat(LAYERS[2])
    .map((layer, index) => ({
      ...layer,
      scaleResolutionDownBy: 2 ** (sizes - 1 - index),
      scalabilityMode,
    }));
}

/** A path that is `disconnected` has been silent for seconds already; some come back by themselves. */
const RESTART_AFTER_MILLIS = 500;

/**
 * For the first packets after a restart of ICE; then it is tried again. A browser may not know of
 * its new address yet, when it gathers candidates.
 */
const RESTARTED_MILLIS = 1_000;
const RESTARTS = 6;

/** Between attempts to restart ICE that could not even be asked for. */
const RETRY_MILLIS = 2_000;

/**
 * Transports, producers and consumers of one stay in the room. The socket beneath may be replaced
 * (signalling came back); the media goes on.
 */
export class MediaPlane {
  private send: types.Transport | null = null;
  private receive: types.Transport | null = null;
  private readonly producers = new Map<Source, types.Producer>();
  private readonly senders = new Map<Source, RTCRtpSender>();
  private readonly consumers = new Map<string, { info: NewConsumer; consumer: types.Consumer }>();
  private readonly early: NewConsumer[] = [];
  private readonly pendingConsumers = new Set<string>();
  private readonly restarts = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly broken = new Set<string>();
  private readonly unclosed = new Set<string>();
  private readonly flow = new FlowWatch(
    () => this.received(),
    () => this.doubt(),
  );
  private closed = false;
  /** Publishing steps, one after the other: two at once would publish a source twice. */
  private steps: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly device: Device,
    private socket: SignalSocket,
    private readonly listener: PlaneListener,
    private readonly codec: CodecName | null,
  ) {}

  async start(ice: IceHelp): Promise<void> {
    const [forSending, forReceiving] = await Promise.all([
      this.socket.request('createWebRtcTransport', { direction: 'send' }),
      this.socket.request('createWebRtcTransport', { direction: 'recv' }),
    ]);
    if (this.closed) return;
    this.send = sendingRedundancy(() =>
      this.device.createSendTransport(options(forSending, ice)),
    );
    this.send.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      const source = appData['source'] as Source;
      const paused = appData['paused'] === true;
      this.socket
        .request('produce', {
          transportId: forSending.id,
          kind,
          rtpParameters: withRedundancy(rtpParameters, this.senders.get(source)),
          appData: { source },
          paused,
        })
        .then(done, failed);
    });
    this.receive = this.device.createRecvTransport(options(forReceiving, ice));
    this.watch(this.send);
    this.watch(this.receive);
    for (const info of this.early.splice(0)) await this.consume(info);
  }

  /** Signalling is back on another socket: same transports, perhaps on another network path. */
  async resume(socket: SignalSocket, { iceServers }: IceHelp): Promise<void> {
    this.socket = socket;
    const restart = async (transport: types.Transport | null): Promise<void> => {
      if (transport === null || transport.connectionState === 'new') return;
      // With credentials that have just been made: those from joining may have ended.
      if (iceServers.length > 0) await transport.updateIceServers({ iceServers });
      await this.restartIce(transport, 'request');
      this.restartUntilHeard(transport, socket).catch(() => undefined);
    };
    await Promise.all([restart(this.send), restart(this.receive)]);
    await this.inTurn(() => this.catchUp());
  }

  publish(source: Source, track: MediaStreamTrack, paused: boolean): Promise<void> {
    return this.inTurn(() => this.publishNow(source, track, paused));
  }

  /** Stops sending; the track stays known to the others as paused. */
  setPaused(source: Source, paused: boolean): Promise<void> {
    return this.inTurn(() => this.setPausedNow(source, paused));
  }

  unpublish(source: Source): Promise<void> {
    return this.inTurn(() => this.unpublishNow(source));
  }

  /** Sends only those layers of a track that somebody watches. */
  sendLayers(producerId: string, active: readonly boolean[]): Promise<void> {
    return this.inTurn(async () => {
      const producer = [...this.producers.values()].find((p) => p.id === producerId);
      const sender = producer?.rtpSender;
      if (sender === undefined || producer?.closed === true) return;
      const parameters = sender.getParameters();
      parameters.encodings.forEach((encoding, layer) => {
        encoding.active = active[layer] ?? true;
      });
      await sender.setParameters(parameters);
    });
  }

  private async publishNow(
    source: Source,
    track: MediaStreamTrack,
    paused: boolean,
  ): Promise<void> {
    const existing = this.producers.get(source);
    if (existing !== undefined) {
      await existing.replaceTrack({ track });
      if (!paused && existing.paused) await this.setPausedNow(source, false);
      return;
    }
    if (this.send === null) return;
    const producer = await this.send.produce({
      track,
      stopTracks: false,
      disableTrackOnPause: false,
      appData: { source, paused },
      onRtpSender: (sender) => this.senders.set(source, sender),
      ...this.encoding(source, track),
    });
    if (this.closed) return;
    if (paused) producer.pause();
    this.producers.set(source, producer);
  }

  private async setPausedNow(source: Source, paused: boolean): Promise<void> {
    const producer = this.producers.get(source);
    if (producer === undefined) return;
    if (paused) {
      if (!producer.paused) producer.pause();
      if (source === 'camera') await producer.replaceTrack({ track: null });
      await this.socket.request('pauseProducer', { producerId: producer.id });
    } else {
      if (producer.paused) producer.resume();
      await this.socket.request('resumeProducer', { producerId: producer.id });
    }
  }

  private async unpublishNow(source: Source): Promise<void> {
    const producer = this.producers.get(source);
    if (producer === undefined) return;
    this.producers.delete(source);
    producer.close();
    this.unclosed.add(producer.id);
    await this.socket.request('closeProducer', { producerId: producer.id });
    this.unclosed.delete(producer.id);
  }

  /** Tells the server what it could not be told while signalling was down. */
  private async catchUp(): Promise<void> {
    for (const producerId of this.unclosed) {
      // It may be closed already: only the answer was lost.
      await this.socket.request('closeProducer', { producerId }).catch(() => undefined);
    }
    this.unclosed.clear();
    for (const producer of this.producers.values()) {
      const method = producer.paused ? 'pauseProducer' : 'resumeProducer';
      await this.socket.request(method, { producerId: producer.id });
    }
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const turn = this.steps.then(step);
    this.steps = turn.catch(() => undefined);
    return turn;
  }

  async consume(info: NewConsumer): Promise<void> {
    if (this.consumers.has(info.id) || this.pendingConsumers.has(info.id)) return;
    if (this.receive === null) {
      this.early.push(info);
      return;
    }
    this.pendingConsumers.add(info.id);
    try {
      const consumer = await this.receive.consume({
        id: info.id,
        producerId: info.producerId,
        kind: info.kind,
        rtpParameters: info.rtpParameters,
        // Same stream, same clock: the browser keeps a person's lips and voice together.
        streamId: `${info.participantId}-${info.source.startsWith('screen') ? 'screen' : 'person'}`,
        appData: { source: info.source },
      });
      if (this.closed) {
        consumer.close();
        return;
      }
      this.consumers.set(info.id, { info, consumer });
      this.listener.arrived(info, consumer.track);
      await this.socket.request('resumeConsumer', { consumerId: info.id });
      this.listener.flows(info);
    } finally {
      this.pendingConsumers.delete(info.id);
    }
  }

  consumer(consumerId: string): NewConsumer | null {
    return this.consumers.get(consumerId)?.info ?? null;
  }

  closeConsumer(consumerId: string): void {
    const entry = this.consumers.get(consumerId);
    if (entry === undefined) return;
    this.consumers.delete(consumerId);
    entry.consumer.close();
    this.listener.closed(entry.info);
  }

  close(): void {
    this.closed = true;
    this.flow.close();
    for (const timer of this.restarts.values()) clearTimeout(timer);
    this.restarts.clear();
    this.send?.close();
    this.receive?.close();
    this.producers.clear();
    this.consumers.clear();
  }

  private encoding(source: Source, track: MediaStreamTrack): Partial<types.ProducerOptions> {
    if (source === 'microphone' || source === 'screen-audio') {
      return source === 'microphone'
        ? { codecOptions: MICROPHONE }
        : { codecOptions: { ...MICROPHONE, opusStereo: true, opusMaxAverageBitrate: 96_000 } };
    }
    const wanted = this.codec ?? 'vp8';
    const codec = this.device.recvRtpCapabilities.codecs?.find(
      (c) => c.mimeType.toLowerCase() === `video/${wanted}`,
    );
    const screen = source === 'screen';
    return {
      ...(codec === undefined ? {} : { codec }),
      encodings: screen ? [SCREEN] : cameraLayers(wanted, track.getSettings()),
      codecOptions: { videoGoogleStartBitrate: screen ? 1_200 : 800 },
    };
  }

  private watch(transport: types.Transport): void {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.socket
        .request('connectWebRtcTransport', { transportId: transport.id, dtlsParameters })
        .then(() => done(), failed);
    });
    transport.on('connectionstatechange', (state) => {
      clearTimeout(this.restarts.get(transport.id));
      this.restarts.delete(transport.id);
      if (state === 'connected') this.broken.delete(transport.id);
      if (state === 'disconnected' || state === 'failed') {
        this.broken.add(transport.id);
        this.restartLater(transport, state === 'failed' ? 0 : RESTART_AFTER_MILLIS);
      }
      this.listener.down(this.broken.size > 0);
    });
  }

  private restartLater(transport: types.Transport, millis: number): void {
    const timer = setTimeout(() => {
      if (this.closed || transport.closed || !this.broken.has(transport.id)) return;
      // What took the media's path may have taken that of signalling, which would not notice.
      this.restartIce(transport, 'doubtfully').catch(() => this.restartLater(transport, RETRY_MILLIS));
    }, millis);
    this.restarts.set(transport.id, timer);
  }

  /**
   * Something speaks for a lost network. What takes the media's path takes that of signalling, which
   * would not notice for long; if the server still answers, ICE finds out by itself.
   */
  doubt(): void {
    this.socket.doubtfully('getStats').catch(() => undefined);
  }

  /** Of the transport that media comes in on; without any, of the other, which gets feedback. */
  private async received(): Promise<number> {
    const transport = this.consumers.size > 0 ? this.receive : this.send;
    return transport === null ? -1 : bytesReceived(transport);
  }

  private async restartUntilHeard(transport: types.Transport, socket: SignalSocket): Promise<void> {
    for (let i = 0; i < RESTARTS; i++) {
      const before = await bytesReceived(transport);
      await new Promise((resolve) => setTimeout(resolve, RESTARTED_MILLIS));
      if (this.closed || transport.closed || this.socket !== socket) return;
      if ((await bytesReceived(transport)) !== before) return;
      await this.restartIce(transport, 'request').catch(() => undefined);
    }
  }

  private async restartIce(
    transport: types.Transport,
    how: 'request' | 'doubtfully',
  ): Promise<void> {
    const { iceParameters } = await this.socket[how]('restartIce', { transportId: transport.id });
    await transport.restartIce({ iceParameters });
  }
}

/** Media, reports, and answers to checks. */
async function bytesReceived(transport: types.Transport): Promise<number> {
  let all = 0;
  for (const each of (await transport.getStats()).values() as Iterable<RTCIceCandidatePairStats>) {
    if (each.type === 'candidate-pair') all += (each.bytesReceived ?? 0) + (each.responsesReceived ?? 0);
  }
  return all;
}

function options(answer: TransportAnswer, ice: IceHelp): types.TransportOptions {
  return {
    id: answer.id,
    iceParameters: answer.iceParameters,
    iceCandidates: answer.iceCandidates,
    dtlsParameters: answer.dtlsParameters,
    iceServers: ice.iceServers,
    iceTransportPolicy: ice.iceTransportPolicy,
  };
}
