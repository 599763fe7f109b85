/** Verbs on AUTH (RFC 5034 section 4): beginning an exchange, going through with it, failing and cancelling it. */

import { randomBytes } from 'node:crypto';
import { codeOf, describe, textOf, type Outcome } from '../client/answer.ts';
import { announced, capabilityList, mechanisms } from '../client/capabilities.ts';
import { plainSecret, responseSecret, type LoginMethod } from '../client/login.ts';
import { command } from '../client/session.ts';
import { answeredAlike, type Begun } from '../judge/mechanisms.ts';
import { encodeBase64 } from '../protocol/base64.ts';
import { octetsOf } from '../protocol/octets.ts';
import { saslClient, type Mechanism } from '../protocol/sasl.ts';
import { enter, failToLogIn, openIn, waitForLogin } from './access.ts';
import type { Examination } from './examination.ts';
import { answered, expectAnswer, type Expected } from './expect.ts';
import { breach, inconclusive, notApplicable, Stop } from './stop.ts';
import { sendOctets } from './talk.ts';
import type { Survey } from '../target/survey.ts';
import { WHOLE } from '../wire/segmentation.ts';

/** What an initial response to PLAIN stands behind. */
export const AUTH_PLAIN = 'AUTH PLAIN ';

/** A name by the grammar of RFC 4422 section 3.1 that nobody has registered. */
const IMPOSSIBLE = 'POP3SPEC-NONE';

/** What the suite speaks, the simplest first. */
const SPOKEN: readonly Mechanism[] = ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5'];

/** No server announces more, and a list without end must not keep a scenario busy. */
const MOST_MECHANISMS = 20;

const chosen = new WeakMap<Examination, Mechanism>();

/** The mechanisms of sessions as they are, and those of sessions that begin with STLS. */
function offers(x: Examination): { readonly now: readonly string[]; readonly underTls: readonly string[] } {
  return {
    now: mechanisms(x.authorizationList),
    underTls: x.target.tls === 'none' ? mechanisms(x.survey.secured) : [],
  };
}

/** Some mechanism is announced; the sessions that follow are such as have it. @throws {Stop} not applicable without */
export function needAnyMechanism(x: Examination): void {
  const { now, underTls } = offers(x);
  if (now.length > 0) return;
  if (underTls.length === 0) throw notApplicable('SASL is not announced');
  x.wantsTls = true;
}

/**
 * A mechanism is announced that the suite speaks, "that mechanism" from here on.
 * @throws {Stop} not applicable without SASL, inconclusive where we speak none of what is announced
 */
export function needSpokenMechanism(x: Examination): void {
  needAnyMechanism(x);
  const { now, underTls } = offers(x);
  const found = SPOKEN.find((name) => now.includes(name));
  const secured = SPOKEN.find((name) => underTls.includes(name));
  if (found === undefined && secured !== undefined) x.wantsTls = true;
  const mechanism = found ?? secured;
  if (mechanism === undefined) {
    const all = [...new Set([...now, ...underTls])].join(' ');
    throw inconclusive(`the server announces SASL ${all}, and this suite speaks ${SPOKEN.join(', ')} only`);
  }
  chosen.set(x, mechanism);
}

/** The mechanism that a Given has chosen. */
export function thatMechanism(x: Examination): Mechanism {
  const mechanism = chosen.get(x);
  if (mechanism === undefined) throw new Error('the scenario speaks of a mechanism before it has one');
  return mechanism;
}

/** By which methods the account was seen to log in, in the clear or under TLS: once a run is enough, whatever its lane. */
const proven = new WeakMap<Survey, Set<string>>();

/**
 * The main account can log in by a method, so that a refusal has another reason. A success costs the scenarios that
 * follow their LOGIN-DELAY, so it is looked for once a run.
 * @throws {Stop} inconclusive where it can't
 */
export async function needLogin(x: Examination, method: LoginMethod): Promise<void> {
  const known = proven.get(x.survey) ?? new Set([wayOf(x, x.survey.method, false)]);
  proven.set(x.survey, known);
  if (known.has(wayOf(x, method, x.wantsTls))) return;
  await openEntered(x, method);
  await x.session.leave();
  known.add(wayOf(x, method, x.wantsTls));
}

function wayOf(x: Examination, method: LoginMethod, wantsTls: boolean): string {
  return `${method} ${wantsTls || x.target.tls !== 'none' ? 'under TLS' : 'in the clear'}`;
}

/** APOP works for the main account. A timestamp alone promises that to nobody in particular. @throws {Stop} not applicable */
export async function needApop(x: Examination): Promise<void> {
  try {
    await needLogin(x, 'APOP');
  } catch (error) {
    if (!(error instanceof Stop) || error.finding.kind !== 'inconclusive') throw error;
    throw notApplicable(`APOP is not set up for the main account: ${error.message}`);
  }
}

/** Opens a session that has logged in by a method. @throws {Stop} inconclusive where it is refused */
export async function openEntered(x: Examination, method: LoginMethod): Promise<void> {
  await openIn(x, 'AUTHORIZATION');
  await enter(x, x.account, method);
}

/** Sends AUTH with a mechanism's name. Whether a challenge comes is for a Then to say. */
export async function sendAuth(x: Examination, mechanism: string): Promise<void> {
  await sendOctets(x, command(`AUTH ${mechanism}`));
}

/** Begins an exchange. @throws {Stop} inconclusive where no challenge comes: what is tested lies behind it */
export async function begin(x: Examination, mechanism: string): Promise<void> {
  await sendAuth(x, mechanism);
  needChallenge(x.outcome);
}

function needChallenge(outcome: Outcome): void {
  if (outcome.kind === 'answer' && outcome.status === '+') return;
  throw inconclusive(`${outcome.command} brought no challenge: ${describe(outcome)}`);
}

/** Begins SCRAM and answers the empty challenge, so that the server's first message is the last answer. */
export async function beginScram(x: Examination): Promise<void> {
  await begin(x, 'SCRAM-SHA-256');
  const { initial } = saslClient('SCRAM-SHA-256', x.account, encodeBase64(randomBytes(18)));
  await respondWith(x, initial ?? octetsOf(''));
  needChallenge(x.outcome);
}

/** Sends a response in base64, as the secret that it is, and records what it brings. */
export async function respondWith(x: Examination, response: Buffer): Promise<void> {
  const outgoing = [responseSecret(response)];
  x.commands = [outgoing];
  x.outcomes = [await x.session.respond(outgoing)];
}

/** Logs the main account in by PLAIN, its name spelt as given, with an initial response. */
export async function logInSpelt(x: Examination, spelling: string): Promise<void> {
  await waitForLogin(x, x.account);
  await sendOctets(x, [...command(`AUTH ${spelling} `), plainSecret(x.account)]);
  noteLogin(x);
}

/** Logs the main account in by PLAIN without an initial response: after the empty challenge (RFC 5034 section 4). */
export async function logInAfterChallenge(x: Examination): Promise<void> {
  await waitForLogin(x, x.account);
  await begin(x, 'PLAIN');
  x.commands = [[plainSecret(x.account)]];
  x.outcomes = [await x.session.respond([plainSecret(x.account)])];
  noteLogin(x);
}

/** LOGIN-DELAY counts from the +OK (RFC 2449 section 6.5). */
function noteLogin(x: Examination): void {
  if (x.outcome.kind === 'answer' && x.outcome.status === '+OK') x.survey.logins.set(x.account.user, performance.now());
}

/** How an AUTH can be made to fail. */
export const AUTH_FAILURES = ['a wrong password', 'an unsupported mechanism', 'a response that is not base64'] as const;

export type AuthFailure = (typeof AUTH_FAILURES)[number];

/** Sends an AUTH that must fail. @throws {Stop} inconclusive where it does not, which is for other requirements to judge */
export async function failAuth(x: Examination, failure: AuthFailure): Promise<void> {
  if (failure === 'an unsupported mechanism') await sendAuth(x, IMPOSSIBLE);
  else if (failure === 'a response that is not base64') {
    await begin(x, thatMechanism(x));
    x.outcomes = [await x.session.respond(command('!!!!'))];
  } else await failToLogIn(x, failure, thatMechanism(x));
  const { outcome } = x;
  if (outcome.kind === 'none' || outcome.status !== '-ERR') {
    throw inconclusive(`AUTH with ${failure} was not refused: ${describe(outcome)}`);
  }
}

/** RFC 5034 section 4: an empty challenge is "a line with only a "+", followed by a single space". */
export function expectEmptyChallenge(x: Examination): void {
  const answer = answered(x, x.outcome);
  const details = { expected: 'the empty challenge, "+ " and CRLF', actual: describe(answer), at: x.position(answer) };
  if (answer.status !== '+' || !answer.first.content.equals(octetsOf('+ '))) {
    throw breach(`${answer.command} was answered ${describe(answer)}`, details);
  }
  x.evidence(`${answer.command} was answered with the empty challenge`, x.position(answer));
}

/** The last answer is as expected; another one is legal, or in doubt, and the suite advises against it. */
export function expectOrAdvise(x: Examination, expected: Expected): void {
  try {
    expectAnswer(x, expected);
  } catch (error) {
    if (!(error instanceof Stop) || error.finding.kind !== 'fail') throw error;
    const { message, ...details } = error.finding;
    x.advise(message, { expected: details.expected ?? expected, actual: details.actual ?? '', at: details.at });
  }
}

/** RFC 5034 section 3: SASL stays in the list after a successful AUTH. */
export function expectSaslKept(x: Examination): void {
  const list = capabilityList(x.outcome);
  if (list === undefined) throw inconclusive(`CAPA brought no list after AUTH: ${describe(x.outcome)}`);
  const sasl = announced(list, 'SASL');
  if (sasl === undefined) {
    throw breach('SASL is not announced after a successful AUTH', {
      expected: 'SASL in the capability list',
      actual: list.map(({ tag }) => tag).join(', '),
      at: x.position(x.outcome),
    });
  }
  x.evidence(`after a successful AUTH the list has ${['SASL', ...sasl.parameters].join(' ')}`, x.position(x.outcome));
}

/** The mechanisms that send the password itself. */
const PLAINTEXT = ['PLAIN', 'LOGIN'];

/**
 * The list of a session in the clear has no plaintext mechanism. It is the default configuration that RFC 5034 section 4
 * speaks of, and some servers count a connection from their own host as secure: so one that is announced is advice.
 */
export function expectNoPlaintext(x: Examination): void {
  const list = capabilityList(x.outcome);
  if (list === undefined) throw inconclusive(`CAPA brought no list in the clear: ${describe(x.outcome)}`);
  const found = mechanisms(list).filter((name) => PLAINTEXT.includes(name));
  const at = x.position(x.outcome);
  if (found.length === 0) {
    x.evidence('no plaintext mechanism is announced in the clear', at);
    return;
  }
  x.advise(`announced without TLS: ${found.join(', ')} (right only where the administrator chose so)`, {
    expected: 'no plaintext mechanism in the clear',
    actual: ['SASL', ...mechanisms(list)].join(' '),
    at,
  });
}

interface EachBegun {
  readonly impossible: Outcome;
  readonly known: readonly (readonly [mechanism: string, outcome: Outcome])[];
}

const begun = new WeakMap<Examination, EachBegun>();

/** Begins each announced mechanism, and one that cannot exist, each in a session of its own, and cancels it with "*". */
export async function beginEach(x: Examination): Promise<void> {
  const known: [string, Outcome][] = [];
  const impossible = await beginAndCancel(x, IMPOSSIBLE);
  for (const name of offers(x).now.slice(0, MOST_MECHANISMS)) known.push([name, await beginAndCancel(x, name)]);
  x.outcomes = [impossible, ...known.map(([, outcome]) => outcome)];
  begun.set(x, { impossible, known });
}

async function beginAndCancel(x: Examination, name: string): Promise<Outcome> {
  await openIn(x, 'AUTHORIZATION');
  await sendAuth(x, name);
  const { outcome } = x;
  if (outcome.kind === 'answer' && outcome.status === '+') await x.session.respond(command('*'));
  await x.session.leave();
  return outcome;
}

/** Every announced mechanism is known to the server: none is answered as the one that cannot exist. */
export function expectEachSupported(x: Examination): void {
  const { impossible, known } = begun.get(x) ?? { impossible: x.outcome, known: [] };
  if (impossible.kind === 'none') {
    throw inconclusive(
      `a mechanism that cannot exist was not answered, so no answer tells what it is: ${describe(impossible)}`,
    );
  }
  const answers = known.map(([mechanism, outcome]) => ({ mechanism, answer: answered(x, outcome) }));
  const alike = answeredAlike(
    begunBy(IMPOSSIBLE, impossible),
    answers.map(({ mechanism, answer }) => begunBy(mechanism, answer)),
  );
  if (alike.length === answers.length) {
    throw inconclusive(`every announced mechanism is answered as one that cannot exist: ${describe(impossible)}`);
  }
  const first = answers.find(({ mechanism }) => mechanism === alike[0]);
  if (first !== undefined) {
    throw breach(`announced, and answered as a mechanism that cannot exist: ${alike.join(', ')}`, {
      expected: 'a challenge, or a failure that is not that of an unknown mechanism',
      actual: describe(first.answer),
      at: x.position(first.answer),
    });
  }
  for (const { mechanism, answer } of answers) {
    x.evidence(
      `AUTH ${mechanism} was answered ${describe(answer)}, and an unknown mechanism ${describe(impossible)}`,
      x.position(answer),
    );
  }
}

function begunBy(mechanism: string, answer: ReturnType<typeof answered>): Begun {
  return { mechanism, status: answer.status, text: textOf(answer) };
}

/** Sends AUTH PLAIN and its response in one write, and waits for both answers. */
export async function pipelinePlain(x: Examination): Promise<void> {
  await waitForLogin(x, x.account);
  x.commands = [command(AUTH_PLAIN.trim()), [plainSecret(x.account)]];
  x.outcomes = await x.session.pipeline(x.commands, WHOLE);
  const [, last] = x.outcomes;
  if (last?.kind !== 'answer' || last.status !== '+OK') return;
  x.session.state = 'TRANSACTION';
  noteLogin(x);
}

/** A response is no command, so PIPELINING (RFC 2449 section 6.6) does not promise this: a failure is advice. */
export function expectPipelinedPlain(x: Examination): void {
  const { outcome } = x;
  if (x.outcomes.length === x.commands.length) return expectOrAdvise(x, 'positive');
  x.advise(`the exchange ended before its response was answered: ${describe(outcome)}`, {
    expected: 'a positive answer',
    actual: describe(outcome),
    at: x.position(outcome),
  });
}

/**
 * A login that fails for its credentials has the code AUTH (RFC 3206 section 6). Where the server names another cause,
 * or refuses the name at USER (to which the code should not be given, section 5), there is nothing to judge.
 */
export function expectBlamed(x: Examination): void {
  const { outcome } = x;
  if (outcome.kind === 'none' || outcome.status !== '-ERR') {
    throw inconclusive(`the login was not refused: ${describe(outcome)}`);
  }
  const [code] = codeOf(outcome);
  if (code === undefined && /^USER /i.test(outcome.command)) {
    throw notApplicable('the name is refused at USER already, where the code would tell who exists');
  }
  const details = { expected: 'the response code [AUTH]', actual: describe(outcome), at: x.position(outcome) };
  if (code === 'SYS' || code === 'LOGIN-DELAY') {
    throw inconclusive(`the server names another cause than the credentials: ${describe(outcome)}`);
  }
  if (code !== 'AUTH')
    throw breach(`the credentials were wrong, and no code AUTH says so: ${describe(outcome)}`, details);
  x.evidence(`wrong credentials were answered ${describe(outcome)}`, x.position(outcome));
}
