/** Everything that went over a scenario's connections: time, direction, octets and segment borders. */

import type { SecretRange } from './secret.ts';

export type Side = 'S' | 'C';
export type WireEvent = 'connect' | 'data' | 'tls' | 'close' | 'reset';

/** One event as it happened. The octets are the real ones; only {@link ../verdict/result.ts} forms leave the process. */
export interface WireEntry {
  /** Milliseconds since the transcript began. */
  readonly t: number;
  readonly connection: number;
  readonly from: Side;
  readonly event: WireEvent;
  readonly octets: Buffer;
  readonly secrets: readonly SecretRange[];
}

const NOTHING = Buffer.alloc(0);

export class Transcript {
  readonly #began = performance.now();
  readonly #entries: WireEntry[] = [];
  #connections = 0;

  get entries(): readonly WireEntry[] {
    return this.#entries;
  }

  /** A number for a new connection, from 1. */
  openConnection(): number {
    this.#connections += 1;
    return this.#connections;
  }

  /** Records an event. The octets are copied by nobody: they must not change afterwards. */
  record(connection: number, from: Side, event: WireEvent, octets: Buffer = NOTHING, secrets: readonly SecretRange[] = []): void {
    this.#entries.push({ t: performance.now() - this.#began, connection, from, event, octets, secrets });
  }
}
