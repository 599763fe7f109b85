/** Verbs that open sessions and log in: the Given of the scenarios, and the logins that are tested themselves. */

import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, describe, textOf, type Outcome } from '../client/answer.ts';
import { logIn, plainSecret, type LoginMethod } from '../client/login.ts';
import { command } from '../client/session.ts';
import type { Credentials } from '../protocol/sasl.ts';
import { announced, mechanisms } from '../client/capabilities.ts';
import type { Account } from '../target/target.ts';
import { UNKNOWN_USER, WRONG_PASSWORD, type Examination } from './examination.ts';
import { inconclusive, notApplicable } from './stop.ts';

/** Opens a session and brings it into a state (RFC 1939 section 3). */
export async function openIn(x: Examination, state: 'AUTHORIZATION' | 'TRANSACTION'): Promise<void> {
  await openGreeted(x, false);
  if (state === 'TRANSACTION') await enter(x, x.account);
}

/** Opens a session in the clear although the run's sessions begin with STLS. */
export async function openInTheClear(x: Examination): Promise<void> {
  if (x.target.tls === 'implicit') throw notApplicable('the port is for implicit TLS: no session is ever in the clear');
  await openGreeted(x, true);
}

/** Opens a connection and records what it is greeted with, if it is. */
export async function connect(x: Examination): Promise<void> {
  const { greeting } = await x.open();
  noteTimestamp(x, greeting);
  x.commands = [];
  x.outcomes = [greeting];
}

async function openGreeted(x: Examination, inTheClear: boolean): Promise<void> {
  const { greeting } = await x.open(inTheClear);
  if (greeting.kind === 'none' || greeting.status !== '+OK')
    throw inconclusive(`the session was not greeted: ${describe(greeting)}`);
  noteTimestamp(x, greeting);
  x.commands = [];
  x.outcomes = [greeting];
}

/** Remembers the timestamp of a greeting, so that one that comes twice in a run is seen (RFC 1939 section 7). */
function noteTimestamp(x: Examination, greeting: Outcome): void {
  const timestamp = greeting.kind === 'answer' ? /<[^<>]*>/.exec(textOf(greeting))?.[0] : undefined;
  if (timestamp === undefined) return;
  x.run.timestamps.set(timestamp, (x.run.timestamps.get(timestamp) ?? 0) + 1);
}

/** The first pause before a login that was refused for a LOGIN-DELAY is tried again, in milliseconds. */
const FIRST_PAUSE_MS = 500;

/**
 * Logs the current session in, as a Given: where it is refused, the scenario is inconclusive. A refusal for a LOGIN-DELAY
 * that nothing announces teaches that there is one: the login is tried again in a new session, later and later, for as
 * long as --max-wait allows, and what was enough is remembered for the next time.
 */
export async function enter(x: Examination, account: Account, method: LoginMethod = methodFor(x)): Promise<void> {
  const last = x.survey.logins.get(account.user) ?? 0;
  for (let wait = FIRST_PAUSE_MS, waited = 0; ; waited += wait, wait *= 2) {
    await waitForLogin(x, account);
    const outcome = await logInBy(x, method, account);
    if (outcome.kind === 'answer' && outcome.status === '+OK') {
      if (waited > 0) x.run.learnedDelays.set(account.user, performance.now() - last);
      return;
    }
    const tooSoon = outcome.kind === 'answer' && codeOf(outcome)[0] === 'LOGIN-DELAY';
    if (!tooSoon || waited + wait > x.target.maxWaitMs) {
      throw inconclusive(`the login of ${account.user} did not succeed: ${describe(outcome)}`);
    }
    await x.session.leave();
    x.sessions.pop();
    await pause(wait);
    await openGreeted(x, false);
  }
}

/** The way in which this run's sessions log in. */
export function methodFor(x: Examination): LoginMethod {
  return x.survey.method;
}

/**
 * Logs in by a method, and remembers when: LOGIN-DELAY counts from the +OK (RFC 2449 section 6.5).
 * @throws {Stop} inconclusive where a challenge was such that the client cancelled: the answer to that is no refusal
 */
export async function logInBy(x: Examination, method: LoginMethod, who: Credentials): Promise<Outcome> {
  const outcome = await logIn(x.session, method, who);
  if (outcome.command === '*')
    throw inconclusive(`a challenge of AUTH ${method} could not be used, so it was cancelled`);
  if (outcome.kind === 'answer' && outcome.status === '+OK') x.survey.logins.set(who.user, performance.now());
  x.commands = [command(`(login by ${method})`)];
  x.outcomes = [outcome];
  return outcome;
}

/** The seconds of LOGIN-DELAY that hold for an account, as TRANSACTION announces them (else AUTHORIZATION). */
export function loginDelay(x: Examination, account: Account): number {
  const lists = [
    [x.run.maildrop, ...x.survey.accounts].find((known) => known.account.user === account.user)?.capabilities,
    x.authorizationList,
  ];
  for (const list of lists) {
    const seconds = Number(announced(list, 'LOGIN-DELAY')?.parameters[0]);
    if (Number.isInteger(seconds)) return seconds;
  }
  return 0;
}

/** How long after a login the account really has to wait for the next, in milliseconds. */
function effectiveDelay(x: Examination, account: Account): number {
  const announcedMs = x.survey.enforcesDelay === false ? 0 : loginDelay(x, account) * 1000;
  return Math.max(announcedMs, x.run.learnedDelays.get(account.user) ?? 0);
}

/** The server's clock for a LOGIN-DELAY may start a little later than ours, which starts with the arrival of its +OK. */
const CLOCKS_APART_MS = 25;

/**
 * Waits until a LOGIN-DELAY lets the account log in again.
 * @param delay in milliseconds; by default as long as the server is known to enforce
 * @throws {Stop} inconclusive where --max-wait is shorter
 */
export async function waitForLogin(
  x: Examination,
  account: Account,
  delay = effectiveDelay(x, account),
): Promise<void> {
  const last = x.survey.logins.get(account.user);
  if (last === undefined) return;
  if (delay === 0) return;
  const left = Math.ceil(last + delay + CLOCKS_APART_MS - performance.now());
  if (left <= 0) return;
  if (left - CLOCKS_APART_MS > x.target.maxWaitMs) {
    throw inconclusive(
      `LOGIN-DELAY lets ${account.user} log in once in ${delay / 1000} s, longer than --max-wait allows`,
    );
  }
  await pause(left);
}

/** How a login is spoiled. */
export const SPOILINGS = ['a wrong password', 'an unknown user'] as const;

export type Spoiling = (typeof SPOILINGS)[number];

/** Tries to log in by `method` with credentials that are not right, and records the answer. */
export async function failToLogIn(
  x: Examination,
  spoiling: Spoiling,
  method: LoginMethod = methodFor(x),
): Promise<void> {
  const user = spoiling === 'an unknown user' ? UNKNOWN_USER : x.account.user;
  await logInBy(x, method, { user, password: WRONG_PASSWORD });
}

/** The second account. @throws {Stop} inconclusive without one */
export function secondAccount(x: Examination): Account {
  const account = x.target.accounts[1];
  if (account === undefined) throw inconclusive('it takes a second account: give one with --account USER:PASSWORD');
  return account;
}

/**
 * Sees to it that the following sessions are offered a mechanism: as they are, or else after STLS.
 * @throws {Stop} not applicable where the mechanism is announced in neither
 */
export function needMechanism(x: Examination, name: string): void {
  if (mechanisms(x.authorizationList).includes(name)) return;
  if (x.target.tls === 'none' && mechanisms(x.survey.secured).includes(name)) {
    x.wantsTls = true;
    return;
  }
  throw notApplicable(`SASL ${name} is not announced`);
}

/** AUTH PLAIN with the main account's credentials as its initial response, as a command. */
export function authPlain(x: Examination): Parameters<Examination['session']['command']>[0] {
  return [...command('AUTH PLAIN '), plainSecret(x.account)];
}

/** There is a second account. @throws {Stop} inconclusive without one */
export function needSecondAccount(x: Examination): void {
  secondAccount(x);
}

/** Greetings of this server have an APOP timestamp. @throws {Stop} not applicable without */
export function needGreetingTimestamp(x: Examination): void {
  if (x.survey.timestamp === undefined) throw notApplicable('the greeting has no timestamp, so APOP is not supported');
}

/** Logs the main account in once its LOGIN-DELAY is over; success or not is for a Then to say. */
export async function logInAgain(x: Examination, method: LoginMethod = methodFor(x)): Promise<void> {
  await waitForLogin(x, x.account);
  await logInBy(x, method, x.account);
}

/**
 * The scenario goes on in a session that has seen a failure. The server may have closed it or be about to (R12): then a
 * command that is not answered says nothing. @throws {Stop} inconclusive where it is closed already
 */
export function goOnAfterFailure(x: Examination): void {
  const { outcome } = x;
  if (outcome.kind === 'none') throw inconclusive(`the server ended the session after a failure: ${describe(outcome)}`);
  x.afterFailure = true;
}

/** QUIT, and the end of the connection: the maildrop is free for the next session. */
export async function leave(x: Examination): Promise<void> {
  await x.session.leave();
}

/** Ends the connection without QUIT. */
export function dropConnection(x: Examination): void {
  x.session.connection.destroy();
}

/** How often a login is tried again while the server still holds the lock of a session that was dropped. */
const MOST_ATTEMPTS = 5;

/** A session in TRANSACTION; a server may take a moment to see that the session before it was dropped. */
export async function enterOnceFree(x: Examination): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await waitForLogin(x, x.account);
    await openIn(x, 'AUTHORIZATION');
    const outcome = await logInBy(x, methodFor(x), x.account);
    if (outcome.kind === 'answer' && outcome.status === '+OK') return;
    if (attempt === MOST_ATTEMPTS) throw inconclusive(`the maildrop was not free again: ${describe(outcome)}`);
    await pause(Math.min(200 * attempt, x.target.maxWaitMs));
  }
}

/** Opens sessions at the same time, as far as one process can. */
export async function openManyAtOnce(x: Examination, count: number): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: count }, () => x.open()));
  const failed = opened.find((attempt) => attempt.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  for (const session of x.sessions) noteTimestamp(x, session.greeting);
}
