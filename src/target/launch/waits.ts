/** Waits with an end. */

import { setTimeout as pause } from 'node:timers/promises';
import { Deadline } from '../../wire/deadline.ts';

/** The longest pause between two looks at what is about to change, in milliseconds. */
export const LONGEST_PAUSE_MS = 16;

/** Looks again and again, at longer and longer intervals. @returns whether it came true in time */
export async function comesTrue(condition: () => boolean, limitMs: number): Promise<boolean> {
  const deadline = Deadline.after(limitMs);
  for (let wait = 1; !condition(); wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    if (deadline.remaining === 0) return false;
    await pause(wait);
  }
  return true;
}

/** @returns whether it was fulfilled in time */
export async function within(fulfilling: Promise<unknown>, limitMs: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([fulfilling.then(() => true), pause(limitMs, false, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
