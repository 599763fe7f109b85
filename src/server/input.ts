/** What a client has sent and the session has not looked at yet: bounded, whatever the client sends and in what pieces. */

import { CR, LF } from '../protocol/octets.ts';
import { lineOf, LineSplitter, type Line } from '../protocol/line.ts';
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
  /** In how many pieces the first of `#lines` came, and whether two of them met between its CR and LF. */
  #firstSpread = 1;
  #firstCutInsideCrlf = false;
  /** The octet before the piece that is split next. */
  #lastOctet: number | undefined;
  /** How many whole lines have arrived, how many of them were taken, and how many had arrived at the last answer. */
  #arrived = 0;
  #taken = 0;
  #arrivedAtAnswer = 0;
  /** Whether the client has sent its last octet. */
  ended = false;

  /** Whether reading should pause. */
  get full(): boolean {
    return this.#cost > CAPACITY;
  }

  push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#cost += piece.length + COST_OF_A_PIECE;
    for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, at + 1)) this.#arrived += 1;
  }

  /** Whether anything has arrived that was not taken, the beginning of a line included. */
  get pending(): boolean {
    return this.#pieces.length > 0 || this.#next < this.#lines.length || this.#splitter.rest().length > 0;
  }

  /** To be called when an answer is about to be sent: what has arrived by now did not wait for it. */
  answering(): void {
    this.#arrivedAtAnswer = this.#arrived;
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
    const isFirst = this.#next === 0;
    this.#next += 1;
    this.#taken += 1;
    return {
      line,
      segments: isFirst ? this.#firstSpread : 1,
      cutInsideCrlf: isFirst && this.#firstCutInsideCrlf,
      pipelined: this.#taken <= this.#arrivedAtAnswer,
      outstanding: () => this.#arrived - this.#taken,
    };
  }

  /** Takes everything that is left, the beginning of a line included: for when nothing more will come. */
  takeRest(): Line[] {
    const lines: Line[] = [];
    for (let arrival = this.take(); arrival !== undefined; arrival = this.take()) lines.push(arrival.line);
    const rest = this.#splitter.rest();
    this.discard();
    return rest.length === 0 ? lines : [...lines, lineOf(rest)];
  }

  /** Forgets everything that was not taken, the beginning of a line included. */
  discard(): void {
    this.#pieces = [];
    this.#cost = 0;
    this.#splitter = new LineSplitter(LONGEST_LINE);
    this.#lines = [];
    this.#next = 0;
    this.#spread = 0;
    this.#lastOctet = undefined;
    this.#taken = this.#arrived;
  }

  #split(piece: Buffer): void {
    this.#cost -= piece.length + COST_OF_A_PIECE;
    this.#lines = this.#splitter.push(piece);
    this.#next = 0;
    this.#spread += 1;
    const isCutInsideCrlf = this.#lastOctet === CR && piece[0] === LF;
    this.#lastOctet = piece.at(-1);
    if (this.#lines.length === 0) return;
    this.#firstSpread = this.#spread;
    this.#firstCutInsideCrlf = isCutInsideCrlf;
    this.#spread = piece.at(-1) === LF ? 0 : 1;
  }
}
