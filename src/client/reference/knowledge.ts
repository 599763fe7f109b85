/** What the client knows on one connection, and where from: nothing else decides what it does. */

import type { Errand } from '../../target/client.ts';
import type { Announced, CapabilityList } from '../capabilities.ts';
import type { Manner } from './manner.ts';

/** What the client is told: where to go, as whom, and how. */
export type Task = Pick<Errand, 'host' | 'port' | 'user' | 'password' | 'tls' | 'ca'>;

export class Knowledge {
  readonly task: Task;
  readonly #manner: Manner;
  /** Counted from 1 in the session: another where the client has tried on one before. */
  readonly connection: number;
  /** The greeting's text, and the timestamp in it (RFC 1939 section 7). */
  greeting: Buffer = Buffer.alloc(0);
  timestamp: string | undefined;
  /** What the last CAPA brought; undefined as long as none was asked for, or where the server knows no CAPA. */
  capabilities: CapabilityList | undefined;
  /** The list that was in force at the login: LOGIN-DELAY may differ afterwards (RFC 2449 section 6.5). */
  beforeLogin: CapabilityList | undefined;
  /** Whether TLS is active. */
  tls = false;
  state: 'AUTHORIZATION' | 'TRANSACTION' = 'AUTHORIZATION';

  constructor(task: Task, manner: Manner, connection: number) {
    this.task = task;
    this.#manner = manner;
    this.connection = connection;
  }

  /** The capability of that name in the list in force. */
  announced(tag: string): Announced | undefined {
    return this.#manner.announced(this.capabilities, tag, this);
  }

  /** Whether the server is known to have a command, or nothing is known that speaks against it. */
  mayHave(tag: string): boolean {
    return this.capabilities === undefined || this.announced(tag) !== undefined;
  }
}
