/** The commands that are valid before login: USER, PASS, APOP, AUTH, STLS, UTF8. */

import { randomBytes } from 'node:crypto';
import { apopDigest } from '../protocol/apop.ts';
import { latin1, octetsOf } from '../protocol/octets.ts';
import { isMechanism, saslServer, type SaslServer } from '../protocol/sasl.ts';
import { sameText } from '../protocol/sasl-plain.ts';
import { saslprep } from '../protocol/saslprep.ts';
import { challenge, type Answer } from './answer.ts';
import type { Command, Commands } from './command.ts';
import type { Account } from './site.ts';
import { accept, has, permissions, permitsStls, refuse, type Situation } from './situation.ts';

/** RFC 1939 section 7. The answer is the same for every name, so that it does not tell who exists. */
function user(situation: Situation, parameter: string): Answer {
  if (!permissions(situation).password) return refuse(situation, 'notWithoutTls');
  const name = situation.policy.decodeText(octetsOf(parameter));
  if (name === undefined || !saslprep(name)) return refuse(situation, 'invalidName');
  if (situation.policy.delaysAtUser && isTooSoon(situation, situation.site.account(name)))
    return refuse(situation, 'tooSoon', 'LOGIN-DELAY');
  situation.name = name;
  return accept(situation, 'sendPassword');
}

/** RFC 1939 section 7: only immediately after a successful USER. */
function pass(situation: Situation, parameter: string): Answer {
  const { name, policy, site } = situation;
  if (name === undefined) return refuse(situation, 'userFirst');
  const text = policy.decodeText(octetsOf(parameter));
  const password = text === undefined ? undefined : saslprep(text);
  const account = site.account(name);
  const right = sameText(password ?? '', account?.password ?? '');
  if (policy.locksBeforePassword && account?.maildrop.locked === true) return refuse(situation, 'inUse', 'IN-USE');
  if (!right || !password || account === undefined) return refuse(situation, 'wrongCredentials', 'AUTH');
  return logIn(situation, account);
}

/** RFC 1939 section 7. */
function apop(situation: Situation, parameter: string, digest: string): Answer {
  const { policy, site, timestamp = '' } = situation;
  const name = policy.decodeText(octetsOf(parameter));
  const account = name === undefined ? undefined : site.account(name);
  const right = sameText(digest, apopDigest(timestamp, account?.password ?? ''));
  if (!right || account === undefined) return refuse(situation, 'wrongCredentials', 'AUTH');
  return logIn(situation, account);
}

/** RFC 5034 section 4. */
function auth(situation: Situation, name: string, initialResponse?: string): Answer {
  const { policy, site } = situation;
  const mechanism = name.toUpperCase();
  if (!isMechanism(mechanism) || !permissions(situation).mechanisms.includes(mechanism)) {
    return refuse(situation, 'unknownMechanism');
  }
  const exchange = saslServer(mechanism, site, policy.unique(randomBytes(16).toString('hex')), site.config.name);
  if (initialResponse === undefined) {
    situation.sasl = exchange;
    return challenge(exchange.firstChallenge);
  }
  if (!exchange.clientFirst) return refuse(situation, 'initialResponse');
  return step(situation, exchange, initialResponse === '=' ? '' : initialResponse);
}

/**
 * A line of the client in the exchange that AUTH has begun (RFC 5034 section 4).
 * @param exchange no longer the situation's: only a further challenge makes it so again
 * @param content without its CRLF
 */
export function respond(situation: Situation, exchange: SaslServer, content: Uint8Array): Answer {
  const text = latin1(content);
  return text === '*' ? refuse(situation, 'cancelled') : step(situation, exchange, text);
}

function step(situation: Situation, exchange: SaslServer, base64: string): Answer {
  const response = situation.policy.decodeBase64(base64);
  if (response === undefined) return refuse(situation, 'notBase64');
  const outcome = exchange.step(response);
  if (outcome.kind === 'challenge') {
    situation.sasl = exchange;
    return challenge(outcome.octets);
  }
  if (outcome.kind === 'malformed') return refuse(situation, 'failed');
  if (outcome.kind === 'denied') return refuse(situation, 'wrongCredentials', 'AUTH');
  const { authcid, authzid } = outcome.identity;
  const account = situation.policy.mayActAs(authcid, authzid) ? situation.site.account(authzid) : undefined;
  // RFC 3206 section 5 counts an attempt that violates the site's policy among the problems of credentials.
  return account === undefined ? refuse(situation, 'wrongCredentials', 'AUTH') : logIn(situation, account);
}

/**
 * What follows when the credentials were right (RFC 1939 section 4). The delay comes before the lock: to know it, the
 * maildrop need not be opened (RFC 2449 section 8.1.1).
 */
function logIn(situation: Situation, account: Account): Answer {
  if (isTooSoon(situation, account)) return refuse(situation, 'tooSoon', 'LOGIN-DELAY');
  const maildrop = account.maildrop.open(situation.policy.locks);
  if (maildrop === undefined) return refuse(situation, 'inUse', 'IN-USE');
  account.lastLogin = situation.site.config.clock();
  situation.login = { account, maildrop };
  return accept(situation, 'maildropReady');
}

/** Whether a LOGIN-DELAY is enforced and not over (RFC 2449 section 6.5). */
function isTooSoon(situation: Situation, account: Account | undefined): boolean {
  const { policy, site } = situation;
  if (account?.lastLogin === undefined || !policy.delays || !has(situation, 'LOGIN-DELAY')) return false;
  return site.config.clock() - account.lastLogin < account.config.loginDelay * 1000;
}

/** RFC 2595 section 4. */
function stls(situation: Situation): Answer {
  if (situation.tls) return refuse(situation, 'tlsActive');
  if (situation.utf8) return refuse(situation, 'notAfterUtf8');
  if (!permitsStls(situation)) return refuse(situation, 'unknownCommand');
  return {
    ...accept(situation, 'beginTls', 'start-tls'),
    discardInput: situation.policy.clearBehindStls === 'discard',
  };
}

/** RFC 6856 section 2.1. */
function utf8(situation: Situation): Answer {
  situation.utf8 = true;
  return accept(situation, 'utf8Mode');
}

const states: Command['states'] = ['AUTHORIZATION'];

export const AUTHORIZATION_COMMANDS: Commands = new Map<string, Command>([
  ['USER', { states, parameters: [1, 1], feature: 'USER', takesUtf8: true, run: user }],
  ['PASS', { states, parameters: 'rest', feature: 'USER', takesUtf8: true, run: pass }],
  ['APOP', { states, parameters: [2, 2], feature: 'APOP', takesUtf8: true, run: apop }],
  ['AUTH', { states, parameters: [1, 2], feature: 'SASL', run: auth }],
  ['STLS', { states, parameters: [0, 0], feature: 'STLS', run: stls }],
  ['UTF8', { states, parameters: [0, 0], feature: 'UTF8', run: utf8 }],
]);
