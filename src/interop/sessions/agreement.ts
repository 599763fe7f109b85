/** Whether the verdicts on a recording are those of live runs on the same peer. Pure. */

import type { RequirementResult } from '../../verdict/result.ts';

export type Verdicts = readonly Pick<RequirementResult, 'id' | 'verdict' | 'reason'>[];

export interface Agreement {
  /** Requirements that the recording breaks, or is thought to, and no live run does: a sentence for each. */
  readonly contradictions: readonly string[];
  /** Requirements that the recording shows kept, and a live run broken by what the recording doesn't hold. */
  readonly notes: readonly string[];
}

/** Breaches: what a live run must have seen too, where a recording shows it. */
const BREACHES: readonly string[] = ['fail', 'advice'];

/** @param live the results of several runs: a peer has variants, and a recording is of one */
export function agreementOf(offline: Verdicts, live: readonly Verdicts[]): Agreement {
  const contradictions: string[] = [];
  const notes: string[] = [];
  for (const { id, verdict, reason } of offline) {
    const others = live.flatMap((run) => run.filter((each) => each.id === id));
    const worst = others.find((each) => each.verdict === 'fail') ?? others.find((each) => each.verdict === 'advice');
    const isSeen = verdict === 'advice' ? worst !== undefined : worst?.verdict === 'fail';
    if (BREACHES.includes(verdict) && !isSeen) {
      const said = [...new Set(others.map((each) => each.verdict))].join(', ');
      contradictions.push(`${id}: ${verdict} offline (${reason}), live ${said === '' ? 'nothing' : said}`);
    }
    if (verdict === 'pass' && worst?.verdict === 'fail') notes.push(`${id}: passed offline, live: ${worst.reason}`);
  }
  return { contradictions, notes };
}
