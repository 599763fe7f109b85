/** How a client logs in: what of it a scenario arranges, and what it expects. */

import { apopDigest } from '../../protocol/apop.ts';
import { latin1 } from '../../protocol/octets.ts';
import { isUtf8 } from '../../protocol/utf8.ts';
import { attemptsIn, isCancelling, type Attempt } from '../../judge/credentials.ts';
import { challengesUnread, emptyChallengeLeft } from '../../judge/sasl-exchange.ts';
import type { Feature, LoginPermissions, ServerConfig } from '../../server/config.ts';
import { breach, inconclusive, notApplicable } from '../stop.ts';
import type { ClientExamination, Launch } from './client-examination.ts';
import { labelOf, lastSent } from './expect-fetch.ts';

// What is arranged

/** The fake server is changed further, in all launches that follow. */
export function changeServer(c: ClientExamination, change: (config: ServerConfig) => ServerConfig): void {
  const { changes } = c.choices;
  c.choices.changes = (config) => change(changes(config));
}

/** The client is told a name and a password that have so many octets together, and the server knows them. */
export function tellLongCredentials(c: ClientExamination, octets: number): void {
  const name = Math.floor(octets / 3);
  c.choices.account = { user: ofLength('name-', name), password: ofLength('secret-', octets - name) };
}

function ofLength(text: string, octets: number): string {
  return text.repeat(Math.ceil(octets / text.length)).slice(0, octets);
}

/** The client is told this name and this password, and the server knows them. */
export function tellCredentials(c: ClientExamination, user: string, password: string): void {
  c.choices.account = { user, password };
}

/**
 * Of all extensions nothing is announced but the way to log in that this client takes where it has the choice (RFC 2449
 * section 7), and STLS where the client is told to use it.
 */
export function announceOnlyOwnLogin(c: ClientExamination): void {
  const ways = c.survey.fetched.deeds.logins;
  const permit = ({ mechanisms, password }: LoginPermissions): LoginPermissions => ({
    mechanisms: mechanisms.filter((mechanism) => ways.includes(mechanism)),
    password,
  });
  changeServer(c, (config) => {
    const [inTheClear, underTls] = [permit(config.inTheClear), permit(config.underTls)];
    const features = new Set<Feature>(['STLS']);
    if (ways.includes('USER')) features.add('USER');
    if (ways.includes('APOP')) features.add('APOP');
    if (inTheClear.mechanisms.length > 0) features.add('SASL');
    return { ...config, features, inTheClear, underTls };
  });
}

/** The digest of the greeting's timestamp begins with a zero: whoever leaves such digits out is seen. */
export function showTimestampOfZeroDigest(c: ClientExamination): void {
  const { password } = c.choices.account;
  const timestamp = Array.from({ length: 10_000 }, (_, index) => `<${index}.697170952@localhost>`).find((each) =>
    apopDigest(each, password).startsWith('0'),
  );
  if (timestamp === undefined) throw new Error('no timestamp has such a digest');
  changeServer(c, (config) => ({ ...config, bend: () => ({ policy: { timestamp: () => timestamp } }) }));
}

/** Launches the client against a server that answers so to whatever decides a login. The launch is called by that answer. */
export async function fetchRefused(c: ClientExamination, answer: string): Promise<void> {
  await c.fetch(
    answer,
    `
    C: {k:/PASS|APOP/} ...
    S: ${answer}
    C: AUTH {mechanism} {initial}
    S: ${answer}
    C: ...
    when answering a challenge
    S: ${answer}
    `,
  );
}

// What is supposed of the last launch

/** The client has tried to log in by SASL. */
export function needAttempt(c: ClientExamination): void {
  if (attemptsIn(c.last.conversations).length === 0)
    throw notApplicable('the client does not log in by SASL where it is offered');
}

// What is expected

/** No AUTH with a mechanism was sent. */
export function expectNoAuth(c: ClientExamination): void {
  const launch = c.last;
  const [attempt] = attemptsIn(launch.conversations);
  if (attempt !== undefined) {
    throw breach(`${labelOf(launch)}the client sent AUTH ${attempt.mechanism}, though SASL is not announced`, {
      expected: 'no AUTH, since SASL is not announced',
      actual: `AUTH ${attempt.mechanism}`,
      at: placeOf(attempt),
    });
  }
  c.evidence(`the client sent ${commandsIn(launch)}, and no AUTH with a mechanism`, lastSent(launch));
}

/** Where AUTH was sent it had no initial response. */
export function expectNoInitialResponse(c: ClientExamination): void {
  const attempts = attemptsIn(c.last.conversations);
  const wrong = attempts.find(({ hasInitialResponse }) => hasInitialResponse);
  if (wrong !== undefined) {
    throw breach(`the client sent an initial response with AUTH ${wrong.mechanism}, though SASL is not announced`, {
      expected: 'AUTH without an initial response, since SASL is not announced',
      actual: `AUTH ${wrong.mechanism} with one`,
      at: placeOf(wrong),
    });
  }
  const [first] = attempts;
  if (first === undefined) throw notApplicable('the client attempts no AUTH where SASL is not announced');
  c.evidence(`the client sent AUTH ${first.mechanism} without an initial response`, placeOf(first));
}

/** Each challenge that can't be decoded was answered by "*" (RFC 5034 section 4). */
export function expectCancelled(c: ClientExamination): void {
  const unread = attemptsIn(c.last.conversations).flatMap((attempt) =>
    attempt.exchange === undefined
      ? []
      : challengesUnread(attempt.exchange).map((response) => ({ ...attempt, response })),
  );
  const wrong = unread.find(({ response }) => response === undefined || !isCancelling(response));
  if (wrong !== undefined) {
    const instead = wrong.response === undefined ? 'nothing' : 'another response';
    throw breach(`the client answered an undecodable challenge of ${wrong.mechanism} with ${instead}`, {
      expected: 'a line with a single "*"',
      actual: instead,
      at: placeOf(wrong),
    });
  }
  const [first] = unread;
  if (first === undefined) throw notApplicable('the client took up no exchange in which there was such a challenge');
  c.evidence(`the client cancelled ${first.mechanism} with "*"`, placeOf(first));
}

/** The initial response that did not go along with AUTH answered the empty challenge (RFC 5034 section 4). */
export function expectInitialResponse(c: ClientExamination): void {
  const attempts = attemptsIn(c.last.conversations);
  const due = attempts.filter(({ exchange, hasInitialResponse }) => !hasInitialResponse && isChallenged(exchange));
  for (const attempt of due) {
    const wrong = attempt.exchange === undefined ? undefined : emptyChallengeLeft(attempt.exchange);
    if (wrong === undefined) continue;
    throw breach(`the client answered the empty challenge of ${attempt.mechanism} with ${wrong}`, {
      expected: 'the initial response',
      actual: wrong,
      at: placeOf(attempt),
    });
  }
  const [first] = due;
  if (first !== undefined) {
    return c.evidence(`the initial response of ${first.mechanism} answered the empty challenge`, placeOf(first));
  }
  if (attempts.some(({ hasInitialResponse }) => hasInitialResponse))
    throw inconclusive('the client sent its initial response with AUTH, so that there was no empty challenge');
  throw notApplicable('the client uses no mechanism in which it speaks first');
}

/** Whoever was sent a challenge of that length has gone on, and logged in. */
export function expectLongChallengeHandled(c: ClientExamination, octets: number): void {
  // Where nothing came to its end for AUTH, the client has gone on, or gone, while the challenge was on its way.
  const challenged = attemptsIn(c.last.conversations).filter(
    ({ exchange }) =>
      exchange === undefined || exchange.challenges.some((challenge) => challenge.octets.length >= octets),
  );
  const [first] = challenged;
  if (first === undefined) throw notApplicable('the client does not log in by this mechanism');
  if (!challenged.some(({ exchange }) => exchange?.status === '+OK')) {
    const { responses = [], answer } = first.exchange ?? {};
    const cancelled = responses.some(isCancelling);
    const instead =
      first.exchange === undefined
        ? 'it did not wait for the end of it'
        : answer === undefined
          ? 'no response'
          : cancelled
            ? 'a cancelled exchange'
            : 'a response that is not the right one';
    throw breach(`the client did not handle a challenge of ${octets} octets of ${first.mechanism}: ${instead}`, {
      expected: 'the right response',
      actual: instead,
      at: placeOf(first),
    });
  }
  c.evidence(`the client answered a challenge of ${octets} octets and logged in by ${first.mechanism}`, placeOf(first));
}

/** No name and no password in UTF-8 stands in USER, PASS or APOP (RFC 6856 section 2.2). */
export function expectAsciiCredentials(c: ClientExamination): void {
  const launch = c.last;
  const all = launch.conversations.flatMap(({ connection, exchanges, unanswered }) =>
    [...exchanges, ...unanswered].map(({ command }) => ({ connection, command })),
  );
  const foreign = all.filter(
    ({ command }) =>
      /^(USER|PASS|APOP) /i.test(latin1(command.content)) && command.content.some((octet) => octet > 0x7f),
  );
  const [first] = foreign;
  if (first !== undefined) {
    if (!isUtf8(first.command.content))
      throw inconclusive('the client sent a name or a password that is neither ASCII nor UTF-8');
    const keyword = latin1(first.command.content.subarray(0, 4)).toUpperCase();
    throw breach(`the client sent UTF-8 in ${keyword}, though "UTF8 USER" is not announced`, {
      expected: 'ASCII only, since "UTF8 USER" is not announced',
      actual: `${keyword} in UTF-8`,
      at: { connection: first.connection, from: 'C', offset: first.command.offset },
    });
  }
  c.evidence(
    `the client sent ${commandsIn(launch)}, and no name or password outside ASCII in USER, PASS or APOP`,
    lastSent(launch),
  );
}

/** How the client ends for each of the reasons that it was given: nothing that it could do wrong. */
export function noteExitStatuses(c: ClientExamination): void {
  const untried = c.launches.find(({ deeds }) => deeds.attempts.length === 0);
  if (untried !== undefined) throw inconclusive(`${labelOf(untried)}the client did not try to log in`);
  const { temporaryExits } = c.target;
  const statuses = c.launches.map(({ name, ending: { status } }) => {
    const again = status !== undefined && temporaryExits.includes(status) ? ' (a later attempt may do better)' : '';
    return `${name}: ${status ?? 'none'}${again}`;
  });
  c.observe(`exit statuses of the client by the answer to its login: ${statuses.join('; ')}`);
  const different = new Set(c.launches.map(({ ending: { status } }) => status)).size;
  c.evidence(
    `the login was refused in ${c.launches.length} ways, and the client ended in ${different === 1 ? 'one way' : `${different} ways`}`,
  );
}

function isChallenged(exchange: Attempt['exchange']): boolean {
  const [first] = exchange?.challenges ?? [];
  return first !== undefined && latin1(first.content).trimEnd() === '+';
}

function placeOf({ connection, offset }: Attempt): { connection: number; from: 'C'; offset: number } {
  return { connection, from: 'C', offset };
}

function commandsIn({ conversations }: Launch): string {
  const count = conversations.reduce((sum, { exchanges, unanswered }) => sum + exchanges.length + unanswered.length, 0);
  if (conversations.length === 0) throw inconclusive('the client did not connect');
  return count === 1 ? 'one command' : `${count} commands`;
}
