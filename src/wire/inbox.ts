/** What has arrived on a connection and was not taken yet: octets in, lines out, each with its place in the stream. Pure. */

import { lineOf, type Line } from '../protocol/line.ts';
import { LF } from '../protocol/octets.ts';

const NOTHING = Buffer.alloc(0);

export class Inbox {
  /** What has arrived; what stands before `#start` is taken. */
  #buffered: Buffer = NOTHING;
  #start = 0;
  /** How far `#buffered` has been searched for a line end, so that one octet at a time stays linear. */
  #searched = 0;
  #taken = 0;

  /** How many octets were taken so far: the offset of the next line in the stream. */
  get taken(): number {
    return this.#taken;
  }

  /** How many octets were not taken yet. */
  get unread(): number {
    return this.#buffered.length - this.#start;
  }

  /** The octets that were not taken yet. */
  get pending(): Buffer {
    return this.#buffered.subarray(this.#start);
  }

  /** Octets have arrived. They are not copied where nothing stands before them. */
  add(octets: Buffer): void {
    const searched = this.#searched - this.#start;
    this.#keep(this.unread === 0 ? octets : Buffer.concat([this.pending, octets]), searched);
  }

  /** Takes the next whole line, if there is one. */
  takeLine(): Line | undefined {
    const end = this.#buffered.indexOf(LF, this.#searched);
    if (end === -1) {
      this.#searched = this.#buffered.length;
      return undefined;
    }
    return this.#take(end + 1 - this.#start);
  }

  /** Takes all that is left, as a line that may have no end. */
  takeRest(): Line | undefined {
    return this.unread === 0 ? undefined : this.#take(this.unread);
  }

  /** Counts all that is left as taken. */
  discard(): void {
    this.#taken += this.unread;
    this.#keep(NOTHING);
  }

  #take(length: number): Line {
    const end = this.#start + length;
    const octets = this.#buffered.subarray(this.#start, end);
    const offset = this.#taken;
    if (end === this.#buffered.length) this.#keep(NOTHING);
    else this.#searched = this.#start = end;
    this.#taken += length;
    return lineOf(octets, offset);
  }

  /** Keeps these octets, none of them taken, and nothing else. */
  #keep(octets: Buffer, searched = 0): void {
    this.#buffered = octets;
    this.#start = 0;
    this.#searched = searched;
  }
}
