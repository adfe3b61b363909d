/** The messages of docs/protocol.md §1: request, response, notification. */
import type { types } from 'mediasoup-client';

export type Source = 'microphone' | 'camera' | 'screen' | 'screen-audio';

export interface PublishedTrack {
  readonly id: string;
  readonly kind: 'audio' | 'video';
  readonly source: Source;
  readonly paused: boolean;
}

export interface Participant {
  readonly id: string;
  readonly displayName: string;
  readonly userId: string | null;
  readonly host: boolean;
  readonly colour: string;
  readonly joinedAtEpochMicros: number;
  readonly producers: readonly PublishedTrack[];
}

export interface Joined {
  readonly meetingId: string;
  readonly subject: string;
  readonly participantId: string;
  readonly startedAtEpochMicros: number;
  readonly serverEpochMicros: number;
  readonly recording: boolean;
  readonly resumed: boolean;
  readonly resumeKey: string;
  readonly iceServers: RTCIceServer[];
  readonly iceTransportPolicy: RTCIceTransportPolicy;
  readonly participants: readonly Participant[];
  readonly dominantSpeaker: string | null;
  readonly limits: Limits;
}

/** What is sent to each participant of a meeting at least and at most. */
export interface Limits {
  readonly minBitsPerSecond: number;
  readonly maxBitsPerSecond: number;
  /** So many pictures at most. */
  readonly lastN: number;
}

export interface TransportAnswer {
  readonly id: string;
  readonly iceParameters: types.IceParameters;
  readonly iceCandidates: types.IceCandidate[];
  readonly dtlsParameters: types.DtlsParameters;
}

/** Every request with what it carries and what answers it. */
export interface Requests {
  getRouterRtpCapabilities: { ask: undefined; answer: { rtpCapabilities: types.RtpCapabilities } };
  join: { ask: { rtpCapabilities: types.RtpCapabilities; resumeKey?: string }; answer: Joined };
  createWebRtcTransport: { ask: { direction: 'send' | 'recv' }; answer: TransportAnswer };
  connectWebRtcTransport: {
    ask: { transportId: string; dtlsParameters: types.DtlsParameters };
    answer: unknown;
  };
  restartIce: { ask: { transportId: string }; answer: { iceParameters: types.IceParameters } };
  produce: {
    ask: {
      transportId: string;
      kind: 'audio' | 'video';
      rtpParameters: types.RtpParameters;
      appData: { source: Source };
      paused?: boolean;
    };
    answer: { id: string };
  };
  pauseProducer: { ask: { producerId: string }; answer: unknown };
  resumeProducer: { ask: { producerId: string }; answer: unknown };
  closeProducer: { ask: { producerId: string }; answer: unknown };
  pauseConsumer: { ask: { consumerId: string }; answer: unknown };
  resumeConsumer: { ask: { consumerId: string }; answer: unknown };
  requestKeyFrame: { ask: { consumerId: string }; answer: unknown };
  setPreferredLayers: {
    ask: { consumerId: string; width?: number; height?: number };
    answer: unknown;
  };
  muteParticipant: { ask: { participantId: string; source: Source }; answer: unknown };
  removeParticipant: { ask: { participantId: string }; answer: unknown };
  setLimits: { ask: Partial<Limits>; answer: unknown };
  setRecording: { ask: { on: boolean }; answer: unknown };
  endMeeting: { ask: undefined; answer: unknown };
  leave: { ask: undefined; answer: unknown };
  getStats: { ask: undefined; answer: unknown };
}

export type Method = keyof Requests;

export interface NewConsumer {
  readonly id: string;
  readonly producerId: string;
  readonly participantId: string;
  readonly kind: 'audio' | 'video';
  readonly source: Source;
  readonly rtpParameters: types.RtpParameters;
  readonly producerPaused: boolean;
}

export interface Quality {
  /** 0 (nothing arrives) to 5. */
  readonly score: number;
  readonly packetsLost: number;
  readonly jitterMillis: number;
  /** Negative until known. */
  readonly roundTripTimeMillis: number;
  /** One way to the SFU, estimated; negative until known. */
  readonly delayMillis: number;
  /** 0 to 1, after repair, of the worse direction, over the last two seconds. */
  readonly fractionLost: number;
  /** Of the person's own camera on its way to the SFU, estimated. */
  readonly freezeCount: number;
  readonly totalFreezesMillis: number;
}

export type Notification =
  | { method: 'newConsumer'; data: NewConsumer }
  | { method: 'consumerClosed'; data: { consumerId: string } }
  | { method: 'consumerPaused'; data: { consumerId: string } }
  | { method: 'consumerResumed'; data: { consumerId: string } }
  | { method: 'participantJoined'; data: Participant }
  | { method: 'participantLeft'; data: { participantId: string; reason: string } }
  | { method: 'dominantSpeaker'; data: { participantId: string | null } }
  | { method: 'audioLevels'; data: { levels: Record<string, number> } }
  | { method: 'quality'; data: { participants: Record<string, Quality> } }
  | { method: 'producerLayers'; data: { producerId: string; active: readonly boolean[] } }
  | { method: 'mutedByHost'; data: { producerId: string; source: Source } }
  | { method: 'recording'; data: { on: boolean } }
  | { method: 'removed'; data: unknown }
  | { method: 'meetingEnded'; data: { reason: 'host-ended' | 'empty' } };

/** Close codes that no new attempt can change. */
export const FINAL_CLOSE_CODES: ReadonlyMap<number, 'forbidden' | 'over'> = new Map([
  [4403, 'forbidden'],
  [4410, 'over'],
]);
