/** What runs of the suite against real peers have in common, servers and clients alike. */

import type { Requirement } from '../catalogue/requirement.ts';
import type { Role, RunResult } from '../verdict/result.ts';
import { parseSegmentation, type Segmentation } from '../wire/segmentation.ts';

/** How long the whole suite may take against one peer, in milliseconds: past that something hangs. */
const RUN_LIMIT_MS = 30 * 60_000;

/** What all the runs have in common. */
export interface Suite {
  /** The requirements of servers, and those of clients. */
  readonly requirements: Readonly<Record<Role, readonly Requirement[]>>;
  /** The folder that holds `features/` and `src/interop/`. */
  readonly root: string;
  /** A folder for the state directories of the servers. */
  readonly states: string;
  /** Ends the runs early. */
  readonly signal: AbortSignal;
}

export interface PeerRun {
  readonly result: RunResult;
  /** The version of the peer's Debian package. */
  readonly version: string;
}

/**
 * The result of a whole run that came to its end.
 * @param graceMs how long an examination that was told to end may take to do so, in milliseconds
 * @throws {Error} where the harness has a fault, or the run was ended or takes too long
 */
export async function finished(
  ended: AbortSignal,
  graceMs: number,
  examine: (signal: AbortSignal) => Promise<RunResult>,
): Promise<RunResult> {
  const result = await within(RUN_LIMIT_MS, graceMs, ended, examine);
  const [fault] = result.faults;
  if (fault !== undefined) throw new Error(`the harness itself failed (exit status 70): ${fault}`);
  if (result.interrupted !== undefined) throw new Error(result.interrupted);
  return result;
}

/** @throws {Error} where there is none of that name */
export function segmentationOf(text: string): Segmentation {
  const cut = parseSegmentation(text);
  if (cut === undefined) throw new Error(`there is no segmentation ${text}`);
  return cut;
}

/** Runs `work`, tells it to end after `limitMs`, and gives it up where it does not. @throws {Error} where it took too long */
async function within<T>(
  limitMs: number,
  graceMs: number,
  ended: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`it hangs: told to end after ${limitMs / 1000} s, it did not`)),
      limitMs + graceMs,
    );
  });
  try {
    const done = await Promise.race([work(AbortSignal.any([limit, ended])), hang]);
    if (limit.aborted) throw new Error(`it took longer than ${limitMs / 1000} s`);
    return done;
  } finally {
    clearTimeout(timer);
  }
}
