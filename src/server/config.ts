/** What a server is told: users, what it supports and announces, and the clock. The defaults are in default-config.ts. */

import type { Mechanism } from '../protocol/sasl.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import type { Transcript } from '../wire/transcript.ts';
import type { Bend } from './bend.ts';
import type { State } from './situation.ts';
import type { Language } from './texts.ts';
import type { Witnesses } from './witness.ts';

/** Days for which messages are kept at least (RFC 2449 section 6.7). */
export type Retention = number | 'NEVER';

/** A user and the maildrop that belongs to the name. */
export interface AccountConfig {
  readonly user: string;
  readonly password: string;
  /** Seconds between the +OK of a login and the next login that is accepted (RFC 2449 section 6.5). */
  readonly loginDelay: number;
  readonly expire: Retention;
  /** What is in the maildrop at the start; bare LFs become CRLFs. */
  readonly messages: readonly Buffer[];
  /** What `LANG *` selects once this user has logged in (RFC 6856 section 3.2). */
  readonly language?: Language;
}

/**
 * What can be switched on and off: each registered capability by its tag (with the command that it announces), and
 * APOP, which a timestamp in the greeting announces (RFC 2449 section 6).
 */
export type Feature =
  | 'TOP'
  | 'USER'
  | 'SASL'
  | 'RESP-CODES'
  | 'LOGIN-DELAY'
  | 'PIPELINING'
  | 'EXPIRE'
  | 'UIDL'
  | 'IMPLEMENTATION'
  | 'STLS'
  | 'AUTH-RESP-CODE'
  | 'UTF8'
  | 'LANG'
  | 'APOP';

/** What is permitted with and without TLS. */
export interface LoginPermissions {
  /** The SASL mechanisms, in the order in which they are announced. */
  readonly mechanisms: readonly Mechanism[];
  /** Whether USER and PASS may be used, where the feature USER is on. */
  readonly password: boolean;
}

export interface TlsConfig {
  /** PEM. */
  readonly key: string;
  /** PEM: the certificate, and those between it and a root. */
  readonly cert: string;
  /** `stls`: on the command STLS, where that feature is on; `implicit`: from the first octet (RFC 8314 section 3.3). */
  readonly mode: 'stls' | 'implicit';
}

export interface ServerConfig {
  /** Absent: 127.0.0.1. */
  readonly host?: string;
  /** Absent or 0: the kernel chooses. */
  readonly port?: number;
  /** The host name in timestamps and challenges. */
  readonly name: string;
  readonly accounts: readonly AccountConfig[];
  readonly features: ReadonlySet<Feature>;
  /** Whether there is a CAPA command at all; without it nothing is announced, and no response code is sent. */
  readonly capa: boolean;
  readonly inTheClear: LoginPermissions;
  readonly underTls: LoginPermissions;
  /** Whether names and passwords may be UTF-8 (`UTF8 USER`, RFC 6856 section 2.2), where UTF8 is on. */
  readonly utf8User: boolean;
  /** The tokens of IMPLEMENTATION. */
  readonly implementation: string;
  /** What LANG lists. */
  readonly languages: readonly Language[];
  /** What `LANG *` selects for a user without a language of their own, and before login. */
  readonly preferredLanguage: Language;
  readonly tls?: TlsConfig;
  /** The autologout timer, in milliseconds: 600,000 or more to be correct (RFC 1939 section 3). */
  readonly autologoutMs: number;
  /** The only state in which that timer ends a session; absent: it does in each. */
  readonly autologoutIn?: State;
  /** How long a TLS handshake may take, in milliseconds. */
  readonly handshakeMs: number;
  /** How long the client may leave what we sent unread before the connection is dropped, in milliseconds. */
  readonly stallMs: number;
  /** How answers are cut into segments that no script cuts; absent: not at all. */
  readonly segmentation?: Segmentation;
  /** Milliseconds on a clock that does not go back. */
  readonly clock: () => number;
  /** How this server differs from a correct one: made for each connection, counted from 1. */
  readonly bend?: (connection: number) => Bend;
  /** Who sees the conversations; absent: nobody. */
  readonly witness?: Witnesses;
  /** Where every octet is kept; absent: nowhere. */
  readonly transcript?: Transcript;
}
