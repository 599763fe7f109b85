/**
 * What a correct server does where it shows in more than one answer: the points at which a bend can change
 * lasting behaviour, which replacing the octets of an answer cannot. {@link BY_THE_BOOK} is the only correct value.
 */

import { decodeBase64 } from '../protocol/base64.ts';
import { stuff } from '../protocol/dot-stuffing.ts';
import { isUtf8 } from '../protocol/utf8.ts';
import type { Message, OpenMaildrop } from './maildrop.ts';

/** How a session ended: by QUIT in the TRANSACTION state, or in any other way. */
export type Ending = 'update' | 'dropped';

/** See {@link BY_THE_BOOK} for what each is when it is right. */
export interface Policy {
  /** The longest command that is looked at, in octets with its CRLF. */
  readonly commandLimit: number;
  /** The longest SASL response that is looked at, in octets with its CRLF. */
  readonly responseLimit: number;
  /** Whether a second session on the same maildrop is refused. */
  readonly locks: boolean;
  /** Whether a LOGIN-DELAY is enforced. */
  readonly delays: boolean;
  /** Whether USER already tells of a LOGIN-DELAY. */
  readonly delaysAtUser: boolean;
  /** Whether PASS tells of the lock to whoever has no right password too. */
  readonly locksBeforePassword: boolean;
  /** Whether a message that is not ASCII is refused outside UTF-8 mode. */
  readonly guardsAscii: boolean;
  /** What happens to octets that came in the clear behind STLS. */
  readonly clearBehindStls: 'discard' | 'execute';
  /** Whether a USER from before STLS, and the rest that was learned before it, still counts under TLS. */
  readonly remembersAcrossStls: boolean;
  /** Whether a USER before this command (its keyword in upper case, not USER) still counts after it. */
  keepsName(keyword: string): boolean;
  /** The timestamp of a greeting, given one that no other greeting had. */
  timestamp(fresh: string): string;
  /** What makes a challenge of a SASL mechanism unique, given what no other has. */
  unique(fresh: string): string;
  /** The text of a name or a password; undefined where it is to be rejected. */
  decodeText(octets: Buffer): string | undefined;
  /** The octets of a client's base64; undefined where it is to be rejected. */
  decodeBase64(text: string): Buffer | undefined;
  /** Whether the user who proved to be `authcid` may act as `authzid`; both prepared. */
  mayActAs(authcid: string, authzid: string): boolean;
  /** The octets of a message as they are sent. */
  stuff(octets: Buffer): Buffer;
  /** The messages that are removed when a session ends. */
  removedAtEnd(maildrop: OpenMaildrop, ending: Ending): readonly Message[];
}

export const BY_THE_BOOK: Policy = {
  // RFC 2449 section 4. A longer one is refused: no registered capability raises the limit.
  commandLimit: 255,
  // RFC 5034 section 4 sets none; this is far above what the mechanisms here can need.
  responseLimit: 65_536,
  // RFC 1939 section 4: an exclusive-access lock.
  locks: true,
  // RFC 2449 section 6.5: "Servers which advertise LOGIN-DELAY SHOULD enforce it".
  delays: true,
  // RFC 2449 section 8.1.1: not to USER, since it tells who exists.
  delaysAtUser: false,
  // RFC 2449 section 8.1.2: IN-USE says that "the authentication was successful".
  locksBeforePassword: false,
  // RFC 6856 section 2.1: "MUST NOT be sent to the client as is".
  guardsAscii: true,
  // RFC 2595 section 4 leaves it open; executing them under TLS is a command injection (CVE-2011-0411).
  clearBehindStls: 'discard',
  remembersAcrossStls: false,
  // RFC 1939 section 7: PASS "immediately after a successful USER". A failed AUTH is "as if the client had not issued
  // the AUTH command" (RFC 5034 section 4), so a USER before one still stands immediately before PASS.
  keepsName: (keyword) => keyword === 'AUTH',
  // RFC 1939 section 7: "MUST be different each time the POP3 server issues a banner greeting".
  timestamp: (fresh) => fresh,
  // RFC 2195 section 2: not again in another challenge.
  unique: (fresh) => fresh,
  // RFC 6856 section 2.2: what is not well-formed MUST be rejected.
  decodeText: (octets) => (isUtf8(octets) ? octets.toString('utf8') : undefined),
  // RFC 5034 section 4: strict.
  decodeBase64,
  // RFC 4616 section 2: nobody here acts for somebody else.
  mayActAs: (authcid, authzid) => authcid === authzid,
  // RFC 1939 section 3.
  stuff,
  // RFC 1939 section 6: only in the UPDATE state, and only what was marked.
  removedAtEnd: (maildrop, ending) => (ending === 'update' ? maildrop.marked() : []),
};
