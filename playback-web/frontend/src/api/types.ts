/** The values of `/api/v1`, as written in docs/protocol.md §2. */
import type { Micros } from '../lib/time';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly admin: boolean;
}

export interface Recogniser {
  readonly model: string;
  readonly syntheticVoicesOnly: boolean;
}

export interface Me {
  readonly user: User | null;
  readonly guest: { meetingId: string; participantId: string; displayName: string } | null;
  readonly csrfToken: string;
  readonly registrationOpen: boolean;
  readonly recogniser: Recogniser;
}

export type MeetingState = 'scheduled' | 'live' | 'processing' | 'ready';
export type Visibility = 'participants' | 'host' | 'link';

export interface Meeting {
  readonly id: string;
  readonly subject: string;
  readonly hostName: string;
  readonly host: boolean;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly state: MeetingState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMicros: Micros | null;
  readonly inviteCode: string;
  readonly inviteUrl: string;
  readonly guestsAllowed: boolean;
  readonly recording: boolean;
  readonly recordingVisibility: Visibility;
  readonly participantCount: number;
  readonly posterUrl: string | null;
}

export interface NewMeeting {
  subject: string;
  startsAt?: string;
  endsAt?: string;
  guestsAllowed: boolean;
  recording: boolean;
  recordingVisibility: Visibility;
}

export interface Invite {
  readonly meetingId: string;
  readonly subject: string;
  readonly hostName: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly state: MeetingState;
  readonly recording: boolean;
  readonly guestsAllowed: boolean;
}

export interface Admission {
  readonly token: string;
  readonly signalUrl: string;
  readonly participantId: string;
  readonly meeting: Meeting;
}

/** What an encoder or player is given; the token is shown once. */
export interface StreamingKey {
  readonly token: string;
  readonly whipUrl: string;
  readonly whepUrl: string;
  readonly participantId: string;
  readonly expiresAt: string;
}

export interface Attended {
  readonly participantId: string;
  readonly displayName: string;
  readonly host: boolean;
  readonly joinedMicros: Micros;
  readonly leftMicros: Micros | null;
  readonly colour: string;
}

export interface ChatMessage {
  readonly messageId: string;
  readonly participantId: string;
  readonly displayName: string;
  readonly colour: string;
  readonly atMicros: Micros;
  readonly atEpochMicros: number;
  readonly text: string;
}

export type RecordingState = 'none' | 'live' | 'processing' | 'ready';

/** A camera or screen with the sound that belongs to it, in one file. */
export interface RecordedFile {
  readonly url: string;
  readonly container: 'mp4' | 'webm';
  readonly bytes: number;
  readonly startMicros: Micros;
  readonly durationMicros: Micros;
}

export interface RecordedTrack {
  readonly trackId: string;
  readonly participantId: string;
  readonly source: 'microphone' | 'camera' | 'screen' | 'screen-audio';
  readonly codec: string;
  /** Absent until it is made. */
  readonly download?: RecordedFile;
}

export interface Recording {
  readonly state: RecordingState;
  readonly durationMicros: Micros | null;
  readonly playableMicros: Micros | null;
  readonly hlsUrl: string | null;
  readonly mp4Url: string | null;
  readonly posterUrl: string | null;
  readonly tracks: readonly RecordedTrack[];
}

export interface SpokenWord {
  readonly text: string;
  readonly startMicros: Micros;
  readonly endMicros: Micros;
}

export interface Utterance {
  readonly id: string;
  readonly participantId: string;
  readonly speaker: string;
  readonly colour: string;
  readonly startMicros: Micros;
  readonly endMicros: Micros;
  readonly text: string;
  readonly words: readonly SpokenWord[];
}

export interface Transcript {
  readonly language: string;
  readonly complete: boolean;
  readonly model: string;
  readonly syntheticVoicesOnly: boolean;
  readonly utterances: readonly Utterance[];
}

export interface Line {
  readonly text: string;
  readonly speaker: string;
  readonly startMicros: Micros;
  readonly utteranceIds: readonly string[];
}

export interface Chapter {
  readonly title: string;
  readonly startMicros: Micros;
  readonly endMicros: Micros;
}

export interface ActionItem {
  readonly line: Line;
  readonly owner: string | null;
  readonly dueText: string | null;
  /** `2026-03-04` */
  readonly due: string | null;
}

export interface Question {
  readonly line: Line;
  readonly answered: boolean;
}

export interface Attendee {
  readonly participantId: string;
  readonly displayName: string;
  readonly talkMicros: Micros;
  readonly turns: number;
  readonly words: number;
}

export interface Minutes {
  readonly meetingId: string;
  readonly version: number;
  readonly title: string;
  readonly startedAtEpochMicros: number;
  readonly durationMicros: Micros;
  readonly language: string;
  readonly editedBy: string | null;
  readonly attendees: readonly Attendee[];
  readonly summary: readonly Line[];
  readonly chapters: readonly Chapter[];
  readonly decisions: readonly Line[];
  readonly actionItems: readonly ActionItem[];
  readonly questions: readonly Question[];
  readonly keywords: readonly { text: string; weight: number }[];
}

export interface MinutesVersion {
  readonly version: number;
  readonly editedBy: string | null;
  readonly editedAt: string | null;
}

export interface SearchHit {
  readonly meetingId: string;
  readonly subject: string;
  readonly startedAt: string;
  readonly utteranceId: string;
  readonly speaker: string;
  readonly startMicros: Micros;
  readonly highlighted: readonly { text: string; hit: boolean }[];
  readonly before: string | null;
  readonly after: string | null;
}

export interface SearchAnswer {
  readonly total: number;
  readonly items: readonly SearchHit[];
  readonly people: readonly { name: string; count: number }[];
  readonly tookMillis: number;
}
