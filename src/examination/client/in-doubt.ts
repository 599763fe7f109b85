/** What a client does that rests on a reading in doubt: it is advised against, and never failed. */

import { Stop } from '../stop.ts';
import type { ClientExamination } from './client-examination.ts';

/**
 * A breach that is found becomes advice, and the scenario goes on.
 * @param judge a verb that throws where it finds a breach
 */
export async function adviseOnly(c: ClientExamination, reading: string, judge: () => unknown): Promise<void> {
  try {
    await judge();
  } catch (error) {
    if (!(error instanceof Stop) || error.finding.kind !== 'fail') throw error;
    const { kind: _fail, message, ...details } = error.finding;
    c.advise(message, { ...details, reading });
  }
}
