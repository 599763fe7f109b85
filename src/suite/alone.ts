/**
 * Which scenarios run with no other beside them, where several run at once, and which in turn. It is told by their steps,
 * so that it holds for a user's own scenarios too; the tag `@alone` says it of a scenario that knows more of itself. Pure.
 */

import type { CatalogueScenario } from '../catalogue/requirement.ts';
import { ALONE } from '../catalogue/tags.ts';

/** Why scenarios with some steps run alone. */
const REASONS: ReadonlyArray<readonly [steps: RegExp, reason: string]> = [
  [/\bsecond account\b|\bto act as\b/, 'it speaks of two accounts, and the other may be that of a lane'],
  [/\ban account with a LOGIN-DELAY\b|\baccount may log in again\b/, 'it counts the logins of an account'],
  [
    /^another session in the TRANSACTION state|\brefused for the lock\b|"IN-USE"/,
    'two of its sessions meet in one maildrop',
  ],
  [/\bdrops the connection\b/, 'the server may take a while to see that a session is gone'],
  [/\bsends "DELE\b|\bone write:[^]*^DELE\b|\bsegment:[^]*^DELE\b/m, 'it marks messages as deleted'],
  [/\bsilent for\b|\bwaiting for \d+ seconds\b/, 'nothing but its own silence may count'],
  [/\bdoes not read\b|\bwhile the message arrives\b/, 'it is about octets that nobody reads for a while'],
  [/\bsessions are opened at the same time\b/, 'it asks for as many sessions as a server may grant one client'],
  [/\bno timestamp of this run\b/, 'it looks back on all the others'],
  // Of a client: whoever shares a processor is slower to send what it would send.
  [
    /\bhas had its chance\b|\bwait up to \d+ms\b|\bcut every \S+ \d+ms apart\b/,
    'it gives the client time to send more',
  ],
  [/\bsend later or sooner\b/, 'it compares when a client sends'],
  [/\bdelay between logins\b/, 'it counts the time between two visits of a client'],
];

/** Why a scenario runs alone; undefined where it may run beside others. */
export function aloneBecause({ steps, tags }: Pick<CatalogueScenario, 'steps' | 'tags'>): string | undefined {
  if (tags.includes(ALONE)) return 'it says so';
  return REASONS.find(([pattern]) => steps.some((step) => pattern.test(step)))?.[1];
}

/** What the first of several scenarios finds out for all of them. */
const ONCE_A_RUN = /^the client can log in by\b|^APOP is set up\b/;

/** Whether a scenario goes by what one before it has seen: those run in one lane, in their order. */
export function runsInTurn({ steps }: Pick<CatalogueScenario, 'steps'>): boolean {
  return steps.some((step) => ONCE_A_RUN.test(step));
}
