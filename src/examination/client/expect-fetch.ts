/** What a client must have done in a launch. */

import { idleWhileFetching } from '../../judge/at-work.ts';
import { describeCommand, fetchedAsWell } from '../../judge/deeds.ts';
import { longestSilence } from '../../judge/silence.ts';
import type { StreamPosition } from '../../verdict/transcript.ts';
import { visible } from '../../protocol/octets.ts';
import { breach, inconclusive, notApplicable } from '../stop.ts';
import type { ClientExamination, Launch } from './client-examination.ts';

/** The mail is fetched, as well as from a plain correct server. */
export function expectFetched(c: ClientExamination, launch: Launch = c.last): void {
  if (!isFetched(c, launch)) {
    expectOver(c, launch);
    throw breach(`${labelOf(launch)}the client did not fetch the mail: ${shortcoming(c, launch)}`, {
      expected: 'the mail fetched as from a plain correct server',
      actual: shortcoming(c, launch),
      at: lastSent(launch),
    });
  }
  c.evidence(`${labelOf(launch)}${achievement(launch)}`, lastSent(launch));
}

/** A client that waits so long for nothing may be waiting for the rest of an answer that is complete, in milliseconds. */
const LONG_SILENCE_MS = 3_000;

/**
 * The mail is fetched, or the client ends by itself in time: it may give up, and must not hang. Of one that gives up only
 * after it has waited, for whatever its own limit is, nobody can tell whether it had read the answer to its end.
 */
export function expectFetchedOrGivenUp(c: ClientExamination): void {
  const launch = c.last;
  if (launch.ending.endedByUs === 'time') {
    expectOver(c, launch);
    throw breach(`${labelOf(launch)}the client neither fetched the mail nor gave up: ${shortcoming(c, launch)}`, {
      expected: 'the mail fetched, or an end in order',
      actual: 'a client that still waits when its time is over',
      at: lastSent(launch),
    });
  }
  if (launch.ending.endedByUs === undefined && launch.ending.status === undefined) {
    throw breach(`${labelOf(launch)}the client neither fetched the mail nor gave up in order: a signal ended it`, {
      expected: 'the mail fetched, or an end in order',
      actual: 'a client that crashed',
      at: lastSent(launch),
    });
  }
  if (isFetched(c, launch)) return c.evidence(`${labelOf(launch)}${achievement(launch)}`, lastSent(launch));
  const silence = longestSilence(launch.conversations, c.transcript.entries);
  if (silence >= LONG_SILENCE_MS) {
    throw inconclusive(
      `${labelOf(launch)}the client gave up after it had waited ${(silence / 1000).toFixed(1)} s with nothing to come, so it may not have seen that the answer was complete: ${shortcoming(c, launch)}`,
    );
  }
  c.evidence(`${labelOf(launch)}the client gave up in order: ${shortcoming(c, launch)}`, lastSent(launch));
}

/** A client that got something of a further message so shortly before its end is slow, and does not hang; in milliseconds. */
const AT_WORK_MS = 1_000;

/** @throws {Stop} inconclusive, where the client was ended while it was still fetching */
function expectOver(c: ClientExamination, launch: Launch): void {
  if (launch.ending.endedByUs !== 'time') return;
  const idle = idleWhileFetching(launch.conversations, c.transcript.entries);
  if (idle === undefined || idle >= AT_WORK_MS) return;
  throw inconclusive(
    `${labelOf(launch)}the client was still fetching when its time of ${c.run.target.timeoutMs / 1000} s was over (--timeout gives it more): ${shortcoming(c, launch)}`,
  );
}

/** There was something for the scenario's own rule to judge, and it was judged: breaches are found at the end of every scenario. */
export function expectClientRuleKept(c: ClientExamination): void {
  const count = c.judged().judged.get(c.requirement) ?? 0;
  if (count === 0) throw notApplicable('the client sent nothing that this rule speaks of');
  c.evidence(`${count} ${count === 1 ? 'place' : 'places'} judged by this rule in this scenario`);
}

/** Whether the mail was fetched as well as from a plain correct server. */
export function isFetched(c: ClientExamination, { deeds, messages }: Launch): boolean {
  const plain = c.survey.fetched;
  return fetchedAsWell(deeds, plain.deeds, { now: messages, before: plain.messages });
}

function achievement({ deeds }: Launch): string {
  const numbers = [...deeds.retrieved].toSorted((a, b) => a - b);
  const by = deeds.logins.join(' and ');
  if (numbers.length === 0) return `the client logged in by ${by}, and ${[...deeds.accepted].join(', ')} were accepted`;
  const which =
    numbers.length > 8
      ? `${numbers.length} messages`
      : `${numbers.length === 1 ? 'message' : 'messages'} ${numbers.join(', ')}`;
  return `the client logged in by ${by} and retrieved ${which}`;
}

/** What is missing, and how the client ended. */
function shortcoming(c: ClientExamination, { deeds, conversations, ending, failedHandshakes }: Launch): string {
  const end = ending.endedByUs === 'time' ? '; its time was over' : '';
  const exit = ending.status === undefined ? '' : `; exit status ${ending.status}`;
  const done = deeds.retrieved.size === 0 ? 'nothing' : `${deeds.retrieved.size} of its messages`;
  const last = conversations.at(-1);
  const exchange = last?.exchanges.at(-1);
  const answer = exchange?.answer === undefined ? 'no answer' : visible(exchange.answer.octets, 80);
  const said =
    exchange === undefined
      ? 'it sent no command'
      : `the last that it sent was ${describeCommand(exchange)} (${answer})`;
  const [failure] = failedHandshakes;
  const tls = failure === undefined ? '' : `; a TLS handshake failed (${c.hide(failure)})`;
  if (last === undefined) return `it did not connect${end}${exit}`;
  const login = deeds.logins.length === 0 ? 'it did not log in' : `it logged in and retrieved ${done}`;
  return `${login}; ${said}${tls}${end}${exit}`;
}

/** Where the last command of a launch stands. */
export function lastSent({ conversations }: Pick<Launch, 'conversations'>): StreamPosition | undefined {
  const last = conversations.at(-1);
  const command = last?.exchanges.at(-1)?.command;
  return last === undefined || command === undefined
    ? undefined
    : { connection: last.connection, from: 'C', offset: command.offset };
}

/** What a message begins with where a scenario has several launches. */
export function labelOf({ name }: Pick<Launch, 'name'>): string {
  return name === '' ? '' : `with ${name}, `;
}
