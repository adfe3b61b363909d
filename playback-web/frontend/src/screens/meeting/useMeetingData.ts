import { useCallback, useEffect } from 'react';
import { ApiError } from '../../api/http';
import * as api from '../../api/parley';
import type { Attended, ChatMessage, Meeting, Minutes, Recording, Transcript } from '../../api/types';
import { type Loaded, useAsync } from '../../lib/useAsync';

export interface MeetingData {
  readonly meeting: Loaded<Meeting>;
  readonly recording: Loaded<Recording>;
  readonly transcript: Loaded<Transcript>;
  readonly minutes: Loaded<Minutes>;
  readonly chat: Loaded<{ items: ChatMessage[] }>;
  readonly people: Loaded<{ items: Attended[] }>;
  /** Something is still being made. */
  readonly growing: boolean;
}

const GROWING_MILLIS = 3_000;

/** Everything the meeting's page shows; asked for again while the meeting is still being made. */
export function useMeetingData(id: string): MeetingData {
  const meeting = useAsync(useCallback((s: AbortSignal) => api.meeting(id, s), [id]));
  const recording = useAsync(useCallback((s: AbortSignal) => api.recording(id, s), [id]));
  const transcript = useAsync(useCallback((s: AbortSignal) => api.transcript(id, s), [id]));
  const minutes = useAsync(useCallback((s: AbortSignal) => api.minutes(id, null, s), [id]));
  const chat = useAsync(useCallback((s: AbortSignal) => api.chat(id, s), [id]));
  const people = useAsync(useCallback((s: AbortSignal) => api.participants(id, s), [id]));

  const state = meeting.value?.state;
  const minutesMissing = minutes.value === null && notThere(minutes.error);
  const growing =
    state === 'live' ||
    state === 'processing' ||
    recording.value?.state === 'processing' ||
    (state === 'ready' && transcript.value?.complete === false);

  const reloads = [meeting, recording, transcript, chat, people].map((l) => l.reload);
  const reloadAll = useCallback(() => {
    for (const reload of reloads) reload();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- reload never changes
  }, reloads);
  const reloadMinutes = minutes.reload;
  useEffect(() => {
    if (!growing) return;
    const timer = setInterval(reloadAll, GROWING_MILLIS);
    return () => clearInterval(timer);
  }, [growing, reloadAll]);
  useEffect(() => {
    if (!minutesMissing || (state !== 'processing' && state !== 'ready')) return;
    const timer = setInterval(reloadMinutes, GROWING_MILLIS);
    return () => clearInterval(timer);
  }, [minutesMissing, state, reloadMinutes]);

  return { meeting, recording, transcript, minutes, chat, people, growing };
}

function notThere(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
