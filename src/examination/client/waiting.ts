/** Whether a client waits for answers, and how much it sends where it does not (RFC 2449 section 6.6). */

import { HOLD_MS } from '../../target/holding.ts';
import { mostOutstanding } from '../../judge/outstanding.ts';
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
      `nobody can see whether this client waits: ${times} answers were held back for ${HOLD_MS} ms or more each, and nothing came before them`,
    );
  }
  const others = seen === times ? '' : `; for the other ${times - seen} nobody could see it`;
  c.evidence(`of ${times} answers held back, the client was seen to wait for ${seen}${others}`, lastSent(c.last));
}

/** What any system's window takes, in octets: 8 KiB were the default of the smallest in wide use. */
const SMALL_WINDOW = 8 * 1024;

/**
 * However long the server does not answer, the client sends no more commands than the smallest window takes (RFC 2449
 * section 6.6). One that sends more may do so without blocking, or read while it writes: it could only be caught by as
 * many commands as the kernels on both sides hold, which on loopback is hundreds of thousands.
 */
export function expectWithinWindow(c: ClientExamination): void {
  const { conversations, held } = c.last;
  const octets = mostOutstanding(conversations, c.transcript.entries);
  if (octets > SMALL_WINDOW) {
    throw inconclusive(
      `the client had ${octets} octets of commands under way at a time; whether it reads while it writes can't be seen, since on loopback some megabytes are taken without anybody reading`,
    );
  }
  if (held.seen === 0) {
    throw inconclusive(
      `the client had at most ${octets} octets of commands under way at a time, but nobody could see whether it would have sent more than it did in ${HOLD_MS} ms`,
    );
  }
  c.evidence(
    `with no answer the client sent ${octets} octets of commands and then waited: no window is smaller, so it can't block`,
    lastSent(c.last),
  );
}
