import * as api from '../api/parley';
import type { StreamingKey } from '../api/types';
import { Store } from '../lib/store';
import type { Limits, Requests, Source } from '../signalling/messages';

export type HostMethod = 'muteParticipant' | 'removeParticipant' | 'setRecording' | 'setLimits';
type Ask = (method: HostMethod, data: Requests[HostMethod]['ask']) => Promise<unknown>;

/** What only the host of a meeting may ask for. */
export class Host {
  /** As they were when joining, or as this page set them since; null until joined. */
  readonly limits = new Store<Limits | null>(null);

  constructor(
    private readonly meetingId: string,
    private readonly ask: Ask,
  ) {}

  muteParticipant(participantId: string, source: Source): Promise<unknown> {
    return this.ask('muteParticipant', { participantId, source });
  }

  removeParticipant(participantId: string): Promise<unknown> {
    return this.ask('removeParticipant', { participantId });
  }

  setRecording(on: boolean): Promise<unknown> {
    return this.ask('setRecording', { on });
  }

  async setLimits(limits: Limits): Promise<void> {
    await this.ask('setLimits', limits);
    this.limits.set(limits);
  }

  /** Lets an encoder send into the meeting, or a player watch it, under a name of its own. */
  newStreamingKey(displayName: string, consentToRecording: boolean): Promise<StreamingKey> {
    return api.newStreamingKey(this.meetingId, { displayName, consentToRecording });
  }
}
