/**
 * The survey: what the target says of itself, and what is in its maildrops, looked at once before any scenario runs.
 * It decides which requirements apply, and it finds out at once where a target can't be tested at all.
 */

import { describe, textOf, type Answer } from '../client/answer.ts';
import { logIn, type LoginMethod } from '../client/login.ts';
import { command, Session } from '../client/session.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { Transcript } from '../wire/transcript.ts';
import { announced, capabilityList, mechanisms, type CapabilityList } from '../client/capabilities.ts';
import {
  accepted,
  deliverFixtures,
  enter,
  enterAgain,
  expectGreeting,
  lookAround,
  type Maildrop,
  type Open,
} from './look-around.ts';
import type { Account, ServerTarget } from './target.ts';
import { Untestable } from './untestable.ts';

export interface AccountSurvey {
  readonly account: Account;
  /** What CAPA announced in TRANSACTION. */
  readonly capabilities: CapabilityList | undefined;
}

/** What was seen of the server; what is told of a maildrop is told of the main account's. */
export interface Survey extends Pick<Maildrop, 'messages' | 'works'> {
  readonly greeting: Answer;
  /** The timestamp for APOP, angle brackets included; undefined without one. */
  readonly timestamp: string | undefined;
  /** What CAPA announced in AUTHORIZATION: in the clear, and under TLS; undefined where not seen or refused. */
  readonly clear: CapabilityList | undefined;
  readonly secured: CapabilityList | undefined;
  /** How the accounts log in. */
  readonly method: LoginMethod;
  readonly accounts: readonly [AccountSurvey, ...AccountSurvey[]];
  /** When each account last logged in, on the clock of `performance.now()`: LOGIN-DELAY counts from there. */
  readonly logins: Map<string, number>;
  /** Whether the main account's LOGIN-DELAY is enforced: some servers announce one that nobody has to wait for. */
  readonly enforcesDelay: boolean | undefined;
  readonly transcript: Transcript;
}

/** The list that counts in AUTHORIZATION for the sessions of this run: that of their own TLS state. */
export function authorizationList(
  { clear, secured }: Pick<Survey, 'clear' | 'secured'>,
  tls: ServerTarget['tls'],
): CapabilityList | undefined {
  return tls === 'none' ? clear : secured;
}

/**
 * Opens a session as the run's sessions are: with TLS where the target wants it.
 * @throws {ConnectionError} where there is no connection, or no TLS although the target wants it: nothing goes in the clear then
 */
export async function openSession(
  target: ServerTarget,
  transcript: Transcript,
  inTheClear = false,
  signal?: AbortSignal,
): Promise<Session> {
  const options = { host: target.host, port: target.port, segmentation: target.segmentation, transcript, signal };
  const implicit = target.tls === 'implicit' ? target.verification : undefined;
  const session = await Session.open(options, target.timeoutMs, implicit);
  if (target.tls !== 'stls' || inTheClear) return session;
  const { connection, greeting } = session;
  // Without a greeting the first answer would be one, and the session out of step from its beginning.
  const outcome = greeting.kind === 'answer' ? await session.startTls(target.verification) : greeting;
  if (connection.secured) return session;
  connection.destroy();
  throw new ConnectionError(`${outcome === greeting ? 'instead of a greeting' : 'to STLS'} came ${describe(outcome)}`);
}

/** Surveys the target. @throws {Untestable} where it can't be tested */
export async function survey(target: ServerTarget): Promise<Survey> {
  const transcript = new Transcript();
  try {
    return await withSessions(target, transcript, (open) => look(target, transcript, open));
  } catch (error) {
    if (error instanceof ConnectionError) throw new Untestable(`${error.message}${adviceOn(error, target)}`);
    throw error;
  }
}

/** Does what takes sessions, of which none is left. */
export async function withSessions<Result>(
  target: ServerTarget,
  transcript: Transcript,
  work: (open: Open) => Promise<Result>,
): Promise<Result> {
  const sessions: Session[] = [];
  try {
    return await work(async (as = target, inTheClear = false) => {
      const session = await openSession(as, transcript, inTheClear);
      sessions.push(session);
      return session;
    });
  } finally {
    for (const session of sessions) session.connection.destroy();
  }
}

function adviceOn(error: ConnectionError, target: ServerTarget): string {
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER|VERIFY/.test(error.code))
    return ' (give the certificate of its authority with --ca FILE, or accept any with --insecure)';
  if (target.tls === 'implicit' && /EPROTO|ECONNRESET|ECLOSED|SSL/.test(error.code))
    return ' (is it a port for implicit TLS? STLS on a plain port is --tls stls)';
  return '';
}

async function look(target: ServerTarget, transcript: Transcript, open: Open): Promise<Survey> {
  const first = await open(target, true);
  const greeting = expectGreeting(first.greeting, target);
  let clear: CapabilityList | undefined;
  let secured: CapabilityList | undefined;
  if (first.connection.secured) secured = capabilityList(await first.command(command('CAPA')));
  else clear = capabilityList(await first.command(command('CAPA')));
  await first.leave();
  if (target.tls !== 'implicit' && (target.tls === 'stls' || announced(clear, 'STLS') !== undefined)) {
    secured = await underTls(target, open);
  }

  const logins = new Map<string, number>();
  const list = target.tls === 'none' ? clear : secured;
  const timestamp = /<[^<>\s]*>/.exec(textOf(greeting))?.[0];
  await deliverFixtures(target, target.accounts[0]);
  const methods = candidates(list, timestamp);
  const main = await enter(target, open, methods, target.accounts[0], logins);
  const capabilities = capabilityList(await main.session.command(command('CAPA')));
  const again = (): Promise<Session | undefined> =>
    enterAgain(target, open, main.method, target.accounts[0], capabilities ?? list, logins);
  const looked = await lookAround(main.session, target, capabilities, again);
  await main.session.leave();
  const announcement = announced(capabilities, 'LOGIN-DELAY') ?? announced(list, 'LOGIN-DELAY');
  const delay = Number(announcement?.parameters[0]);
  const enforcesDelay = delay > 0 ? await refusesAtOnce(target, open, main.method, logins) : undefined;

  const others: AccountSurvey[] = [];
  for (const account of target.accounts.slice(1)) {
    // Not every way to log in need be there for every user (RFC 2449 section 6.2).
    const { session } = await enter(target, open, [...new Set([main.method, ...methods])], account, logins);
    others.push({ account, capabilities: capabilityList(await session.command(command('CAPA'))) });
    await session.leave();
  }
  return {
    greeting,
    timestamp,
    clear,
    secured,
    method: main.method,
    accounts: [{ account: target.accounts[0], capabilities }, ...others],
    ...looked,
    logins,
    enforcesDelay,
    transcript,
  };
}

/** What CAPA announces after STLS; a target that is only tested in the clear may refuse it. */
async function underTls(target: ServerTarget, open: Open): Promise<CapabilityList | undefined> {
  const optional = target.tls === 'none';
  try {
    const verification = optional ? { insecure: true } : target.verification;
    const session = await open({ ...target, tls: 'stls', verification });
    const list = capabilityList(await session.command(command('CAPA')));
    await session.leave();
    return list;
  } catch (error) {
    if (optional && error instanceof ConnectionError) return undefined; // 2595-4-S1 judges it
    throw error;
  }
}

/** The ways to log in that are worth trying, the likeliest first; each failure costs the target (reading R12). */
function candidates(list: CapabilityList | undefined, timestamp: string | undefined): LoginMethod[] {
  const sasl = mechanisms(list);
  const methods: LoginMethod[] = [];
  if (list === undefined || announced(list, 'USER') !== undefined) methods.push('USER');
  for (const name of ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5'] as const) if (sasl.includes(name)) methods.push(name);
  if (timestamp !== undefined) methods.push('APOP');
  if (methods.length === 0) methods.push('USER');
  return methods;
}

/** Whether a login at once after another is refused. */
async function refusesAtOnce(
  target: ServerTarget,
  open: Open,
  method: LoginMethod,
  logins: Map<string, number>,
): Promise<boolean> {
  const session = await open();
  const refused = !accepted(session.greeting) || !accepted(await logIn(session, method, target.accounts[0]));
  if (!refused) logins.set(target.accounts[0].user, performance.now());
  await session.leave();
  return refused;
}
