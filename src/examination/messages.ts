/** Verbs on messages and listings: RETR, TOP, STAT and UIDL. */

import { contentOf, describe, textOctets, textOf, type Answer, type Outcome } from '../client/answer.ts';
import { command } from '../client/session.ts';
import { differenceFrom, readMessage } from '../judge/message.ts';
import { parseDropListing, parseUniqueIdListing } from '../protocol/listing.ts';
import { DOTTED_LINES } from '../target/fixtures.ts';
import type { KnownMessage } from '../target/maildrop.ts';
import type { Examination } from './examination.ts';
import { answered, expectAnswer } from './expect.ts';
import { breach, inconclusive, notApplicable, type Stop } from './stop.ts';
import { send } from './talk.ts';

/** What a scenario can need of a message. */
export const QUALITIES = ['has a body', 'has lines which begin with dots', 'is long'] as const;

export type Quality = (typeof QUALITIES)[number] | 'any';

const FITS: Readonly<Record<Quality, (message: KnownMessage) => boolean>> = {
  any: (message) => message.headerLines > 0,
  'has a body': (message) => message.bodyLines >= 2,
  'has lines which begin with dots': (message) => message.fixture === 'dots' || message.dotted,
  'is long': (message) => message.headerLines > 0 && message.size >= 32 * 1024,
};

/** Chooses a message for the scenario: a delivered one before the user's own. @throws {Stop} inconclusive without any */
export function needMessage(x: Examination, quality: Quality): void {
  const suitable = x.messages.filter(FITS[quality]);
  x.message = suitable.find(({ fixture }) => fixture !== undefined) ?? suitable[0];
  if (x.message !== undefined) return;
  const what = quality === 'any' ? 'no message that could be looked at' : `no message that ${quality}`;
  throw inconclusive(`there is ${what} in the maildrop of ${x.account.user}: --deliver puts one there`);
}

function chosen(x: Examination): KnownMessage {
  if (x.message === undefined) throw new Error('the scenario speaks of the message before it chooses one');
  return x.message;
}

/**
 * The last answer is the message with its stuffing (RFC 1939 section 3): of a delivered one the body is known; of
 * another the size that LIST gave tells whether each stuffed line had one "." more.
 */
export function expectStuffed(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status !== '+OK') throw inconclusive(`no message came: ${describe(answer)}`);
  const { body, size } = readMessage(answer.lines ?? []);
  const at = x.position(answer);
  const message = chosen(x);
  if (message.fixture === 'dots') {
    const difference = differenceFrom(DOTTED_LINES, body ?? []);
    // A server may limit TOP (RFC 1939 section 8). One that takes a line "." for the end stops before such a line.
    const limited = difference !== undefined && (body?.length ?? 0) < difference.line && difference.expected !== '.';
    if (limited && /^TOP\b/i.test(answer.command)) {
      throw inconclusive(
        `TOP brought only ${body?.length ?? 0} lines of the body, so it can't tell how the others are stuffed`,
      );
    }
    if (difference !== undefined) {
      throw breach(`line ${difference.line} of the body is not the one delivered`, { ...quoted(difference), at });
    }
    x.evidence(`the body is as delivered: ${DOTTED_LINES.length} lines, with their dots stuffed`, at);
  } else if (size === message.size) {
    x.evidence(`without its stuffing the message has the ${size} octets that LIST announces`, at);
  } else {
    throw inconclusive(
      `the message has ${size} octets and LIST says ${message.size}, so its own text can't tell how it was stuffed: --deliver puts a known one there`,
    );
  }
}

function quoted({ expected, actual }: { expected: string; actual: string }): { expected: string; actual: string } {
  return { expected: JSON.stringify(expected), actual: JSON.stringify(actual) };
}

/** TOP brought the header, the blank line, and so many lines of the body (or all, where there are fewer). */
export function expectTop(x: Examination, lines: number): void {
  expectAnswer(x, 'positive');
  const answer = answered(x, x.outcome);
  const { header, body } = readMessage(answer.lines ?? []);
  const at = x.position(answer);
  if (header.length === 0) throw breach('TOP brought no header', { expected: 'the header of the message', at });
  if (body === undefined)
    throw breach('TOP brought no blank line', { expected: 'the blank line behind the header', at });
  const wanted = Math.min(lines, chosen(x).bodyLines);
  if (body.length !== wanted) {
    throw breach(`TOP brought ${body.length} lines of the body`, {
      expected: `${wanted} lines of the body`,
      actual: `${body.length} lines`,
      at,
    });
  }
  x.evidence(`TOP brought ${header.length} header lines, the blank line and ${body.length} lines of the body`, at);
}

/**
 * TOP with more lines than the body has: "then the POP3 server sends the entire message". A server whose mail is
 * downloaded only once may limit TOP (RFC 1939 section 8), so a refusal is an observation.
 */
export function expectWholeOrRefusal(x: Examination): void {
  const answer = answered(x, x.outcome);
  if (answer.status === '-ERR') {
    x.observe(`TOP of the whole message was refused: ${describe(answer)}`);
    x.evidence(
      `TOP of the whole message was refused, as RFC 1939 section 8 allows: ${describe(answer)}`,
      x.position(answer),
    );
    return;
  }
  const { body } = readMessage(answer.lines ?? []);
  if (body !== undefined && body.length > 0 && body.length < chosen(x).bodyLines) {
    x.advise(`TOP of the whole message brought ${body.length} of ${chosen(x).bodyLines} lines of its body`, {
      expected: 'the entire message, or -ERR where TOP is limited (RFC 1939 section 8)',
      actual: `${body.length} lines of the body`,
      at: x.position(answer),
    });
    return;
  }
  expectTop(x, Number.MAX_SAFE_INTEGER);
}

/** STAT says the same as an answer to it that was kept. */
export function expectSameDropListing(x: Examination, name: string): void {
  const before = parseDropListing(textOctets(x.keptAnswer(name)));
  const answer = answered(x, x.outcome);
  const now = parseDropListing(textOctets(answer));
  if (before === undefined) throw inconclusive(`${name} brought no drop listing: ${describe(x.keptAnswer(name))}`);
  if (now?.messages !== before.messages || now.octets !== before.octets) {
    throw breach(`STAT was answered ${describe(answer)}`, {
      expected: `the drop listing of ${name}: ${before.messages} ${before.octets}`,
      actual: describe(answer),
      at: x.position(answer),
    });
  }
  x.evidence(`STAT was answered ${describe(answer)} before and after`, x.position(answer));
}

/** The unique-ids of a UIDL listing by message-number. What is no listing is left to the rule on the grammar. */
function uniqueIds(answer: Answer): Map<number, string> {
  return new Map(
    (answer.lines ?? []).flatMap((line) => {
      const listing = parseUniqueIdListing(contentOf(line));
      return listing === undefined ? [] : [[listing.message, listing.uniqueId] as const];
    }),
  );
}

/** The answer to UIDL as a listing. @throws {Stop} a breach where it was refused */
function uniqueIdsNow(x: Examination): Map<number, string> {
  expectAnswer(x, 'positive');
  return uniqueIds(answered(x, x.outcome));
}

/** UIDL lists as many messages as STAT counts. */
export function expectUniqueIdOfEach(x: Examination, name: string): void {
  const stat = parseDropListing(textOctets(x.keptAnswer(name)));
  if (stat === undefined) throw inconclusive('STAT brought no drop listing to count by');
  const ids = uniqueIdsNow(x);
  if (ids.size !== stat.messages) {
    throw breach(`UIDL lists ${ids.size} messages`, {
      expected: `a unique-id for each of the ${stat.messages} messages that STAT counts`,
      actual: `${ids.size} unique-ids`,
      at: x.position(x.outcome),
    });
  }
  x.evidence(`UIDL lists the ${ids.size} messages that STAT counts`, x.position(x.outcome));
}

/** So many messages that share their unique-ids with others are looked at. */
const MOST_COMPARED = 20;

/**
 * No unique-id stands for two messages, unless they are identical: "this specification is intended to permit unique-ids
 * to be calculated as a hash of the message" (RFC 1939 section 7).
 */
export async function expectUnique(x: Examination): Promise<void> {
  const ids = uniqueIdsNow(x);
  const listing = x.outcome;
  const byId = new Map<string, number>();
  let compared = 0;
  for (const [number, id] of ids) {
    const other = byId.get(id);
    byId.set(id, number);
    if (other === undefined || compared === MOST_COMPARED) continue;
    compared += 1;
    if (await identical(x, other, number)) continue;
    throw breach(`messages ${other} and ${number} have the same unique-id and are not the same`, {
      expected: 'a unique-id of its own for each message',
      actual: id,
      at: x.position(listing),
    });
  }
  x.evidence(`${byId.size} unique-ids for ${ids.size} messages`, x.position(listing));
}

async function identical(x: Examination, one: number, other: number): Promise<boolean> {
  const texts: string[] = [];
  for (const number of [one, other]) {
    await send(x, `RETR ${number}`);
    if (x.outcome.kind !== 'answer' || x.outcome.lines === undefined)
      throw inconclusive(`message ${number} could not be retrieved to compare it`);
    texts.push(readMessage(x.outcome.lines).body?.join('\n') ?? '');
  }
  return texts[0] === texts[1];
}

/** `UIDL n` brings the id that the listing has for the message. */
export function expectListedUniqueId(x: Examination, name: string): void {
  expectAnswer(x, 'positive');
  const answer = answered(x, x.outcome);
  const { number } = chosen(x);
  const expected = uniqueIds(x.keptAnswer(name)).get(number);
  const listing = parseUniqueIdListing(textOctets(answer));
  if (expected === undefined) throw inconclusive(`${name} has no unique-id for message ${number}`);
  if (listing?.uniqueId !== expected || listing.message !== number) {
    throw breach(`UIDL ${number} was answered ${describe(answer)}`, {
      expected: `${number} ${expected}`,
      actual: textOf(answer),
      at: x.position(answer),
    });
  }
  x.evidence(`UIDL ${number} and the listing have the same unique-id, ${expected}`, x.position(answer));
}

/** The ids of an earlier session are all there, each for one message: new mail may have come, and nothing was deleted. */
export function expectSameUniqueIds(x: Examination, name: string): void {
  const before = [...uniqueIds(x.keptAnswer(name)).values()];
  const now = new Set(uniqueIdsNow(x).values());
  const missing = before.filter((id) => !now.has(id));
  if (missing[0] !== undefined) {
    throw breach(`${missing.length} of ${before.length} unique-ids of the earlier session are gone`, {
      expected: `the unique-id ${missing[0]}`,
      actual: [...now].slice(0, 5).join(' '),
      at: x.position(x.outcome),
    });
  }
  if (before.length === 0) throw inconclusive('the earlier session had no unique-ids');
  x.evidence(`the ${before.length} unique-ids of the earlier session are there`, x.position(x.outcome));
}

/** The message is not listed any more. */
export function expectNotListed(x: Examination): void {
  const { number } = chosen(x);
  if (uniqueIdsNow(x).has(number)) {
    throw breach(`message ${number} is listed although it is marked as deleted`, {
      expected: `no message ${number}`,
      at: x.position(x.outcome),
    });
  }
  x.evidence(`message ${number} is not listed while it is marked as deleted`, x.position(x.outcome));
}

/** Notes the unique-id of the scenario's message, and how many there are, for a later session. */
export async function noteUniqueId(x: Examination): Promise<void> {
  const { number, fixture } = chosen(x);
  const stat = await x.session.command(command('STAT'));
  const outcome = await x.session.command(command(`UIDL ${number}`));
  if (outcome.kind === 'none' || outcome.status !== '+OK') {
    const before = x.messages.length;
    const now = countOf(stat);
    // The survey retrieved them all and deleted none. Of the user's own mail somebody else may have taken some since.
    if (fixture !== undefined && now !== undefined && now < before) throw gone(x, stat, before, now);
    throw notApplicable(`without UIDL a message can't be told again in another session: ${describe(outcome)}`);
  }
  x.kept.set('the unique-id', outcome);
  x.kept.set('STAT', stat);
}

/** How many messages STAT counts. */
function countOf(stat: Outcome): number | undefined {
  return stat.kind === 'answer' ? parseDropListing(textOctets(stat))?.messages : undefined;
}

function gone(x: Examination, outcome: Outcome, before: number, now: number): Stop {
  return breach(`of ${before} messages that an earlier session retrieved and did not delete ${now} are left`, {
    expected: `${before} messages`,
    actual: `${now} messages`,
    at: x.position(outcome),
  });
}

/**
 * The message that was noted is there.
 * @throws {Stop} inconclusive where no message is missing: that its unique-id is another one is for 6.8-S1
 */
export async function expectNotedMessage(x: Examination): Promise<void> {
  const noted = parseUniqueIdListing(textOctets(x.keptAnswer('the unique-id')))?.uniqueId;
  if (noted === undefined) throw inconclusive('UIDL brought no unique-id to note');
  const now = countOf(await x.session.command(command('STAT')));
  await send(x, 'UIDL');
  const { outcome } = x;
  const ids = outcome.kind === 'answer' ? [...uniqueIds(outcome).values()] : [];
  if (ids.includes(noted)) {
    x.evidence(`the message ${noted} is there in the next session`, x.position(outcome));
    return;
  }
  const before = countOf(x.keptAnswer('STAT'));
  if (before === undefined || now === undefined || now >= before) {
    throw inconclusive(
      `the unique-id ${noted} is not there in the next session, but ${now ?? 'nobody knows how many'} messages are`,
    );
  }
  throw breach(`the message ${noted} is gone in the next session`, {
    expected: `the message with the unique-id ${noted}`,
    actual: `${now} messages without it, and there were ${before}`,
    at: x.position(outcome),
  });
}
