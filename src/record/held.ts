/** What one side has sent and a recording does not hold yet: its unfinished line, with the borders of the segments. */

import { latin1 } from '../protocol/octets.ts';

/** Where a segment begins in the text that is held, and when it came, in milliseconds. */
export interface Border {
  readonly at: number;
  readonly t: number;
}

/** A line past this is written before it has ended: memory has an end. */
const LONGEST_HELD = 64 * 1024;

/** What is kept of such a line, so that a secret is found across the place where it was written. */
const KEPT = 8 * 1024;

/** What of a line's beginning tells what it is. */
const LONGEST_HEAD = 512;

export class Held {
  /** The unfinished line and what came behind it; where its beginning was given up, see {@link head}. */
  text = '';
  /** How much of the text stands in the recording. */
  written = 0;
  /** Whether what was written last stands for a secret, of which the rest may follow. */
  inSecret = false;
  /** Of what is not written. */
  borders: Border[] = [];
  #head: string | undefined;

  /** Takes a segment. */
  push(octets: Buffer, t: number): void {
    this.borders.push({ at: this.text.length, t });
    this.text += latin1(octets);
  }

  /** Where the last whole line ends; 0 where there is none. */
  get wholeEnd(): number {
    return this.text.lastIndexOf('\n') + 1;
  }

  get isEmpty(): boolean {
    return this.written === this.text.length;
  }

  /** Whether the unfinished line is too long to wait for its end. */
  get isFull(): boolean {
    return this.text.length - this.wholeEnd > LONGEST_HELD;
  }

  /** The beginning of the first line in the text, whatever has become of it. */
  head(line: string): string {
    return this.#head ?? line;
  }

  /** Whether the beginning of the first line was given up. */
  get isHeadless(): boolean {
    return this.#head !== undefined;
  }

  /** Everything before an offset is written, up to the end of a line. */
  release(end: number): void {
    this.text = this.text.slice(end);
    this.written = 0;
    this.borders = this.borders.map(({ at, t }) => ({ at: Math.max(0, at - end), t }));
    this.inSecret = false;
    this.#head = undefined;
  }

  /** Everything before an offset in the first line is written. @param inSecret see {@link inSecret} */
  mark(end: number, inSecret = false): void {
    this.written = end;
    this.inSecret = inSecret;
    if (!this.isFull) return;
    this.#head ??= this.text.slice(0, LONGEST_HEAD);
    const gone = this.text.length - KEPT;
    this.text = this.text.slice(gone);
    this.written = Math.max(0, end - gone);
    this.borders = this.borders.map(({ at, t }) => ({ at: at - gone, t }));
  }
}
