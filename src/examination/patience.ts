/** Verbs that wait for time to pass: only as long as the user allows with --max-wait. */

import { announced } from '../client/capabilities.ts';
import { promisesAccuracy } from '../judge/claims.ts';
import type { Account } from '../target/target.ts';
import { enter, loginDelay, logInBy, methodFor, openIn, waitForLogin } from './access.ts';
import type { Examination } from './examination.ts';
import { expectOutcome } from './expect.ts';
import { breach, inconclusive, notApplicable, notRun } from './stop.ts';
import { credentialOctets } from '../client/login.ts';
import { octetsOf } from '../protocol/octets.ts';
import { command } from '../client/session.ts';
import type { Connection } from '../wire/connection.ts';
import { Deadline } from '../wire/deadline.ts';

/** The scenario waits so long. @throws {Stop} not run where --max-wait is shorter */
export function needWait(x: Examination, seconds: number): void {
  if (x.target.maxWaitMs < seconds * 1000)
    throw notRun(`it takes ${seconds} s of silence: --max-wait ${seconds} allows them`);
}

/**
 * Sends nothing for so long, or until the server ends one of the scenario's sessions. What it says before is left out: a
 * farewell to somebody idle is no answer to what is sent next.
 */
export async function beSilent(x: Examination, seconds: number): Promise<void> {
  const deadline = Deadline.after(seconds * 1000);
  await Promise.race(x.sessions.map(async ({ connection }) => await endOf(connection, deadline)));
}

async function endOf(connection: Connection, deadline: Deadline): Promise<void> {
  while (typeof (await connection.readLine(deadline)) !== 'string') continue;
}

/** Both of the scenario's sessions answer: the one in AUTHORIZATION opened last, the one in TRANSACTION before it. */
export async function expectBothThere(x: Examination): Promise<void> {
  for (const session of x.sessions) {
    const outcome = await session.command(command(session.state === 'TRANSACTION' ? 'NOOP' : 'QUIT'));
    x.commands = [command(`a command in the ${session.state} state after the silence`)];
    x.outcomes = [outcome];
    if (outcome.kind === 'none') {
      throw breach(`the server ended the session in the ${session.state} state within 10 minutes of silence`, {
        expected: 'a session that is still there after 599 s',
        at: x.position(outcome),
      });
    }
    expectOutcome(x, outcome, 'positive or negative');
  }
}

const chosen = new WeakMap<Examination, Account>();

/** An account for which LOGIN-DELAY announces more than nothing: the one that may log in again first. */
export function needDelayedAccount(x: Examination): void {
  const announcements = x.survey.accounts.map(({ account, capabilities }) => ({
    account,
    announcement: announced(capabilities ?? x.authorizationList, 'LOGIN-DELAY'),
    isOwn: capabilities !== undefined,
  }));
  if (announcements.every(({ announcement }) => announcement === undefined)) {
    throw notApplicable('LOGIN-DELAY is not announced');
  }
  // USER before login: the value of this account may be less, and nothing after login tells it.
  const known = announcements.filter(({ announcement, isOwn }) => isOwn || !promisesAccuracy(announcement));
  if (known.length === 0) throw inconclusive('which LOGIN-DELAY an account has is announced nowhere');
  const delayed = known.map(({ account }) => account).filter((account) => loginDelay(x, account) > 0);
  const free = (account: Account): number => (x.survey.logins.get(account.user) ?? 0) + loginDelay(x, account) * 1000;
  delayed.sort((a, b) => free(a) - free(b));
  const [account] = delayed;
  if (account === undefined) throw notApplicable('LOGIN-DELAY is announced as 0 for every account given');
  chosen.set(x, account);
}

function delayedAccount(x: Examination): Account {
  const account = chosen.get(x);
  if (account === undefined) throw new Error('the scenario speaks of an account with a LOGIN-DELAY before it has one');
  return account;
}

/** That account logs in, once its delay lets it, and leaves in an orderly way. */
export async function enterAndLeave(x: Examination): Promise<void> {
  const account = delayedAccount(x);
  await waitForLogin(x, account);
  await openIn(x, 'AUTHORIZATION');
  await enter(x, account);
  await x.session.leave();
}

/** That account tries to log in, whether its delay is over or not. The time that the attempt takes is within the delay. */
export async function logInDelayed(x: Examination): Promise<void> {
  const account = delayedAccount(x);
  const last = x.survey.logins.get(account.user) ?? 0;
  await logInBy(x, methodFor(x), account);
  const { outcome } = x;
  const late = performance.now() - last > loginDelay(x, account) * 1000;
  const attempted = outcome.kind === 'answer' && outcome.status === '+OK' && late && !waited.has(x);
  if (attempted) throw inconclusive('the server took longer to answer than its LOGIN-DELAY is');
}

const waited = new WeakSet<Examination>();

/** Waits until the delay of that account is over. */
export async function waitOutDelay(x: Examination): Promise<void> {
  waited.add(x);
  const account = delayedAccount(x);
  // Whether it is enforced is another scenario's question, and may differ from account to account.
  await waitForLogin(x, account, loginDelay(x, account) * 1000);
}

/** Sends USER with that account's name. */
export async function sendDelayedUser(x: Examination): Promise<void> {
  const outgoing = [octetsOf('USER '), credentialOctets(delayedAccount(x).user)];
  x.commands = [outgoing];
  x.outcomes = [await x.session.command(outgoing)];
}
