/** The same client against servers that differ in one thing: what it does must not differ (design, section 4). */

import { differenceBetween, type ComparisonOptions, type Difference } from '../../judge/sameness.ts';
import { HOLDS_ALL, type Holds } from '../../target/holding.ts';
import { breach, inconclusive } from '../stop.ts';
import type { ClientExamination, Launch } from './client-examination.ts';

/** How the launch is called against the server that only does what the whole scenario says. */
export const PLAIN = '';

/** Launches the client against a server that differs in one thing. */
export async function fetchWith(c: ClientExamination, name: string, script: string): Promise<void> {
  await c.fetch(name, script);
}

/**
 * That thing makes no difference to the client.
 * @param other the launch that it is compared with
 */
export async function expectNoDifference(
  c: ClientExamination,
  name: string,
  other: string = PLAIN,
  options: ComparisonOptions = {},
): Promise<void> {
  const [first, second] = [c.named(other), c.named(name)];
  const difference = await lastingDifference(c, first, second, options);
  if (difference === undefined) {
    const commands = second.conversations.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
    c.evidence(`with ${name} the client sent the same ${commands} commands in the same order${exitWords(second)}`);
    return;
  }
  throw breach(`with ${name} the client did otherwise: ${wordsOf(difference, first)}`, {
    expected: difference.first,
    actual: difference.second,
    at: difference.at === undefined ? undefined : { ...difference.at, from: 'C' },
  });
}

/**
 * Whether the client tells two servers apart at all: where it does not, it would pass whatever it made of a third.
 */
export function needDifference(c: ClientExamination, name: string, other: string): void {
  if (differenceBetween(compared(c.named(name)), compared(c.named(other))) !== undefined) return;
  throw inconclusive(
    `the client does the same with ${name} and with ${other}, so nothing can be seen of what it makes of them`,
  );
}

/**
 * The first thing in which two launches differ, and would again: a client that does otherwise against the same server
 * proves nothing by doing otherwise against another. Whether commands came before answers may be an affair of the moment,
 * so where nothing else differs it is looked at again with each answer held back.
 */
export async function lastingDifference(
  c: ClientExamination,
  first: Launch,
  second: Launch,
  options: ComparisonOptions,
): Promise<Difference | undefined> {
  const difference = differenceBetween(compared(first), compared(second), options);
  if (difference === undefined) return undefined;
  if (difference.kind !== 'pace' || c.choices.holds !== undefined) {
    const isPace = difference.kind === 'pace';
    if (isPace) needSeen(first, second);
    // When commands came is of no interest where others came.
    await expectBothConstant(c, first, second, { ...options, pace: isPace }, c.choices.holds);
    return difference;
  }
  const held = { ...first, ...(await c.launch(first.scripts, HOLDS_ALL)) };
  const other = { ...second, ...(await c.launch(second.scripts, HOLDS_ALL)) };
  const lasting = differenceBetween(compared(held), compared(other), options);
  if (lasting === undefined) return undefined;
  if (lasting.kind === 'pace') needSeen(held, other);
  await expectBothConstant(c, held, other, options, HOLDS_ALL);
  return difference;
}

/**
 * Each answer was held back until it was seen that the client had nothing more to send. Of one that was slower than our
 * patience nobody can tell whether it waited.
 */
function needSeen(...launches: readonly Launch[]): void {
  const unknown = launches.reduce((sum, { held }) => sum + held.unknown, 0);
  if (unknown === 0) return;
  throw inconclusive(
    `nobody can tell whether the client would have sent more before ${unknown === 1 ? 'one answer that was' : `${unknown} answers that were`} held back`,
  );
}

/** The second first: a client that does otherwise each time would else do the same again. */
async function expectBothConstant(
  c: ClientExamination,
  first: Launch,
  second: Launch,
  options: ComparisonOptions,
  holds: Holds | undefined,
): Promise<void> {
  await expectConstant(c, second, options, holds);
  await expectConstant(c, first, options, holds);
}

async function expectConstant(
  c: ClientExamination,
  before: Launch,
  options: ComparisonOptions,
  holds: Holds | undefined,
): Promise<void> {
  const again = await c.launch(before.scripts, holds);
  const difference = differenceBetween(compared(before), compared(again), options);
  if (difference === undefined) return;
  throw inconclusive(`the client does not always do the same against the same server: ${wordsOf(difference, before)}`);
}

function compared({
  conversations,
  ending,
}: Pick<Launch, 'conversations' | 'ending'>): Parameters<typeof differenceBetween>[0] {
  return { conversations, status: ending.status };
}

/** What differs, for a reader. */
export function wordsOf({ first, second }: Difference, { name }: Launch): string {
  return `${second}, and ${name === PLAIN ? 'without it' : `with ${name}`} ${first}`;
}

function exitWords({ ending: { status } }: Launch): string {
  return status === undefined ? '' : ` (exit status ${status})`;
}
