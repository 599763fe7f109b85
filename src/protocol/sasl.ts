/**
 * SASL (RFC 4422) as POP3 carries it (RFC 5034): both sides of a mechanism as state machines on octets. Base64, lines
 * and "*" are the protocol's business, not the mechanism's; randomness comes from outside, so everything here is pure.
 */

import { cramMd5Client, cramMd5Server } from './sasl-cram-md5.ts';
import { plainClient, plainServer } from './sasl-plain.ts';
import { scramClient, scramServer, type ScramKeys } from './sasl-scram.ts';

export const MECHANISMS = ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'] as const;

/** The mechanisms that both sides know, under their registered names. */
export type Mechanism = (typeof MECHANISMS)[number];

/**
 * What a server's mechanism says after a response. `denied`: the credentials are not right (RFC 3206 section 5);
 * `malformed`: the response is not one of this mechanism. Which of the two it was never tells whether a user exists.
 */
export type ServerStep =
  | { readonly kind: 'challenge'; readonly octets: Buffer }
  | { readonly kind: 'success'; readonly identity: Identity }
  | { readonly kind: 'denied' }
  | { readonly kind: 'malformed' };

/** Who was authenticated, and as whom they want to act: the same name where they gave none (RFC 4422 section 3.4.1). */
export interface Identity {
  readonly authcid: string;
  readonly authzid: string;
}

/** The server's side of one exchange. */
export interface SaslServer {
  /** Whether the client speaks first: an initial response is then allowed, and without one the first challenge is empty. */
  readonly clientFirst: boolean;
  /** The first challenge; empty where the client speaks first (RFC 5034 section 4). */
  readonly firstChallenge: Buffer;
  /** Takes one response, decoded; never called again after anything but a challenge. */
  step(response: Buffer): ServerStep;
}

/** What a client's mechanism says to a challenge; `abort` is sent as "*" (RFC 5034 section 4). */
export type ClientStep =
  | { readonly kind: 'response'; readonly octets: Buffer }
  | { readonly kind: 'abort'; readonly reason: string };

/** The client's side of one exchange. */
export interface SaslClient {
  /** The initial response; undefined where the server speaks first. It also answers an empty first challenge. */
  readonly initial: Buffer | undefined;
  /** Takes one challenge, decoded. Where the client speaks first, the initial response counts as sent. */
  respond(challenge: Buffer): ClientStep;
  /** Whether the server may be believed when it reports success: true at once where the mechanism proves nothing. */
  readonly serverProved: boolean;
}

/** What a server knows of its users. Names and passwords are prepared (RFC 4013) before they are compared. */
export interface Directory {
  /** The prepared password of a user, or undefined. */
  password(user: string): string | undefined;
  /** The SCRAM keys of a user; for one who does not exist, keys that no password fits, the same each time. */
  scramKeys(user: string): ScramKeys;
}

/** What the client needs to authenticate. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** As whom to act; absent or empty: as oneself. CRAM-MD5 has no way to say it. */
  readonly authzid?: string;
}

/** True for the name of a mechanism that {@link saslServer} knows (case matters: fold it first, RFC 5034 section 5). */
export function isMechanism(name: string): name is Mechanism {
  return (MECHANISMS as readonly string[]).includes(name);
}

/** True where the mechanism sends the password itself (RFC 5034 section 4: not without TLS by default). */
export function isPlaintext(mechanism: Mechanism): boolean {
  return mechanism === 'PLAIN';
}

/**
 * Begins the server's side.
 * @param unique text that no other exchange had: printable ASCII without "," and ">" (a nonce, part of a msg-id)
 * @param host the server's host name
 */
export function saslServer(mechanism: Mechanism, directory: Directory, unique: string, host: string): SaslServer {
  const begin: Readonly<Record<Mechanism, () => SaslServer>> = {
    PLAIN: () => plainServer(directory),
    'CRAM-MD5': () => cramMd5Server(directory, `<${unique}@${host}>`),
    'SCRAM-SHA-256': () => scramServer(directory, unique),
  };
  return begin[mechanism]();
}

/**
 * Begins the client's side.
 * @param nonce text that no other exchange had: printable ASCII without "," (used by SCRAM only)
 */
export function saslClient(mechanism: Mechanism, credentials: Credentials, nonce: string): SaslClient {
  const begin: Readonly<Record<Mechanism, () => SaslClient>> = {
    PLAIN: () => plainClient(credentials),
    'CRAM-MD5': () => cramMd5Client(credentials),
    'SCRAM-SHA-256': () => scramClient(credentials, nonce),
  };
  return begin[mechanism]();
}
