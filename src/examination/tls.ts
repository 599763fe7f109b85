/** Verbs on STLS (RFC 2595 section 4): when it may be sent, that TLS begins, and what a session remembers across it. */

import { codeOf, describe, linesOf, type Outcome } from '../client/answer.ts';
import { announced, capabilityList, mechanisms } from '../client/capabilities.ts';
import type { LoginMethod } from '../client/login.ts';
import { command } from '../client/session.ts';
import { speaksNoTls } from '../judge/handshake.ts';
import { visible } from '../protocol/octets.ts';
import { type TlsVerification } from '../wire/connection.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { Deadline } from '../wire/deadline.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { logInBy, openInTheClear, waitForLogin } from './access.ts';
import type { Examination } from './examination.ts';
import { answered, expectAnswer, expectInStep } from './expect.ts';
import { breach, inconclusive, notApplicable, type Stop } from './stop.ts';
import { send } from './talk.ts';

/** A capability is announced before TLS. @throws {Stop} not applicable where it is not, or where TLS is there from the start */
export function needInTheClear(x: Examination, tag: string): void {
  if (x.target.tls === 'implicit') throw notApplicable('the port is for implicit TLS: no session is ever in the clear');
  if (announced(x.survey.clear, tag) === undefined) throw notApplicable(`${tag} is not announced in the clear`);
}

/** Whoever tests a server in the clear has not said which certificate to trust: it is not judged. */
function verification(x: Examination): TlsVerification {
  return x.target.tls === 'none' ? { insecure: true } : x.target.verification;
}

/** How it went on after the +OK of STLS. */
type Negotiation =
  | { readonly kind: 'secured' }
  | { readonly kind: 'clear text'; readonly octets: Buffer }
  | { readonly kind: 'failed'; readonly error: ConnectionError };

/** The TLS negotiation. Octets in the clear behind the +OK are none of it: TLS can't begin with them. */
async function negotiate(x: Examination): Promise<Negotiation> {
  const { session } = x;
  const { connection } = session;
  if (connection.pending.length > 0) {
    const octets = connection.pending;
    connection.destroy();
    return { kind: 'clear text', octets };
  }
  try {
    await session.handshake(verification(x));
    return { kind: 'secured' };
  } catch (error) {
    if (error instanceof ConnectionError) return { kind: 'failed', error };
    throw error;
  }
}

function accepted(outcome: Outcome): boolean {
  return outcome.kind === 'answer' && outcome.status === '+OK';
}

/**
 * A server that sends more than answers under TLS, such as another greeting, is out of step there with every client, and
 * no answer can be told to belong to a command. @throws {Stop} inconclusive then: 2595-4-S1 judges that
 */
function needStepUnderTls({ survey: { secured } }: Examination): void {
  const stray = ['+OK', '-ERR'].some((status) => announced(secured, status) !== undefined);
  if (stray) throw inconclusive('the server is out of step under TLS: a status stands among the lines of its CAPA');
}

/** STLS and the negotiation, as a Given. @throws {Stop} where no TLS comes of it: 2595-4-S1 judges that */
export async function beginTls(x: Examination): Promise<void> {
  needStepUnderTls(x);
  await send(x, 'STLS');
  if (!accepted(x.outcome)) throw inconclusive(`TLS could not be begun: STLS was answered ${describe(x.outcome)}`);
  const negotiation = await negotiate(x);
  if (negotiation.kind !== 'secured') throw inconclusive(`TLS could not be begun: ${explain(negotiation)}`);
}

/** A session that began in the clear and went on under TLS. */
export async function openSecured(x: Examination): Promise<void> {
  await openInTheClear(x);
  await beginTls(x);
}

function explain(negotiation: Exclude<Negotiation, { kind: 'secured' }>): string {
  return negotiation.kind === 'failed'
    ? negotiation.error.message
    : `behind its +OK came ${visible(negotiation.octets, 80)}`;
}

/** The last answer was the +OK of STLS, and "a TLS negotiation begins immediately after the CRLF at the end" of it. */
export async function expectTls(x: Examination): Promise<void> {
  expectAnswer(x, 'positive');
  const { connection } = x.session;
  const at = { connection: connection.number, from: 'S', offset: connection.offset } as const;
  const negotiation = await negotiate(x);
  if (negotiation.kind === 'secured') {
    x.evidence('TLS began behind the +OK of STLS', at);
    return;
  }
  if (negotiation.kind === 'failed' && !speaksNoTls(negotiation.error.code)) {
    throw inconclusive(`the two sides did not agree on TLS: ${negotiation.error.message}`);
  }
  throw breach(`TLS did not begin behind the +OK of STLS: ${explain(negotiation)}`, {
    expected: 'a TLS negotiation immediately after the CRLF of +OK',
    actual: explain(negotiation),
    at,
  });
}

/** STLS after login is refused. That it is announced there is what RFC 2449 section 5 wants, and RFC 2595 does not (R6). */
export function expectStlsRefused(x: Examination): void {
  expectAnswer(x, 'negative');
  if (announced(x.transactionList, 'STLS') !== undefined) {
    x.observe('STLS is announced in the TRANSACTION state, where it is not permitted', 'R6');
  }
}

/**
 * STLS takes no argument: -ERR is right, and the session goes on. A lenient +OK is advised against (R17); the server
 * waits for TLS then, and there is no more to say.
 */
export async function expectRefusalOrAdvisedTls(x: Examination): Promise<void> {
  const answer = answered(x, x.outcome);
  if (answer.status !== '+OK') {
    expectAnswer(x, 'negative');
    return await expectInStep(x);
  }
  x.advise(`${answer.command} was answered as STLS is`, {
    expected: '-ERR',
    actual: describe(answer),
    reading: 'R17',
    at: x.position(answer),
  });
  x.session.connection.destroy();
}

/**
 * STLS under TLS: "-ERR MAY result". Whatever comes, the session stays in step: behind -ERR at once, behind +OK once
 * there is TLS within TLS.
 */
export async function expectSecondStls(x: Examination): Promise<void> {
  expectAnswer(x, 'positive or negative');
  const shown = announced(x.survey.secured, 'STLS') === undefined ? '' : ', and is announced there';
  x.observe(`STLS under TLS was answered ${describe(x.outcome)}${shown}`);
  if (accepted(x.outcome)) {
    const negotiation = await negotiate(x);
    if (negotiation.kind !== 'secured') {
      throw breach(`STLS was accepted under TLS, and no negotiation followed: ${explain(negotiation)}`, {
        expected: '-ERR, or a TLS negotiation after +OK',
        at: x.position(x.outcome),
      });
    }
  }
  await expectInStep(x);
}

/** The ways to log in that a list of before login announces, and APOP where the greeting does. */
function methodsUnderTls(x: Examination): LoginMethod[] {
  const { secured, timestamp, method } = x.survey;
  if (x.target.tls !== 'none' || secured === undefined) return [method];
  const offered = new Set<LoginMethod>(timestamp === undefined ? [] : ['APOP']);
  if (announced(secured, 'USER') !== undefined) offered.add('USER');
  for (const name of ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5'] as const)
    if (mechanisms(secured).includes(name)) offered.add(name);
  // The way that is known to work for this account comes first; whether another one does, nobody has promised.
  return [...offered].toSorted((a, b) => Number(b === method) - Number(a === method));
}

/** Logs in under TLS, by the way that the account is known to log in by where that is still offered. */
export async function logInUnderTls(x: Examination): Promise<void> {
  const [method] = methodsUnderTls(x);
  if (method === undefined) throw inconclusive('no way to log in that we know is announced under TLS');
  await waitForLogin(x, x.account);
  const outcome = await logInBy(x, method, x.account);
  if (outcome.kind === 'answer' && /^(IN-USE|LOGIN-DELAY|SYS)$/.test(codeOf(outcome)[0] ?? '')) {
    throw inconclusive(`the login was refused for a reason that is not TLS: ${describe(outcome)}`);
  }
  if (method !== x.survey.method && !accepted(outcome)) {
    throw inconclusive(
      `${x.survey.method} is not announced under TLS, and the login by ${method} was answered ${describe(outcome)}`,
    );
  }
}

/** USER in the clear, then TLS before PASS. @throws {Stop} not applicable where the server does not let them stand so */
export async function sendUserThenStls(x: Examination): Promise<void> {
  needStepUnderTls(x);
  await send(x, 'USER {user}');
  if (!accepted(x.outcome)) throw notApplicable(`USER was refused in the clear: ${describe(x.outcome)}`);
  await send(x, 'STLS');
  // RFC 1939 section 7: after a successful USER only PASS or QUIT may follow.
  if (!accepted(x.outcome)) throw notApplicable(`STLS was refused between USER and PASS: ${describe(x.outcome)}`);
  const negotiation = await negotiate(x);
  if (negotiation.kind !== 'secured') throw inconclusive(`TLS could not be begun: ${explain(negotiation)}`);
}

/**
 * Sends STLS and more octets in the clear in one segment, as nobody may, and begins TLS all the same if the server lets it.
 * @param text what stands behind the CRLF of STLS, as a step writes it
 */
export async function inject(x: Examination, text: string): Promise<void> {
  needStepUnderTls(x);
  const stls = command('STLS');
  const { session } = x;
  await session.write([...x.fill('STLS\\r\\n'), ...x.fill(text)], WHOLE);
  x.commands = [stls];
  x.outcomes = [await session.answerTo(stls)];
  // No client gets TLS out of octets in the clear, or of a handshake that fails: then nothing can run under it.
  if (accepted(x.outcome)) await negotiate(x);
}

/**
 * What was injected did not run under TLS. That TLS did not begin is as right as that it did and the octets are gone: then
 * each command of ours has its own answer, and behind that to QUIT comes the end.
 */
export async function expectNothingRan(x: Examination): Promise<void> {
  if (noTlsBegan(x)) return;
  const { session } = x;
  if (x.survey.secured !== undefined) {
    const list = await session.command(command('CAPA'));
    if (endedInstead(x, list)) return;
    const isList = capabilityList(list) !== undefined && list.kind === 'answer' && !linesOf(list).some(isStatusLine);
    if (!isList) throw ranUnderTls(x, list, 'a capability list');
  }
  const farewell = await session.command(command('QUIT'));
  if (endedInstead(x, farewell)) return;
  const end = await session.connection.readEnd(Deadline.after(x.target.timeoutMs));
  if (end === 'data') throw ranUnderTls(x, farewell, 'one answer to each command and the end of the connection');
  x.evidence('TLS began, and each command under it had its own answer and no other', x.position(farewell));
}

/** A login that a USER in the clear began is not completed under TLS (R14: executing it is advised against). */
export async function expectUserForgotten(x: Examination): Promise<void> {
  if (noTlsBegan(x)) return;
  await waitForLogin(x, x.account);
  await send(x, 'PASS {password}');
  const { outcome } = x;
  if (endedInstead(x, outcome)) return;
  const answer = answered(x, outcome);
  // These two are about a user who is known (RFC 2449 section 8.1).
  const known = /^(IN-USE|LOGIN-DELAY)$/.test(codeOf(answer)[0] ?? '');
  if (answer.status === '+OK') x.survey.logins.set(x.account.user, performance.now());
  if (answer.status === '+OK' || known) {
    x.advise('security: a USER from before TLS still counts under it', {
      expected: '-ERR to PASS: the session is as new in the AUTHORIZATION state',
      actual: describe(answer),
      reading: 'R14',
      at: x.position(answer),
    });
    return;
  }
  expectAnswer(x, 'negative');
}

/** Whether no TLS came of an injection; it is evidence, for then nothing can have run under it. */
function noTlsBegan(x: Examination): boolean {
  const { outcome, session } = x;
  if (session.connection.secured) return false;
  if (outcome.kind === 'none' && outcome.silence === 'timeout')
    throw inconclusive(`STLS was not answered: ${describe(outcome)}`);
  const how = accepted(outcome) ? 'and no TLS came of it' : 'so no TLS began';
  x.evidence(`STLS was answered ${describe(outcome)}, ${how}: nothing can have run under it`, x.position(outcome));
  return true;
}

/** Whether the server ended the connection instead of an answer, as it may after such an abuse. */
function endedInstead(x: Examination, outcome: Outcome): boolean {
  if (outcome.kind === 'answer' || outcome.first !== undefined) return false;
  if (outcome.silence !== 'closed' && outcome.silence !== 'reset') return false;
  x.evidence(`the server ended the connection under TLS, and sent nothing: ${describe(outcome)}`, x.position(outcome));
  return true;
}

function ranUnderTls(x: Examination, outcome: Outcome, expected: string): Stop {
  if (outcome.kind === 'none' && outcome.silence === 'timeout' && outcome.first === undefined) {
    return inconclusive(`${outcome.command} was not answered under TLS: ${describe(outcome)}`);
  }
  return breach(
    `security: octets that came in the clear behind STLS ran under TLS: ${outcome.command} was answered ${describe(outcome)}`,
    {
      expected,
      actual: describe(outcome),
      reading: 'R14',
      at: x.position(outcome),
    },
  );
}

function isStatusLine(line: string): boolean {
  return /^(\+OK|-ERR)\b/.test(line);
}
