/** Where one session stands, and the two kinds of single-line answer in its language. */

import type { SaslServer } from '../protocol/sasl.ts';
import { line, type Answer, type Next, type ResponseCode } from './answer.ts';
import type { Feature, LoginPermissions } from './config.ts';
import type { OpenMaildrop } from './maildrop.ts';
import type { Policy } from './policy.ts';
import type { Account, Site } from './site.ts';
import { DEFAULT_LANGUAGE, textIn, type Language, type Text } from './texts.ts';

/** RFC 2449 calls the first AUTHENTICATION. The UPDATE state takes no command, so no session is ever seen in it. */
export type State = 'AUTHORIZATION' | 'TRANSACTION';

/** The user who has logged in, and the maildrop that this session holds. */
export interface Login {
  readonly account: Account;
  readonly maildrop: OpenMaildrop;
}

/** The memory of one session. The commands change it; only {@link Session} owns one. */
export interface Situation {
  readonly site: Site;
  readonly policy: Policy;
  /** The greeting's timestamp, where there is one. */
  readonly timestamp: string | undefined;
  tls: boolean;
  /** The argument of the USER before, as long as PASS may follow. */
  name: string | undefined;
  /** The exchange that AUTH has begun. */
  sasl: SaslServer | undefined;
  login: Login | undefined;
  /** UTF-8 mode (RFC 6856 section 2.1). */
  utf8: boolean;
  language: Language;
}

/** The situation at the beginning of a session. */
export function beginning(site: Site, policy: Policy, timestamp: string | undefined, tls: boolean): Situation {
  return { site, policy, timestamp, tls, ...blank() };
}

/** Whatever a session has learned from its client, forgotten. */
export function blank(): Pick<Situation, 'name' | 'sasl' | 'login' | 'utf8' | 'language'> {
  return { name: undefined, sasl: undefined, login: undefined, utf8: false, language: DEFAULT_LANGUAGE };
}

export function stateOf(situation: Situation): State {
  return situation.login === undefined ? 'AUTHORIZATION' : 'TRANSACTION';
}

/** Whether a feature is on. */
export function has(situation: Situation, feature: Feature): boolean {
  return situation.site.config.features.has(feature);
}

/** What is permitted to log in with, as the connection is now. */
export function permissions({ tls, site: { config } }: Situation): LoginPermissions {
  return tls ? config.underTls : config.inTheClear;
}

/** Whether STLS would be accepted now (RFC 2595 section 4; after UTF8 it may be refused, RFC 6856 section 2.1). */
export function permitsStls(situation: Situation): boolean {
  const { config } = situation.site;
  const configured = config.tls?.mode === 'stls' && config.features.has('STLS');
  return configured && !situation.tls && !situation.utf8 && situation.login === undefined;
}

/** A positive answer in the session's language. */
export function accept(situation: Situation, text: Text, next: Next = 'continue'): Answer {
  return line(`+OK ${textIn(situation.language, text)}`, next);
}

/**
 * A negative answer in the session's language.
 * @param code left out where the capabilities that announce it are off (RFC 2449 section 8, RFC 3206 section 6)
 */
export function refuse(situation: Situation, text: Text, code?: ResponseCode): Answer {
  const shown = code !== undefined && sendsCode(situation, code) ? `[${code}] ` : '';
  return line(`-ERR ${shown}${textIn(situation.language, text)}`);
}

function sendsCode(situation: Situation, code: ResponseCode): boolean {
  if (!situation.site.config.capa || !has(situation, 'RESP-CODES')) return false;
  return code !== 'AUTH' || has(situation, 'AUTH-RESP-CODE');
}
