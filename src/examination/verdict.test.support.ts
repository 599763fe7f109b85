/** For the tests of the verbs: what one verb comes to. */

import type { Examination } from './examination.ts';
import { Stop } from './stop.ts';

/**
 * The kind of the finding with which a verb stops the scenario; else the kinds that it found, observations left out, each
 * once: `evidence` where the scenario would pass.
 */
export async function verdictOf(x: Examination, judge: (x: Examination) => unknown): Promise<string> {
  const before = x.findings.length;
  try {
    await judge(x);
  } catch (error) {
    if (error instanceof Stop) return error.finding.kind;
    throw error;
  }
  const kinds = new Set(x.findings.slice(before).map(({ kind }) => kind));
  return [...kinds].filter((kind) => kind !== 'observation').join(' ');
}
