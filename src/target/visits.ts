/** A client that stays: when it has been here often enough. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Transcript } from '../wire/transcript.ts';

/** How often it is looked, in milliseconds. */
const LOOK_MS = 10;

/**
 * Waits until a client has begun and ended so many visits, or has ended itself, or its time is over.
 * @param began the length of the transcript before the first of them
 * @param limitMs for all of it, in milliseconds
 */
export async function visitsOver(
  transcript: Transcript,
  began: number,
  visits: number,
  ended: Promise<unknown>,
  limitMs: number,
): Promise<void> {
  const gone = new AbortController();
  void ended.then(() => gone.abort());
  const until = performance.now() + limitMs;
  while (!gone.signal.aborted && performance.now() < until) {
    const seen = transcript.entries.slice(began);
    const count = (event: 'connect' | 'close' | 'reset'): number =>
      new Set(seen.filter((entry) => entry.from === 'C' && entry.event === event).map(({ connection }) => connection))
        .size;
    if (count('close') + count('reset') >= visits && count('connect') <= count('close') + count('reset')) return;
    await wait(LOOK_MS);
  }
}
