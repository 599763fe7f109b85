/**
 * The survey: what the target says of itself, and what is in its maildrops, looked at once before any scenario runs.
 * It decides which requirements apply, and it finds out at once where a target can't be tested at all.
 */

import { codeOf, describe, textOf, type Answer, type Outcome } from '../client/answer.ts';
import { logIn, type LoginMethod } from '../client/login.ts';
import { command, Session } from '../client/session.ts';
import { parseScanListing } from '../protocol/listing.ts';
import { ConnectionError } from '../wire/connection.ts';
import { Transcript } from '../wire/transcript.ts';
import { announced, capabilityList, mechanisms, type CapabilityList } from '../client/capabilities.ts';
import { fixtures } from './fixtures.ts';
import { knowMessages, type KnownMessage } from './maildrop.ts';
import type { Account, ServerTarget } from './target.ts';

/** The target can't be tested at all; the message says why and, where it can, what to do. */
export class Untestable extends Error {
  override readonly name = 'Untestable';
}

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
export function authorizationList(survey: Survey, tls: ServerTarget['tls']): CapabilityList | undefined {
  return tls === 'none' ? survey.clear : survey.secured;
}

/** Opens a session as the run's sessions are: with TLS where the target wants it. */
export async function openSession(
  target: ServerTarget,
  transcript: Transcript,
  inTheClear = false,
  signal?: AbortSignal,
): Promise<Session> {
  const options = { host: target.host, port: target.port, segmentation: target.segmentation, transcript, signal };
  const implicit = target.tls === 'implicit' ? target.verification : undefined;
  const session = await Session.open(options, target.timeoutMs, implicit);
  if (target.tls === 'stls' && !inTheClear && session.greeting.kind === 'answer') {
    const outcome = await session.startTls(target.verification);
    if (!session.connection.secured) throw new ConnectionError(`STLS was answered: ${describe(outcome)}`);
  }
  return session;
}

/** Surveys the target. @throws {Untestable} where it can't be tested */
export async function survey(target: ServerTarget): Promise<Survey> {
  const transcript = new Transcript();
  try {
    return await look(target, transcript);
  } catch (error) {
    if (error instanceof ConnectionError) throw new Untestable(`${error.message}${adviceOn(error, target)}`);
    throw error;
  }
}

function adviceOn(error: ConnectionError, target: ServerTarget): string {
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER|VERIFY/.test(error.code))
    return ' (give the certificate of its authority with --ca FILE, or accept any with --insecure)';
  if (target.tls === 'implicit' && /EPROTO|ECONNRESET|ECLOSED|SSL/.test(error.code))
    return ' (is it a port for implicit TLS? STLS on a plain port is --tls stls)';
  return '';
}

async function look(target: ServerTarget, transcript: Transcript): Promise<Survey> {
  const first = await openSession(target, transcript, true);
  const greeting = expectGreeting(first.greeting, target);
  let clear: CapabilityList | undefined;
  let secured: CapabilityList | undefined;
  if (first.connection.secured) secured = capabilityList(await first.command(command('CAPA')));
  else clear = capabilityList(await first.command(command('CAPA')));
  await first.leave();
  if (target.tls !== 'implicit' && (target.tls === 'stls' || announced(clear, 'STLS') !== undefined)) {
    secured = await underTls(target, transcript);
  }

  const logins = new Map<string, number>();
  const list = target.tls === 'none' ? clear : secured;
  const timestamp = /<[^<>\s]*>/.exec(textOf(greeting))?.[0];
  await deliverFixtures(target);
  const main = await enter(target, transcript, candidates(list, timestamp), target.accounts[0], logins);
  const capabilities = capabilityList(await main.session.command(command('CAPA')));
  const looked = await lookAround(main.session, target, capabilities);
  await main.session.leave();
  const delay = Number(announced(capabilities ?? list, 'LOGIN-DELAY')?.parameters[0]);
  const enforcesDelay = delay > 0 ? await refusesAtOnce(target, transcript, main.method, logins) : undefined;

  const others: AccountSurvey[] = [];
  for (const account of target.accounts.slice(1)) {
    const { session } = await enter(target, transcript, [main.method], account, logins);
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
async function underTls(target: ServerTarget, transcript: Transcript): Promise<CapabilityList | undefined> {
  const optional = target.tls === 'none';
  try {
    const verification = optional ? { insecure: true } : target.verification;
    const session = await openSession({ ...target, tls: 'stls', verification }, transcript);
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
  transcript: Transcript,
  methods: readonly LoginMethod[],
  account: Account,
  logins: Map<string, number>,
): Promise<{ session: Session; method: LoginMethod }> {
  const refusals: string[] = [];
  for (const method of methods) {
    const session = await openSession(target, transcript);
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

/** Whether a login at once after another is refused. */
async function refusesAtOnce(
  target: ServerTarget,
  transcript: Transcript,
  method: LoginMethod,
  logins: Map<string, number>,
): Promise<boolean> {
  const session = await openSession(target, transcript);
  const outcome = await logIn(session, method, target.accounts[0]);
  const refused = !accepted(outcome);
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
  session: Session,
  target: ServerTarget,
  capabilities: CapabilityList | undefined,
): Promise<Pick<Survey, 'messages' | 'works'>> {
  const stat = await session.command(command('STAT'));
  if (stat.kind === 'none') {
    throw new Untestable(`${target.name} has no maildrop to test with: behind the login, STAT met ${describe(stat)}`);
  }
  const listing = await session.command(command('LIST'));
  const sizes =
    listing.kind === 'answer' ? (listing.lines ?? []).flatMap((line) => parseScanListing(line.content) ?? []) : [];
  const uidl = await session.command(command('UIDL'));
  const destructive = announced(capabilities, 'EXPIRE')?.parameters[0] === '0';
  const messages = destructive && !target.allowDelete ? [] : await knowMessages(session, sizes);
  session.consumed = destructive && messages.length > 0;
  const number = sizes[0]?.message;
  const top = number === undefined ? undefined : await session.command(command(`TOP ${number} 0`));
  return { messages, works: { UIDL: accepted(uidl), TOP: top === undefined ? undefined : accepted(top) } };
}

function accepted(outcome: Outcome): boolean {
  return outcome.kind === 'answer' && outcome.status === '+OK';
}
