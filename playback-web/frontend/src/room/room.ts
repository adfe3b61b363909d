import { Device } from 'mediasoup-client';
import { ApiError } from '../api/http';
import * as api from '../api/parley';
import type { Admission } from '../api/types';
import { backoff } from '../lib/backoff';
import { Store } from '../lib/store';
import { FINAL_CLOSE_CODES, type Joined, type Notification, type Source } from '../signalling/messages';
import { signalAddress, SignalError, SignalSocket, SILENCE, type Wire } from '../signalling/signalSocket';
import { Host, type HostMethod } from './host';
import { type CodecName, type IceHelp, MediaPlane } from './mediaPlane';
import { type PictureMethod, Pictures } from './pictures';
import { readmission } from './readmission';
import {
  type Levels,
  person,
  type Phase,
  type Person,
  type Qualities,
  type RoomState,
  withPerson,
  withTrack,
} from './state';

export interface RoomOptions {
  readonly inviteCode: string;
  readonly displayName: string;
  readonly consent: boolean;
  readonly codec: CodecName | null;
}

/**
 * One person's stay in a meeting, from admission to leaving, over as many signalling sockets as it
 * takes. Screens watch `state`, `levels` and `quality`.
 */
export class Room {
  readonly state: Store<RoomState>;
  readonly levels = new Store<Levels>({});
  readonly quality = new Store<Qualities>({});
  readonly pictures = new Pictures((method, data) =>
    this.ask((s) => s.request<PictureMethod>(method, data)),
  );

  readonly host: Host;

  private socket: SignalSocket | null = null;
  private plane: MediaPlane | null = null;
  private device: Device | null = null;
  private resumeKey: string | null = null;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  /** What shall be published, so that it can be published again on new transports. */
  private readonly wanted = new Map<Source, { track: MediaStreamTrack; paused: boolean }>();

  constructor(
    private admission: Admission,
    private readonly options: RoomOptions,
  ) {
    this.host = new Host(admission.meeting.id, (method, data) =>
      this.ask((s) => s.request<HostMethod>(method, data)),
    );
    this.state = new Store<RoomState>({
      phase: 'joining',
      reason: null,
      myId: admission.participantId,
      myColour: '#45605a',
      people: new Map(),
      dominantSpeaker: null,
      recording: admission.meeting.recording,
      startedAtEpochMicros: null,
      clockOffsetMicros: 0,
      screenTrack: null,
      mediaDown: false,
      mutedByHost: null,
    });
  }

  get displayName(): string {
    return this.options.displayName;
  }

  get isHost(): boolean {
    return this.admission.meeting.host;
  }

  async start(): Promise<void> {
    await this.connect().catch((failure: unknown) => this.connectFailed(failure));
  }

  /** Publishes a track, or goes on with it after a pause; a paused one is announced silent. */
  async publish(source: Source, track: MediaStreamTrack, paused = false): Promise<void> {
    this.wanted.set(source, { track, paused });
    await this.quietly(this.plane?.publish(source, track, paused));
  }

  async pause(source: Source): Promise<void> {
    const wanted = this.wanted.get(source);
    if (wanted === undefined) return;
    if (source === 'camera') this.wanted.delete(source);
    else this.wanted.set(source, { ...wanted, paused: true });
    await this.quietly(this.plane?.setPaused(source, true));
  }

  async unpublish(source: Source): Promise<void> {
    this.wanted.delete(source);
    if (source === 'screen') this.change({ screenTrack: null });
    await this.quietly(this.plane?.unpublish(source));
  }

  async shareScreen(video: MediaStreamTrack, audio: MediaStreamTrack | null): Promise<void> {
    this.change({ screenTrack: video });
    video.onended = () => void this.stopScreen();
    await this.publish('screen', video);
    if (audio !== null) await this.publish('screen-audio', audio);
  }

  async stopScreen(): Promise<void> {
    for (const source of ['screen', 'screen-audio'] as const) {
      const wanted = this.wanted.get(source);
      if (wanted === undefined) continue;
      wanted.track.onended = null;
      wanted.track.stop();
      await this.unpublish(source);
    }
  }

  async endForAll(): Promise<void> {
    // The web server's way works as well when signalling is down.
    await this.ask((s) => s.request('endMeeting')).catch(() =>
      api.endMeeting(this.admission.meeting.id),
    );
    this.finish('ended', 'host-ended');
  }

  leave(): void {
    void this.socket?.request('leave').catch(() => undefined);
    this.finish('left', null);
  }

  /** Tries again now: the network came back, or somebody pressed the button. */
  wake(): void {
    this.plane?.doubt();
    if (this.state.get().phase !== 'reconnecting' || this.retry === undefined) return;
    clearTimeout(this.retry);
    void this.reconnect();
  }

  noticeRead(): void {
    this.change({ mutedByHost: null });
  }

  private async connect(): Promise<void> {
    const address = signalAddress(this.admission.signalUrl, this.admission.token, location.href);
    const socket = await SignalSocket.open(new WebSocket(address) as unknown as Wire, {
      notified: (notification) => this.notified(notification),
      closed: (code, reason) => this.closed(code, reason),
    });
    this.socket = socket;
    if (this.device === null) {
      const { rtpCapabilities } = await socket.request('getRouterRtpCapabilities');
      const device = await Device.factory();
      await device.load({ routerRtpCapabilities: rtpCapabilities });
      this.device = device;
    }
    const joined = await socket.request('join', {
      rtpCapabilities: this.device.recvRtpCapabilities,
      ...(this.resumeKey === null ? {} : { resumeKey: this.resumeKey }),
    });
    this.resumeKey = joined.resumeKey;
    const resumed = joined.resumed && this.plane !== null;
    this.entered(joined, resumed);
    if (resumed && this.plane !== null) {
      await this.plane.resume(socket, joined);
      this.pictures.again();
      await this.publishWanted(this.plane);
    } else await this.newPlane(this.device, socket, joined);
    this.attempt = 0;
  }

  private async newPlane(device: Device, socket: SignalSocket, ice: IceHelp): Promise<void> {
    this.plane?.close();
    const plane = new MediaPlane(
      device,
      socket,
      {
        arrived: (info, track) =>
          this.changePerson(info.participantId, (p) =>
            withTrack(p, info.source, {
              consumerId: info.id,
              track,
              paused: p.published[info.source]?.paused ?? info.producerPaused,
            }),
          ),
        flows: (info) => this.pictures.arrived(info),
        closed: (info) => {
          this.pictures.closed(info.id);
          this.changePerson(info.participantId, (p) => withTrack(p, info.source, null));
        },
        down: (mediaDown) => this.change({ mediaDown }),
      },
      this.options.codec,
    );
    this.plane = plane;
    await plane.start(ice);
    await this.publishWanted(plane);
  }

  /** Also what somebody turned on while signalling was down. */
  private async publishWanted(plane: MediaPlane): Promise<void> {
    for (const [source, { track, paused }] of this.wanted) {
      await plane.publish(source, track, paused);
    }
  }

  private entered(joined: Joined, resumed: boolean): void {
    const before = this.state.get().people;
    const people = new Map<string, Person>();
    let { myColour } = this.state.get();
    for (const participant of joined.participants) {
      if (participant.id === joined.participantId) {
        myColour = participant.colour;
        continue;
      }
      people.set(participant.id, person(participant, resumed ? before.get(participant.id) : undefined));
    }
    this.host.limits.set(joined.limits);
    this.change({
      phase: 'joined',
      reason: null,
      myId: joined.participantId,
      myColour,
      people,
      dominantSpeaker: joined.dominantSpeaker,
      recording: joined.recording,
      startedAtEpochMicros: joined.startedAtEpochMicros,
      clockOffsetMicros: joined.serverEpochMicros - Date.now() * 1000,
      mediaDown: false,
    });
  }

  private notified(n: Notification): void {
    switch (n.method) {
      case 'newConsumer':
        this.changePerson(n.data.participantId, (p) => ({
          ...p,
          published: { ...p.published, [n.data.source]: { paused: n.data.producerPaused } },
        }));
        void this.quietly(this.plane?.consume(n.data));
        break;
      case 'consumerClosed':
        this.plane?.closeConsumer(n.data.consumerId);
        break;
      case 'consumerPaused':
      case 'consumerResumed':
        this.consumerPaused(n.data.consumerId, n.method === 'consumerPaused');
        break;
      case 'participantJoined':
        if (n.data.id !== this.state.get().myId) {
          this.state.update((s) => ({
            ...s,
            people: new Map(s.people).set(n.data.id, person(n.data, s.people.get(n.data.id))),
          }));
        }
        break;
      case 'participantLeft':
        this.state.update((s) => {
          const people = new Map(s.people);
          people.delete(n.data.participantId);
          return { ...s, people };
        });
        break;
      case 'dominantSpeaker':
        this.change({ dominantSpeaker: n.data.participantId });
        break;
      case 'audioLevels':
        this.levels.set(n.data.levels);
        break;
      case 'quality':
        this.quality.set(n.data.participants);
        break;
      case 'producerLayers':
        void this.quietly(this.plane?.sendLayers(n.data.producerId, n.data.active));
        break;
      case 'mutedByHost':
        if (n.data.source === 'screen' || n.data.source === 'screen-audio') void this.stopScreen();
        this.change({ mutedByHost: n.data.source });
        break;
      case 'recording':
        this.change({ recording: n.data.on });
        break;
      case 'removed':
        this.finish('removed', null);
        break;
      case 'meetingEnded':
        this.finish('ended', n.data.reason);
        break;
    }
  }

  private consumerPaused(consumerId: string, paused: boolean): void {
    const info = this.plane?.consumer(consumerId);
    if (info === null || info === undefined) return;
    this.changePerson(info.participantId, (p) => {
      const track = p.tracks[info.source];
      return track === undefined ? p : withTrack(p, info.source, { ...track, paused });
    });
  }

  private closed(code: number, reason: string): void {
    this.socket = null;
    const final = FINAL_CLOSE_CODES.get(code);
    if (final === 'over') this.finish('ended', reason);
    else if (final === 'forbidden') this.finish('removed', reason);
    // A path of ours that broke breaks for nobody else at this moment: no crowd comes back with us.
    else if (this.active()) this.lost(reason === SILENCE ? 0 : undefined);
  }

  private lost(waitMillis = backoff(this.attempt, Math.random)): void {
    if (!this.active()) return;
    this.attempt++;
    this.change({ phase: 'reconnecting' });
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.reconnect(), waitMillis);
  }

  private async reconnect(): Promise<void> {
    this.retry = undefined;
    try {
      this.admission = await readmission(this.options, this.state.get().myId);
      if (this.active()) await this.connect();
    } catch (failure) {
      this.connectFailed(failure);
    }
  }

  private connectFailed(failure: unknown): void {
    this.socket?.close();
    this.socket = null;
    if (failure instanceof ApiError && failure.code === 'meeting-over') {
      this.finish('ended', null);
    } else if (failure instanceof ApiError && failure.status >= 400 && failure.status < 500) {
      this.finish('failed', failure.code);
    } else if (failure instanceof SignalError && failure.code === 'close-4410') {
      this.finish('ended', null);
    } else if (failure instanceof SignalError && failure.code === 'close-4403') {
      this.finish('removed', null);
    } else {
      console.warn('room: connecting failed, trying again', failure);
      this.lost();
    }
  }

  private active(): boolean {
    const { phase } = this.state.get();
    return phase === 'joining' || phase === 'joined' || phase === 'reconnecting';
  }

  private finish(phase: Phase, reason: string | null): void {
    if (!this.active()) return;
    clearTimeout(this.retry);
    for (const { track } of this.wanted.values()) track.onended = null;
    const screen = this.wanted.get('screen');
    screen?.track.stop();
    this.wanted.clear();
    this.plane?.close();
    this.plane = null;
    this.pictures.close();
    const socket = this.socket;
    this.socket = null;
    // The last request (leave) must still go out.
    setTimeout(() => socket?.close(), 500);
    this.change({ phase, reason, screenTrack: null, people: new Map() });
  }

  private async ask(question: (socket: SignalSocket) => Promise<unknown>): Promise<unknown> {
    if (this.socket === null) throw new SignalError('closed', 'the connection is closed');
    return question(this.socket);
  }

  /** What fails because the connection drops is done again on the next one, from `wanted`. */
  private async quietly(work: Promise<void> | undefined): Promise<void> {
    try {
      await work;
    } catch (failure) {
      console.warn('room: media step failed', failure);
    }
  }

  private change(change: Partial<RoomState>): void {
    this.state.update((s) => ({ ...s, ...change }));
  }

  private changePerson(id: string, change: (p: Person) => Person): void {
    this.state.update((s) => ({ ...s, people: withPerson(s.people, id, change) }));
  }
}
