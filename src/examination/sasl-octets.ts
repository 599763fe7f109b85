/** Verbs on the octets of a SASL response: valid credentials spoilt in one place, and responses of great length. */

import { randomBytes } from 'node:crypto';
import { describe } from '../client/answer.ts';
import { plainSecret, responseSecret } from '../client/login.ts';
import { command } from '../client/session.ts';
import { encodeBase64 } from '../protocol/base64.ts';
import { latin1, octetsOf } from '../protocol/octets.ts';
import { plainMessage } from '../protocol/sasl-plain.ts';
import { saslClient } from '../protocol/sasl.ts';
import { Secret } from '../wire/secret.ts';
import { openIn, waitForLogin } from './access.ts';
import { UNKNOWN_USER, WRONG_PASSWORD, type Examination } from './examination.ts';
import { expectAnswer, expectInStep } from './expect.ts';
import { AUTH_PLAIN, begin, respondWith } from './sasl.ts';
import { inconclusive, notApplicable, Stop } from './stop.ts';
import { sendOctets } from './talk.ts';

/** The ways in which base64 is none any more. A decoder that ignores what does not belong still gets the right octets. */
export const DAMAGES = [
  'a "!" in the middle',
  'a "!" at the end',
  'a space in the middle',
  'a "=" in the middle',
  'a "=" in front',
  'more behind its padding',
] as const;

export type Damage = (typeof DAMAGES)[number];

const DAMAGED: Readonly<Record<Damage, (base64: string) => string>> = {
  'a "!" in the middle': (base64) => insert(base64, '!'),
  'a "!" at the end': (base64) => `${base64}!`,
  'a space in the middle': (base64) => insert(base64, ' '),
  'a "=" in the middle': (base64) => insert(base64, '='),
  'a "=" in front': (base64) => `=${base64}`,
  // A decoder that stops at the padding, and so ignores what follows, is content with it.
  'more behind its padding': (base64) => `${base64.replace(/=*$/, (padding) => padding || '=')}AAAA`,
};

function insert(text: string, what: string): string {
  const middle = Math.floor(text.length / 2);
  return text.slice(0, middle) + what + text.slice(middle);
}

/** The credentials of the main account for PLAIN in base64, spoilt. */
function spoilt(x: Examination, spoil: (base64: string) => string): Secret {
  const secret = new Secret(octetsOf(spoil(latin1(plainSecret(x.account).octets))), 'response');
  x.secrets.push(secret.octets);
  return secret;
}

/** AUTH PLAIN whose initial response is valid but for one place. The delay is waited out, so that a +OK can come. */
export async function sendDamaged(x: Examination, damage: Damage): Promise<void> {
  await waitForLogin(x, x.account);
  await sendOctets(x, [octetsOf(AUTH_PLAIN), spoilt(x, DAMAGED[damage])]);
}

/** AUTH PLAIN whose response to the empty challenge is valid but for one place. */
export async function answerDamaged(x: Examination, damage: Damage): Promise<void> {
  await answerSpoilt(x, DAMAGED[damage]);
}

/** As {@link answerDamaged}, the padding left out. @throws {Stop} not applicable where the credentials need none */
export async function answerUnpadded(x: Examination): Promise<void> {
  if (!latin1(plainSecret(x.account).octets).endsWith('=')) {
    throw notApplicable('the base64 of these credentials needs no padding, so none can be left out');
  }
  await answerSpoilt(x, (base64) => base64.replace(/=+$/, ''));
}

async function answerSpoilt(x: Examination, spoil: (base64: string) => string): Promise<void> {
  await waitForLogin(x, x.account);
  await begin(x, 'PLAIN');
  const outgoing = [spoilt(x, spoil)];
  x.commands = [outgoing];
  x.outcomes = [await x.session.respond(outgoing)];
}

/**
 * Sends SCRAM's first message in the URL-safe alphabet (RFC 4648 section 5), in a session of its own, after the same
 * message in the right one has brought a challenge. Its nonce is ours to choose, so both letters that differ are in it.
 */
export async function answerUrlSafe(x: Examination): Promise<void> {
  const nonce = `${encodeBase64(randomBytes(12))}~~~???`;
  const message = saslClient('SCRAM-SHA-256', x.account, nonce).initial ?? octetsOf('');
  await openIn(x, 'AUTHORIZATION');
  await begin(x, 'SCRAM-SHA-256');
  await respondWith(x, message);
  const { outcome } = x;
  if (outcome.kind === 'none' || outcome.status !== '+') {
    throw inconclusive(`the message was refused in the right alphabet too: ${describe(outcome)}`);
  }
  await x.session.respond(command('*'));
  await x.session.leave();
  await openIn(x, 'AUTHORIZATION');
  await begin(x, 'SCRAM-SHA-256');
  const urlSafe = encodeBase64(message).replaceAll('+', '-').replaceAll('/', '_');
  const outgoing = [new Secret(octetsOf(urlSafe), 'response')];
  x.commands = [outgoing];
  x.outcomes = [await x.session.respond(outgoing)];
}

/** AUTH PLAIN of exactly `length` octets, CRLF included, with a wrong password as long as it takes. */
export async function sendPlainOf(x: Examination, length: number): Promise<void> {
  const base64 = length - AUTH_PLAIN.length - '\r\n'.length;
  if (base64 % 4 !== 0) throw new Error(`no AUTH PLAIN has ${length} octets: base64 comes in groups of four`);
  const { user } = x.account;
  const missing = (base64 / 4) * 3 - plainMessage({ user, password: '' }).length;
  if (missing < 1) throw inconclusive(`the name of the main account leaves no room for a password in ${length} octets`);
  await sendOctets(x, [octetsOf(AUTH_PLAIN), responseSecret(plainMessage({ user, password: 'x'.repeat(missing) }))]);
}

/** AUTH PLAIN for nobody, whose three fields have so many octets each (RFC 4616 section 2: up to 255 MUST be accepted). */
export async function answerWithFieldsOf(x: Examination, length: number): Promise<void> {
  const user = UNKNOWN_USER.padEnd(length, 'x').slice(0, length);
  await begin(x, 'PLAIN');
  await respondWith(
    x,
    plainMessage({ authzid: user, user, password: WRONG_PASSWORD.padEnd(length, 'x').slice(0, length) }),
  );
}

/** AUTH PLAIN for nobody, with an authorization identity as long as it takes for its base64 to have `length` octets. */
export async function answerWithBase64Of(x: Examination, length: number): Promise<void> {
  const who = { user: UNKNOWN_USER, password: WRONG_PASSWORD };
  const missing = (length / 4) * 3 - plainMessage(who).length;
  await begin(x, 'PLAIN');
  await respondWith(x, plainMessage({ ...who, authzid: 'x'.repeat(missing) }));
}

/**
 * A response longer than the mechanism must take (RFC 4616 section 2) was refused or taken as a whole, and the session
 * is in step. No sentence says what a server does beyond that length, so an end of the connection, or a session that is
 * out of step, is advice.
 */
export async function expectTakenWhole(x: Examination): Promise<void> {
  const { outcome } = x;
  if (outcome.kind === 'none') {
    x.advise(`a long response was not answered: ${describe(outcome)}`, {
      expected: 'a positive or negative answer',
      actual: describe(outcome),
      at: x.position(outcome),
    });
    return;
  }
  expectAnswer(x, 'positive or negative');
  try {
    await expectInStep(x);
  } catch (error) {
    if (!(error instanceof Stop) || error.finding.kind !== 'fail') throw error;
    const { message, expected = 'the session in step', actual = '', at } = error.finding;
    x.advise(message, { expected, actual, at });
  }
}
