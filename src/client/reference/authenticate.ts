/** Logging in, by the best way that the server offers and that can carry the credentials. */

import { randomBytes } from 'node:crypto';
import { encodeBase64 } from '../../protocol/base64.ts';
import { CRLF, octetsOf } from '../../protocol/octets.ts';
import { isMechanism, saslClient, type Mechanism, type SaslClient } from '../../protocol/sasl.ts';
import { textOf, type Answer } from '../answer.ts';
import { credentialOctets, type LoginMethod } from '../login.ts';
import { prepared } from './choosing-login.ts';
import { GivesUp, NO_LOGIN, NOT_UNDERSTOOD, refusedFor } from './exit-status.ts';
import { NewConnection } from './new-connection.ts';
import { spelt } from './request.ts';
import type { Visit } from './visit.ts';

/** How many challenges a mechanism of ours can bring before the server is going round in circles. */
const MOST_CHALLENGES = 8;

/** What came of one way to log in: the answer that decides, or that the client has cancelled the exchange. */
type Attempt = Answer | 'cancelled';

/**
 * Logs in.
 * @throws {GivesUp} where there is no way, or the login is refused
 * @throws {NewConnection} where the manner tries again on another connection
 */
export async function authenticate(visit: Visit): Promise<void> {
  for (const method of methods(visit)) {
    const attempt = await logIn(visit, method);
    if (attempt === 'cancelled') continue;
    if (attempt.status === '+OK') {
      visit.knowledge.beforeLogin = visit.knowledge.capabilities;
      visit.knowledge.state = 'TRANSACTION';
      return;
    }
    const next = visit.manner.afterRefusal(method, attempt, visit.knowledge);
    if (next === 'new connection') throw new NewConnection(refusal(visit, attempt));
    if (next === 'give up') throw refusal(visit, attempt);
    visit.complain(`${method}: ${visit.said(attempt)}`);
  }
  throw new GivesUp(NO_LOGIN, 'the server offers no way to log in that can be used here', true);
}

/** The ways to log in, in the order in which they are tried. */
function methods({ manner, knowledge }: Visit): readonly LoginMethod[] {
  const known = manner.prefers(knowledge);
  const offered = known.filter((method) => manner.isOffered(method, knowledge));
  const tried = offered.length > 0 ? offered : manner.lastResort(knowledge);
  return tried.filter((method) => manner.canSay(method, knowledge));
}

function refusal(visit: Visit, answer: Answer): GivesUp {
  const { manner, knowledge } = visit;
  const status = refusedFor(manner.reason(manner.code(answer, knowledge), knowledge));
  return new GivesUp(status, `the login was refused: ${visit.said(answer)}`, true);
}

async function logIn(visit: Visit, method: LoginMethod): Promise<Attempt> {
  if (isMechanism(method)) return await exchange(visit, method);
  return method === 'USER' ? await byPassword(visit) : await byApop(visit);
}

/** RFC 1939 section 7. */
async function byPassword(visit: Visit): Promise<Answer> {
  const { task, manner, knowledge } = visit;
  const name = credentialOctets(prepared(task.user));
  const password = credentialOctets(prepared(task.password));
  const user = await visit.command(Buffer.concat([spelt('USER '), name]));
  if (!manner.passFollows(user, knowledge)) return user;
  return await visit.command(Buffer.concat([spelt('PASS '), password]));
}

async function byApop(visit: Visit): Promise<Answer> {
  const { task, manner, knowledge } = visit;
  const digest = manner.digest(knowledge.timestamp ?? '', prepared(task.password));
  return await visit.command(
    Buffer.concat([spelt('APOP '), credentialOctets(prepared(task.user)), spelt(` ${digest}`)]),
  );
}

/** RFC 5034 section 4. */
async function exchange(visit: Visit, name: Mechanism): Promise<Attempt> {
  const { task, manner, knowledge } = visit;
  const mechanism = saslClient(name, task, encodeBase64(randomBytes(18)));
  let initial = mechanism.initial;
  let command = octetsOf(`AUTH ${name}`);
  if (initial !== undefined) {
    const whole = Buffer.concat([command, octetsOf(` ${encodeBase64(initial) || '='}`)]);
    if (manner.sendsInitialResponse(name, Buffer.concat([whole, CRLF]), knowledge)) {
      command = whole;
      initial = undefined;
    }
  }
  let answer = await visit.command(command);
  let isCancelled = false;
  for (let round = 0; round < MOST_CHALLENGES && answer.status === '+'; round += 1) {
    const challenge = manner.challenge(textOf(answer), knowledge);
    const response = challenge && (initial ?? responseTo(mechanism, challenge));
    initial = undefined;
    isCancelled ||= response === undefined;
    answer = await visit.ask('response', manner.response(response, challenge, knowledge));
  }
  if (answer.status === '+') throw new GivesUp(NOT_UNDERSTOOD, `the server sends challenges to ${name} without end`);
  if (answer.status === '+OK' && isCancelled) {
    throw new GivesUp(NOT_UNDERSTOOD, `the server has accepted ${name} though the exchange was cancelled`);
  }
  if (answer.status === '+OK' && !mechanism.serverProved) {
    // RFC 5802 section 5: a server that has not shown that it knows the password is somebody else.
    throw new GivesUp(NOT_UNDERSTOOD, `the server has accepted ${name} without proving itself`);
  }
  return isCancelled ? 'cancelled' : answer;
}

function responseTo(mechanism: SaslClient, challenge: Buffer): Buffer | undefined {
  const step = mechanism.respond(challenge);
  return step.kind === 'response' ? step.octets : undefined;
}
