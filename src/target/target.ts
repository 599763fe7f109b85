/** The server under test, as the user described it. */

import type { TlsVerification } from '../wire/connection.ts';
import type { Segmentation } from '../wire/segmentation.ts';

export interface Account {
  readonly user: string;
  readonly password: string;
}

/** Puts a message into a user's mailbox. @throws {Error} with a sentence where it can't */
export type Deliver = (user: string, message: Buffer) => Promise<void>;

export interface ServerTarget {
  /** How the report calls it: what the user typed. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `stls`: every session begins with STLS (RFC 2595 section 4); `implicit`: TLS from the first octet (RFC 8314). */
  readonly tls: 'none' | 'stls' | 'implicit';
  readonly verification: TlsVerification;
  /** The first is the main one; the second is needed where a requirement speaks of two users. */
  readonly accounts: readonly [Account, ...Account[]];
  /** Accounts made only for scenarios that run beside others, each with the mail of the main one. */
  readonly spares?: readonly Account[];
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long a scenario may wait for time to pass (a LOGIN-DELAY, an autologout timer), in milliseconds. */
  readonly maxWaitMs: number;
  readonly segmentation: Segmentation;
  /** Whether DELE, and RETR under EXPIRE 0, may be sent. */
  readonly allowDelete: boolean;
  readonly deliver?: Deliver;
}
