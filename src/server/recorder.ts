/** Keeps every octet of a connection as the server sees it: what a client under test is judged by. */

import type { Side, Transcript, WireEvent } from '../wire/transcript.ts';

export class Recorder {
  readonly #transcript: Transcript;
  /** Of the connection in the transcript, from 1. */
  readonly #number: number;
  readonly #ended = new Set<Side>();

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
    this.#number = transcript.openConnection();
    this.#record('C', 'connect');
  }

  /** The client has sent octets, in one piece. */
  readonly received = (octets: Buffer): void => this.#record('C', 'data', octets);

  /** The server is about to send octets: whatever comes from now on may have been sent in the knowledge of them. */
  sent(octets: Buffer): void {
    this.#record('S', 'data', octets);
  }

  /** TLS has begun. */
  secured(): void {
    this.#record('S', 'tls');
  }

  /** One side sends no more. Only its first end counts. */
  ended(side: Side, how: 'close' | 'reset'): void {
    if (this.#ended.has(side)) return;
    this.#ended.add(side);
    this.#record(side, how);
  }

  /** What comes once it is full is kept of nobody: what there is stays a beginning of what happened. */
  #record(from: Side, event: WireEvent, octets?: Buffer): void {
    if (!this.#transcript.full) this.#transcript.record(this.#number, from, event, octets);
  }
}
