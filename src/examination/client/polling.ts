/** A client that stays, and checks for mail at an interval (RFC 2449 section 6.5). */

import { linesOf } from '../../judge/announcements.ts';
import { loginIntervals } from '../../judge/login-times.ts';
import { breach, inconclusive, notApplicable, notRun } from '../stop.ts';
import type { ClientTarget } from '../../target/client-target.ts';
import type { ClientExamination } from './client-examination.ts';
import { changeServer } from './logins.ts';

/** What a delay is longer than the client's own interval at the least, in seconds: a client that ignores it is seen at once. */
const LONGER_S = 0.5;

/** How often a client comes that can be told to come at any interval, in milliseconds. */
const INTERVAL_MS = 200;

/** How often it is to come: once to learn the delay, and again to show that it keeps to it. */
const VISITS = 2;

/** Timers count whole milliseconds, and a timestamp is taken a little before or after the octets that it is for. */
const TOLERANCE_MS = 50;

/** A LOGIN-DELAY that is a little longer than the client's own interval, and visits enough to see whether it keeps to it. */
export function delayLogins(c: ClientExamination): void {
  const target = staying(c.target);
  c.choices.target = target;
  const delay = delayOf(target);
  const needed = (VISITS - 1) * delay * 1000;
  if (needed > c.target.maxWaitMs)
    throw notRun(`it takes ${needed / 1000} s to see the client come again; allow that with --max-wait`);
  c.choices.visits = VISITS;
  changeServer(c, (config) => ({
    ...config,
    accounts: config.accounts.map((account) => ({ ...account, loginDelay: delay })),
  }));
}

/** Another user has to stay away longer: before login the largest delay is announced, with USER (RFC 2449 section 6.5). */
export function delayOthersLonger(c: ClientExamination): void {
  changeServer(c, (config) => ({
    ...config,
    accounts: config.accounts.flatMap((account) => [
      account,
      { ...account, user: `not-${account.user}`, loginDelay: account.loginDelay + 1 },
    ]),
  }));
}

/** The client, staying. @throws {Stop} where it is not said to, and can't be told */
function staying(target: ClientTarget): ClientTarget {
  if (target.pollsMs !== undefined) return target;
  const launcher = target.launcher.stays?.(INTERVAL_MS);
  if (launcher === undefined) throw notApplicable('the client is not said to stay and check for mail at an interval');
  return { ...target, launcher, pollsMs: INTERVAL_MS };
}

/** The delay that is announced: a little longer than the client's own interval, in whole seconds. */
function delayOf({ pollsMs = INTERVAL_MS }: ClientTarget): number {
  return Math.ceil(pollsMs / 1000 + LONGER_S);
}

/**
 * From each +OK to the next authentication command at least the delay passes.
 * @throws {Stop} inconclusive where the client was told of no delay: it got no capability list
 */
export function expectDelayKept(c: ClientExamination): void {
  const delay = delayOf(c.choices.target);
  const lists = c.last.conversations.flatMap(({ exchanges }) => exchanges.flatMap(linesOf));
  if (!lists.some(([tag]) => tag === 'LOGIN-DELAY'))
    throw inconclusive('no capability list that the client was given told it of the delay');
  const intervals = loginIntervals(c.last.conversations, c.transcript.entries);
  if (intervals.length === 0) throw inconclusive('the client did not log in a second time before its time was over');
  const early = intervals.find(({ ms }) => ms < delay * 1000 - TOLERANCE_MS);
  if (early !== undefined) {
    throw breach(`the client logged in again after ${seconds(early.ms)}, though LOGIN-DELAY ${delay} was announced`, {
      expected: `no login within ${delay} s of the +OK of the last`,
      actual: `one after ${seconds(early.ms)}`,
      at: { ...early.at, from: 'C' },
    });
  }
  c.evidence(
    `LOGIN-DELAY ${delay} was announced, and the client logged in again after ${intervals.map(({ ms }) => seconds(ms)).join(' and ')}`,
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
