/**
 * The survey: what the target says of itself, and what is in its maildrops, looked at once before any scenario runs.
 * It decides which requirements apply, and it finds out at once where a target can't be tested at all.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, contentOf, describe, textOf, type Answer, type Outcome } from '../client/answer.ts';
import { logIn, type LoginMethod } from '../client/login.ts';
import { command, Session } from '../client/session.ts';
import { parseScanListing } from '../protocol/listing.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { Transcript } from '../wire/transcript.ts';
import {
  announced,
  capabilityList,
  mechanisms,
  removesRetrieved,
  type CapabilityList,
} from '../client/capabilities.ts';
import { fixtures } from './fixtures.ts';
import { knowMessages, type KnownMessage } from './maildrop.ts';
import type { Account, ServerTarget } from './target.ts';
import { Untestable } from './untestable.ts';

export interface AccountSurvey {
  readonly account: Account;
  /** What CAPA announced in TRANSACTION. */
  readonly capabilities: CapabilityList | undefined;
}

export interface Survey {
  readonly greeting: Answer;
  /** The timestamp for APOP, angle brackets included; undefined without one. */
  readonly timestamp: string | undefined;
  /** What CAPA announced in AUTHORIZATION: in the clear, and under TLS; undefined where not seen or refused. */
  readonly clear: CapabilityList | undefined;
  readonly secured: CapabilityList | undefined;
  /** How the accounts log in. */
  readonly method: LoginMethod;
  readonly accounts: readonly [AccountSurvey, ...AccountSurvey[]];
  /** What is in the main account's maildrop, as far as it was looked at. */
  readonly messages: readonly KnownMessage[];
  /** Whether commands that nobody has to announce were seen to work in TRANSACTION. */
  readonly works: Readonly<Record<'TOP' | 'UIDL', boolean | undefined>>;
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

/** Opens one of the survey's sessions; `as` is the target where it is to be taken otherwise. */
type Open = (as?: ServerTarget, inTheClear?: boolean) => Promise<Session>;

/** Surveys the target. @throws {Untestable} where it can't be tested */
export async function survey(target: ServerTarget): Promise<Survey> {
  const transcript = new Transcript();
  const sessions: Session[] = [];
  const open: Open = async (as = target, inTheClear = false) => {
    const session = await openSession(as, transcript, inTheClear);
    sessions.push(session);
    return session;
  };
  try {
    return await look(target, transcript, open);
  } catch (error) {
    if (error instanceof ConnectionError) throw new Untestable(`${error.message}${adviceOn(error, target)}`);
    throw error;
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
  await deliverFixtures(target);
  const methods = candidates(list, timestamp);
  const main = await enter(target, open, methods, target.accounts[0], logins);
  const capabilities = capabilityList(await main.session.command(command('CAPA')));
  const again = (): Promise<Session | undefined> => enterAgain(target, open, main.method, capabilities ?? list, logins);
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

function expectGreeting(outcome: Outcome, target: ServerTarget): Answer {
  if (outcome.kind === 'answer' && outcome.status === '+OK') return outcome;
  if (outcome.kind === 'answer')
    throw new Untestable(`${target.name} does not greet as a POP3 server: ${describe(outcome)}`);
  const hint =
    outcome.silence === 'timeout' && target.tls === 'none'
      ? ' (a port for implicit TLS waits for us: --tls implicit)'
      : '';
  throw new Untestable(`${target.name} sent no greeting: ${describe(outcome)}${hint}`);
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

async function enter(
  target: ServerTarget,
  open: Open,
  methods: readonly LoginMethod[],
  account: Account,
  logins: Map<string, number>,
): Promise<{ session: Session; method: LoginMethod }> {
  const refusals: string[] = [];
  for (const method of methods) {
    const session = await open();
    expectGreeting(session.greeting, target);
    const outcome = await logIn(session, method, account);
    if (outcome.kind === 'answer' && outcome.status === '+OK') {
      logins.set(account.user, performance.now());
      return { session, method };
    }
    refusals.push(`${method === 'USER' ? 'USER and PASS' : method}: ${describe(outcome)}`);
    await session.leave();
    // The credentials are wrong, whatever the way: another attempt would only cost the server another failure (R12).
    if (outcome.kind === 'answer' && codeOf(outcome)[0] === 'AUTH') break;
  }
  const hint =
    target.tls === 'none' ? '; a server that wants TLS first is tested with --tls stls or --tls implicit' : '';
  throw new Untestable(`${target.name} refused the login of ${account.user} (${refusals.join('; ')})${hint}`);
}

/**
 * Another session of the main account, behind one that has ended: once a LOGIN-DELAY is over.
 * @returns undefined where it is refused, or would take longer than the user allows
 */
async function enterAgain(
  target: ServerTarget,
  open: Open,
  method: LoginMethod,
  list: CapabilityList | undefined,
  logins: Map<string, number>,
): Promise<Session | undefined> {
  const [account] = target.accounts;
  const delay = Number(announced(list, 'LOGIN-DELAY')?.parameters[0]) || 0;
  const left = (logins.get(account.user) ?? 0) + delay * 1000 - performance.now();
  if (left > target.maxWaitMs) return undefined;
  await pause(Math.max(0, left));
  try {
    return (await enter(target, open, [method], account, logins)).session;
  } catch (error) {
    if (error instanceof Untestable || error instanceof ConnectionError) return undefined;
    throw error;
  }
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

async function deliverFixtures(target: ServerTarget): Promise<void> {
  if (target.deliver === undefined) return;
  for (const fixture of fixtures()) {
    try {
      await target.deliver(target.accounts[0].user, fixture.octets);
    } catch (error) {
      throw new Untestable(
        `a message could not be delivered to ${target.accounts[0].user}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

async function lookAround(
  first: Session,
  target: ServerTarget,
  capabilities: CapabilityList | undefined,
  again: () => Promise<Session | undefined>,
): Promise<Pick<Survey, 'messages' | 'works'>> {
  let session = first;
  // A server may end the session behind a command that it does not know (R12): the next one is sent in a new session then.
  const ask = async (text: string): Promise<Outcome> => {
    const outcome = await session.command(command(text));
    const isEnd = outcome.kind === 'none' && (outcome.silence === 'closed' || outcome.silence === 'reset');
    const anew = isEnd && outcome.first === undefined ? await again() : undefined;
    if (anew === undefined) return outcome;
    session = anew;
    return await session.command(command(text));
  };
  const stat = await ask('STAT');
  if (stat.kind === 'none') {
    throw new Untestable(`${target.name} has no maildrop to test with: behind the login, STAT met ${describe(stat)}`);
  }
  const listing = await ask('LIST');
  const sizes =
    listing.kind === 'answer' ? (listing.lines ?? []).flatMap((line) => parseScanListing(contentOf(line)) ?? []) : [];
  const uidl = await ask('UIDL');
  const number = sizes[0]?.message;
  const top = number === undefined ? undefined : await ask(`TOP ${number} 0`);
  const works = { UIDL: accepted(uidl), TOP: top === undefined ? undefined : accepted(top) };
  if (works.TOP !== true) await ask('NOOP');
  const removes = removesRetrieved(capabilities);
  // Where nobody knows, the session ends without QUIT: then nothing may be removed (RFC 1939 section 6).
  const consuming = removes === true || (removes === 'unknown' && !target.allowDelete);
  const messages = removes === true && !target.allowDelete ? [] : await knowMessages(session, sizes, again, consuming);
  await session.leave();
  return { messages, works };
}

function accepted(outcome: Outcome): boolean {
  return outcome.kind === 'answer' && outcome.status === '+OK';
}
