/** Logging in by each of the ways that POP3 has (RFC 1939 section 7, RFC 5034 section 4). */

import { randomBytes } from 'node:crypto';
import { apopDigest } from '../protocol/apop.ts';
import { decodeBase64, encodeBase64 } from '../protocol/base64.ts';
import { octetsOf } from '../protocol/octets.ts';
import { plainMessage } from '../protocol/sasl-plain.ts';
import { MECHANISMS, saslClient, type Credentials, type Mechanism, type SaslClient } from '../protocol/sasl.ts';
import { Secret } from '../wire/secret.ts';
import { textOf, type Outcome } from './answer.ts';
import { command, type Session } from './session.ts';

export const LOGIN_METHODS = ['USER', 'APOP', ...MECHANISMS] as const;

export type LoginMethod = (typeof LOGIN_METHODS)[number];

/** Octets of a name or password as they go on the wire: UTF-8 (RFC 6856 section 2.2; ASCII stays as it is). */
export function credentialOctets(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

/** A SASL response in base64, as the secret that it is. */
export function responseSecret(response: Buffer): Secret {
  return new Secret(octetsOf(encodeBase64(response)), 'response');
}

/** The message of PLAIN as a secret response (RFC 4616 section 2). */
export function plainSecret(who: Credentials): Secret {
  return responseSecret(plainMessage(who));
}

/**
 * Logs in.
 * @returns the answer that decides: to PASS (or to USER where that is refused), to APOP, or to AUTH
 */
export async function logIn(session: Session, method: LoginMethod, who: Credentials): Promise<Outcome> {
  switch (method) {
    case 'USER':
      return await byUser(session, who);
    case 'APOP':
      return await byApop(session, who);
    case 'PLAIN':
      return await session.command([octetsOf('AUTH PLAIN '), plainSecret(who)]);
    default:
      return await exchange(session, method, who);
  }
}

async function byUser(session: Session, who: Credentials): Promise<Outcome> {
  const user = await session.command([octetsOf('USER '), credentialOctets(who.user)]);
  if (user.kind === 'none' || user.status !== '+OK') return user;
  return await session.command([octetsOf('PASS '), new Secret(credentialOctets(who.password), 'password')]);
}

async function byApop(session: Session, who: Credentials): Promise<Outcome> {
  const greeting = session.greeting.kind === 'answer' ? textOf(session.greeting) : '';
  const timestamp = /<[^<>]*>/.exec(greeting)?.[0] ?? '';
  const digest = apopDigest(timestamp, who.password);
  return await session.command([
    octetsOf('APOP '),
    credentialOctets(who.user),
    octetsOf(' '),
    new Secret(octetsOf(digest), 'digest'),
  ]);
}

/** How many challenges a mechanism of ours can bring before the server is going round in circles. */
const MOST_CHALLENGES = 8;

async function exchange(session: Session, name: Mechanism, who: Credentials): Promise<Outcome> {
  const mechanism = saslClient(name, who, encodeBase64(randomBytes(18)));
  let outcome = await session.command(command(`AUTH ${name}`));
  let initial = mechanism.initial;
  for (let round = 0; round < MOST_CHALLENGES; round++) {
    if (outcome.kind === 'none' || outcome.status !== '+') return outcome;
    const challenge = decodeBase64(textOf(outcome));
    // A mechanism in which the client speaks first is asked to by an empty challenge (RFC 5034 section 4).
    const response = initial ?? (challenge === undefined ? undefined : answerTo(mechanism, challenge));
    initial = undefined;
    // RFC 5034 section 4: a challenge that can't be used is cancelled with "*".
    outcome = await session.respond([response === undefined ? octetsOf('*') : responseSecret(response)]);
  }
  return outcome;
}

function answerTo(mechanism: SaslClient, challenge: Buffer): Buffer | undefined {
  const step = mechanism.respond(challenge);
  return step.kind === 'response' ? step.octets : undefined;
}
