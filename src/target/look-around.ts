/** A look at one maildrop before any scenario: logged in, its messages noted, and which commands work there. */

import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, contentOf, describe, type Answer, type Outcome } from '../client/answer.ts';
import { announced, removesRetrieved, type CapabilityList } from '../client/capabilities.ts';
import { logIn, type LoginMethod } from '../client/login.ts';
import { command, type Session } from '../client/session.ts';
import { parseScanListing } from '../protocol/listing.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { fixtures } from './fixtures.ts';
import { knowMessages, type KnownMessage } from './maildrop.ts';
import type { Account, ServerTarget } from './target.ts';
import { Untestable } from './untestable.ts';

/** An account's maildrop, as it was found. */
export interface Maildrop {
  readonly account: Account;
  /** What CAPA announced in TRANSACTION. */
  readonly capabilities: CapabilityList | undefined;
  /** What is in it, as far as it was looked at. */
  readonly messages: readonly KnownMessage[];
  /** Whether commands that nobody has to announce were seen to work in TRANSACTION. */
  readonly works: Readonly<Record<'TOP' | 'UIDL', boolean | undefined>>;
}

/** Opens one of the survey's sessions; `as` is the target where it is to be taken otherwise. */
export type Open = (as?: ServerTarget, inTheClear?: boolean) => Promise<Session>;

/** @throws {Untestable} where the session was not greeted as POP3 greets */
export function expectGreeting(outcome: Outcome, target: ServerTarget): Answer {
  if (outcome.kind === 'answer' && outcome.status === '+OK') return outcome;
  if (outcome.kind === 'answer')
    throw new Untestable(`${target.name} does not greet as a POP3 server: ${describe(outcome)}`);
  const hint =
    outcome.silence === 'timeout' && target.tls === 'none'
      ? ' (a port for implicit TLS waits for us: --tls implicit)'
      : '';
  throw new Untestable(`${target.name} sent no greeting: ${describe(outcome)}${hint}`);
}

/** Logs an account in, by the first of some ways that is accepted. @throws {Untestable} where none is */
export async function enter(
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
 * Another session of an account, behind those that have ended: once a LOGIN-DELAY is over.
 * @returns undefined where it is refused, or would take longer than the user allows
 */
export async function enterAgain(
  target: ServerTarget,
  open: Open,
  method: LoginMethod,
  account: Account,
  list: CapabilityList | undefined,
  logins: Map<string, number>,
): Promise<Session | undefined> {
  const delay = Number(announced(list, 'LOGIN-DELAY')?.parameters[0]) || 0;
  const left = (logins.get(account.user) ?? -Infinity) + delay * 1000 - performance.now();
  if (left > target.maxWaitMs) return undefined;
  await pause(Math.max(0, left));
  try {
    return (await enter(target, open, [method], account, logins)).session;
  } catch (error) {
    if (error instanceof Untestable || error instanceof ConnectionError) return undefined;
    throw error;
  }
}

/** Delivers our messages to an account, where that can be done. @throws {Untestable} where it fails */
export async function deliverFixtures(target: ServerTarget, { user }: Account): Promise<void> {
  if (target.deliver === undefined) return;
  for (const fixture of fixtures()) {
    try {
      await target.deliver(user, fixture.octets);
    } catch (error) {
      throw new Untestable(
        `a message could not be delivered to ${user}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** Looks at what is in the maildrop of the session, and which commands work there. */
export async function lookAround(
  first: Session,
  { name, allowDelete }: ServerTarget,
  capabilities: CapabilityList | undefined,
  again: () => Promise<Session | undefined>,
): Promise<Pick<Maildrop, 'messages' | 'works'>> {
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
    throw new Untestable(`${name} has no maildrop to test with: behind the login, STAT met ${describe(stat)}`);
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
  const consuming = removes === true || (removes === 'unknown' && !allowDelete);
  const messages = removes === true && !allowDelete ? [] : await knowMessages(session, sizes, again, consuming);
  await session.leave();
  return { messages, works };
}

/** Whether an outcome is a positive answer. */
export function accepted(outcome: Outcome): boolean {
  return outcome.kind === 'answer' && outcome.status === '+OK';
}
