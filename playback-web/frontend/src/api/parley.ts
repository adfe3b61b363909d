import { API, request, setCsrfToken } from './http';
import type {
  Admission,
  Attended,
  ChatMessage,
  Invite,
  Me,
  Meeting,
  MeetingState,
  Minutes,
  MinutesVersion,
  NewMeeting,
  Recording,
  SearchAnswer,
  StreamingKey,
  Transcript,
  User,
} from './types';

const id = encodeURIComponent;

function query(values: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

export async function me(signal?: AbortSignal): Promise<Me> {
  const answer = await request<Me>('GET', '/me', undefined, signal);
  setCsrfToken(answer.csrfToken);
  return answer;
}

/** After signing in or out the session, and with it the CSRF token, is another one. */
async function thenMe(changed: Promise<unknown>): Promise<Me> {
  await changed;
  return me();
}

export const register = (email: string, displayName: string, password: string): Promise<Me> =>
  thenMe(request<{ user: User }>('POST', '/accounts', { email, displayName, password }));

export const signIn = (email: string, password: string): Promise<Me> =>
  thenMe(request<{ user: User }>('POST', '/session', { email, password }));

export const signOut = (): Promise<Me> => thenMe(request('DELETE', '/session'));

export const createMeeting = (meeting: NewMeeting): Promise<Meeting> =>
  request('POST', '/meetings', meeting);

export const meetings = (
  filter: { state?: MeetingState; page?: string | number; q?: string },
  signal?: AbortSignal,
): Promise<{ items: Meeting[]; nextPage?: string | number | null }> =>
  request('GET', `/meetings${query(filter)}`, undefined, signal);

export const meeting = (meetingId: string, signal?: AbortSignal): Promise<Meeting> =>
  request('GET', `/meetings/${id(meetingId)}`, undefined, signal);

export const changeMeeting = (meetingId: string, change: Partial<NewMeeting>): Promise<Meeting> =>
  request('PATCH', `/meetings/${id(meetingId)}`, change);

export const deleteMeeting = (meetingId: string): Promise<void> =>
  request('DELETE', `/meetings/${id(meetingId)}`);

export const endMeeting = (meetingId: string): Promise<void> =>
  request('POST', `/meetings/${id(meetingId)}/end`);

export const invite = (code: string, signal?: AbortSignal): Promise<Invite> =>
  request('GET', `/invites/${id(code)}`, undefined, signal);

export const joinMeeting = (
  code: string,
  body: { displayName: string; consentToRecording: boolean; rejoinParticipantId?: string },
  signal?: AbortSignal,
): Promise<Admission> => request('POST', `/invites/${id(code)}/join`, body, signal);

export const newStreamingKey = (
  meetingId: string,
  key: { displayName: string; consentToRecording: boolean },
): Promise<StreamingKey> => request('POST', `/meetings/${id(meetingId)}/streaming-keys`, key);

export const participants = (
  meetingId: string,
  signal?: AbortSignal,
): Promise<{ items: Attended[] }> =>
  request('GET', `/meetings/${id(meetingId)}/participants`, undefined, signal);

export const chat = (meetingId: string, signal?: AbortSignal): Promise<{ items: ChatMessage[] }> =>
  request('GET', `/meetings/${id(meetingId)}/chat`, undefined, signal);

export const recording = (meetingId: string, signal?: AbortSignal): Promise<Recording> =>
  request('GET', `/meetings/${id(meetingId)}/recording`, undefined, signal);

export const transcript = (meetingId: string, signal?: AbortSignal): Promise<Transcript> =>
  request('GET', `/meetings/${id(meetingId)}/transcript`, undefined, signal);

export const minutes = (
  meetingId: string,
  version: number | null,
  signal?: AbortSignal,
): Promise<Minutes> =>
  request('GET', `/meetings/${id(meetingId)}/minutes${query({ version })}`, undefined, signal);

export const saveMinutes = (minutesDocument: Minutes): Promise<Minutes> =>
  request('PUT', `/meetings/${id(minutesDocument.meetingId)}/minutes`, minutesDocument);

export const minutesVersions = (
  meetingId: string,
  signal?: AbortSignal,
): Promise<{ items: MinutesVersion[] }> =>
  request('GET', `/meetings/${id(meetingId)}/minutes/versions`, undefined, signal);

export type ExportFile =
  | 'minutes.md'
  | 'minutes.pdf'
  | 'minutes.docx'
  | 'captions.vtt'
  | 'captions.srt'
  | 'recording.mp4';

export const exportUrl = (meetingId: string, file: ExportFile, lang: string): string =>
  `${API}/meetings/${id(meetingId)}/exports/${file}${query({ lang })}`;

export const search = (
  question: {
    q: string;
    person?: string | null;
    meeting?: string | null;
    from?: string | null;
    to?: string | null;
    page?: number | null;
  },
  signal?: AbortSignal,
): Promise<SearchAnswer> => request('GET', `/search${query(question)}`, undefined, signal);

export const adminStatus = (signal?: AbortSignal): Promise<Record<string, unknown>> =>
  request('GET', '/admin/status', undefined, signal);
