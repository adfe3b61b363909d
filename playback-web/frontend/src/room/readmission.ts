import { ApiError } from '../api/http';
import * as api from '../api/parley';
import type { Admission } from '../api/types';
import type { RoomOptions } from './room';

/** When to ask once more, and how long to wait for the last, milliseconds. */
const PATIENCE = [600, 1_200, 2_400, 10_000] as const;

/**
 * Admission of somebody who was in the meeting before, as the same participant. A browser may ask
 * on a connection that was open before and leads nowhere now, and would wait for minutes: so the
 * question is asked again beside the first, and the first answer counts.
 */
export async function readmission(
  { inviteCode, displayName, consent }: RoomOptions,
  rejoinParticipantId: string,
): Promise<Admission> {
  const answered = new AbortController();
  const ask = async (): Promise<Admission | ApiError> => {
    const body = { displayName, consentToRecording: consent, rejoinParticipantId };
    return api.joinMeeting(inviteCode, body, answered.signal).catch((failure: unknown) => {
      if (failure instanceof ApiError && failure.status > 0) return failure;
      throw failure;
    });
  };
  try {
    const answer = await firstAnswer(ask, PATIENCE);
    if (answer instanceof ApiError) throw answer;
    return answer;
  } finally {
    answered.abort();
  }
}

/** Asks, and asks again while there is no answer; fails when each question failed. */
export async function firstAnswer<T>(
  ask: () => Promise<T>,
  patience: readonly number[],
): Promise<T> {
  const asked: Promise<T>[] = [];
  for (const millis of patience) {
    asked.push(ask());
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), millis));
    const first = Promise.any(asked).then((value) => ({ value }));
    const answer = await Promise.race([first, late]).catch(() => late);
    if (answer !== null) return answer.value;
  }
  throw new Error('no answer');
}
