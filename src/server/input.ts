/** What a client has sent and the session has not looked at yet: bounded, whatever the client sends and in what pieces. */

import { LF } from '../protocol/octets.ts';
import { LineSplitter, type Line } from '../protocol/line.ts';
import type { Arrival } from './bend.ts';

/** Octets past which no more is read: far more than a client that waits for answers ever has outstanding. */
const CAPACITY = 1024 * 1024;

/** What a piece costs beside its octets, so that a million pieces of one octet count as what they take. */
const COST_OF_A_PIECE = 256;

/** What of a line is kept: RFC 5034 section 4 sets no limit for SASL responses, the session's policy does. */
const LONGEST_LINE = 65_536;

export class Input {
  #pieces: Buffer[] = [];
  #cost = 0;
  #splitter = new LineSplitter(LONGEST_LINE);
  /** The lines of the piece that was split last, from `#next` on. */
  #lines: Line[] = [];
  #next = 0;
  /** In how many pieces the unfinished line has come so far. */
  #spread = 0;
  /** In how many pieces the first of `#lines` came. */
  #firstSpread = 1;
  /** Whether the client has sent its last octet. */
  ended = false;

  /** Whether reading should pause. */
  get full(): boolean {
    return this.#cost > CAPACITY;
  }

  push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#cost += piece.length + COST_OF_A_PIECE;
  }

  /** Takes the next whole line. @returns undefined where there is none yet */
  take(): Arrival | undefined {
    while (this.#next === this.#lines.length) {
      const piece = this.#pieces.shift();
      if (piece === undefined) return undefined;
      this.#split(piece);
    }
    const line = this.#lines[this.#next];
    if (line === undefined) return undefined;
    const segments = this.#next === 0 ? this.#firstSpread : 1;
    this.#next += 1;
    return { line, segments, outstanding: () => this.#outstanding() };
  }

  /** Forgets everything that was not taken, the beginning of a line included. */
  discard(): void {
    this.#pieces = [];
    this.#cost = 0;
    this.#splitter = new LineSplitter(LONGEST_LINE);
    this.#lines = [];
    this.#next = 0;
    this.#spread = 0;
  }

  #split(piece: Buffer): void {
    this.#cost -= piece.length + COST_OF_A_PIECE;
    this.#lines = this.#splitter.push(piece);
    this.#next = 0;
    this.#spread += 1;
    if (this.#lines.length === 0) return;
    this.#firstSpread = this.#spread;
    this.#spread = piece.at(-1) === LF ? 0 : 1;
  }

  #outstanding(): number {
    let count = this.#lines.length - this.#next;
    for (const piece of this.#pieces) {
      for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, at + 1)) count += 1;
    }
    return count;
  }
}
