/** Everything that went over a scenario's connections: time, direction, octets and segment borders. */

import type { SecretRange } from './secret.ts';

export type Side = 'S' | 'C';
export type WireEvent = 'connect' | 'data' | 'tls' | 'close' | 'reset';

/** One event as it happened. The octets are the real ones; only what verdict/transcript.ts makes of them leaves the process. */
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

/** The most that a transcript holds, in octets: several times what any scenario needs of a peer that keeps to its mail. */
const MOST_OCTETS = 96 * 1024 * 1024;
/** What an entry costs beside its octets, so that a peer who sends one at a time is bounded as well. */
const ENTRY_COST = 256;

/** Who is told of what goes over a connection. */
export interface Recorder {
  /** Whether nothing more should be read from the peers. */
  readonly full: boolean;
  /** A number for a new connection, from 1. */
  openConnection(): number;
  /** Takes an event. The octets are copied by nobody: they must not change afterwards. */
  record(connection: number, from: Side, event: WireEvent, octets?: Buffer, secrets?: readonly SecretRange[]): void;
}

export class Transcript implements Recorder {
  readonly #began = performance.now();
  readonly #entries: WireEntry[] = [];
  readonly #most: number;
  #held = 0;
  #connections = 0;

  /** @param most how much it holds before it is {@link full}, in octets */
  constructor(most: number = MOST_OCTETS) {
    this.#most = most;
  }

  /** Whether a peer has sent so much that nothing more is read from it: memory has an end, and an answer should. */
  get full(): boolean {
    return this.#held > this.#most;
  }

  get entries(): readonly WireEntry[] {
    return this.#entries;
  }

  openConnection(): number {
    this.#connections += 1;
    return this.#connections;
  }

  record(
    connection: number,
    from: Side,
    event: WireEvent,
    octets: Buffer = NOTHING,
    secrets: readonly SecretRange[] = [],
  ): void {
    this.#held += octets.length + ENTRY_COST;
    this.#entries.push({ t: performance.now() - this.#began, connection, from, event, octets, secrets });
  }
}
