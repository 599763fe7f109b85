/** Whether a client waits for answers (RFC 2449 section 6.6), and whether it can be caught not reading. */

import { HOLD_MS } from '../../target/holding.ts';
import { inconclusive } from '../stop.ts';
import type { ClientExamination } from './client-examination.ts';
import { lastSent } from './expect-fetch.ts';

/**
 * Each answer was held back, and nothing came before it was sent: what came too early is found at the end of the scenario.
 * Only a client that was seen to wait has had its chance.
 */
export function expectWaiting(c: ClientExamination): void {
  const { conversations, held } = c.last;
  const commands = conversations.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
  if (commands === 0) throw inconclusive('the client sent no command');
  const early = c.judged().sightings.some(({ violation }) => violation.requirement === c.requirement);
  if (early) return;
  const { times, seen } = held;
  if (seen === 0) {
    throw inconclusive(
      `nobody can see whether this client waits: ${times} answers were held back for ${HOLD_MS} ms each, and nothing came before them`,
    );
  }
  const others = seen === times ? '' : `; the other ${times - seen} were held back for ${HOLD_MS} ms at most`;
  c.evidence(`of ${times} answers held back, the client was seen to wait for ${seen}${others}`, lastSent(c.last));
}
