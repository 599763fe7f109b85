/** Lines on octets: cutting a stream into them, and judging how they end and how long they are. */

import { breach, asAdvice, octetAt } from './judgement.ts';
import { bufferOf, CR, LF, visible } from './octets.ts';
import type { Violation } from './violation.ts';

/**
 * One line as it came. It ends at an LF, whatever stands before that: a peer that sends bare LFs is
 * understood, and judged, rather than waited for.
 */
export interface Line {
  /** The whole line, with its terminator. */
  readonly octets: Buffer;
  /** The line without its CRLF or LF. A CR that is no part of a CRLF stays in it, so CR CR LF leaves one at the end. */
  readonly content: Buffer;
  readonly terminator: 'CRLF' | 'LF' | 'none';
  /** Where the line begins in its stream, in octets. */
  readonly offset: number;
  /** How many octets were left out of the line's end, since it went past the splitter's limit. */
  readonly omitted?: number;
}

/** Octets that are one line (or the beginning of one) as a {@link Line}. They are not searched for further LFs. */
export function lineOf(octets: Uint8Array, offset = 0): Line {
  const whole = bufferOf(octets);
  const { length } = whole;
  if (whole[length - 1] !== LF) return { octets: whole, content: whole, terminator: 'none', offset };
  if (whole[length - 2] !== CR) return { octets: whole, content: whole.subarray(0, -1), terminator: 'LF', offset };
  return { octets: whole, content: whole.subarray(0, -2), terminator: 'CRLF', offset };
}

/**
 * All the lines of octets that are at hand as a whole; what follows the last LF is a line without terminator.
 * The lines are views of `octets`, not copies.
 */
export function splitLines(octets: Uint8Array): Line[] {
  const splitter = new LineSplitter(Number.POSITIVE_INFINITY);
  const whole = bufferOf(octets);
  const lines = splitter.push(whole);
  const rest = splitter.rest();
  return rest.length === 0 ? lines : [...lines, lineOf(rest, whole.length - rest.length)];
}

const SMALLEST_STORE = 256;

/**
 * Cuts a stream into lines as it arrives, in whatever pieces. It keeps at most `limit` octets of an unfinished line:
 * the octets of a line past that are counted and dropped, so a line without end costs no memory, and a line with an
 * end comes out cut short (`omitted`) and the next one is whole.
 */
export class LineSplitter {
  readonly #limit: number;
  /** The unfinished line, in the first `#kept` octets; grows by doubling, so that pieces of one octet cost no more. */
  #store: Buffer = Buffer.alloc(0);
  #kept = 0;
  #omitted = 0;
  /** Where the unfinished line begins in the stream. */
  #offset = 0;

  /** @param limit how many octets of a line are kept, its terminator included */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `overlong` while the unfinished line is past the limit. (A line that was and has ended says so itself.) */
  get state(): 'ready' | 'overlong' {
    return this.#omitted > 0 ? 'overlong' : 'ready';
  }

  /** The unfinished line as far as it is kept: a copy. Empty where the stream stands between two lines. */
  rest(): Buffer {
    return Buffer.from(this.#store.subarray(0, this.#kept));
  }

  /**
   * Takes a piece of the stream.
   * @param octets the piece; lines that lie wholly in it are views of it, so it must not be written to afterwards
   * @returns the lines that it ends, in order
   */
  push(octets: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = octets.indexOf(LF); end !== -1; end = octets.indexOf(LF, start)) {
      lines.push(this.#finish(octets.subarray(start, end + 1)));
      start = end + 1;
    }
    this.#keep(octets.subarray(start));
    return lines;
  }

  #finish(tail: Buffer): Line {
    const offset = this.#offset;
    const fits = this.#kept + this.#omitted + tail.length <= this.#limit;
    if (fits && this.#kept === 0) {
      this.#offset += tail.length;
      return lineOf(tail, offset);
    }
    this.#keep(tail);
    const omitted = this.#omitted;
    this.#offset += this.#kept + omitted;
    // The line takes the store with it, and the next one begins with an empty one: no second copy.
    const line = lineOf(this.#store.subarray(0, this.#kept), offset);
    this.#store = Buffer.alloc(0);
    this.#kept = 0;
    this.#omitted = 0;
    return omitted === 0 ? line : { ...line, omitted };
  }

  #keep(octets: Buffer): void {
    const taken = Math.min(octets.length, this.#limit - this.#kept);
    this.#omitted += octets.length - taken;
    if (taken === 0) return;
    if (this.#kept + taken > this.#store.length) {
      const size = Math.max(SMALLEST_STORE, this.#store.length * 2, this.#kept + taken);
      const larger = Buffer.alloc(Math.min(size, this.#limit));
      this.#store.copy(larger, 0, 0, this.#kept);
      this.#store = larger;
    }
    octets.copy(this.#store, this.#kept, 0, taken);
    this.#kept += taken;
  }
}

/**
 * Judges how a line ends: with CRLF, and with no CR or LF before it. One breach is reported, the first, since one
 * missing octet makes several of them.
 * @param line the line; offsets of violations are within it
 * @param requirement what is broken: `2449-3-S3` in what a server sends (RFC 2449 section 3, RFC 1939 section 3)
 * @param free from which offset a bare CR is advice: behind a response code the text is `*CHAR`, which has CR in it
 */
export function judgeLineEnding(
  line: Line,
  requirement = '2449-3-S3',
  free: number = Number.POSITIVE_INFINITY,
): Violation[] {
  const cr = line.content.indexOf(CR);
  const lf = line.content.indexOf(LF);
  const expected = 'CR and LF only together, as CRLF at the end of the line';
  const strays = [cr < free ? cr : -1, lf].filter((offset) => offset !== -1);
  if (strays.length > 0) {
    const stray = Math.min(...strays);
    const doubled = line.terminator !== 'none' && stray === line.content.length - 1;
    return [
      breach(requirement, stray, expected, visible(line.octets.subarray(stray, doubled ? undefined : stray + 1))),
    ];
  }
  const advice = cr === -1 ? [] : [asAdvice(breach(requirement, cr, expected, octetAt(line.content, cr)))];
  if (line.terminator === 'CRLF') return advice;
  const actual = line.terminator === 'LF' ? visible(line.octets.subarray(-1)) : 'the end of what was sent';
  return [breach(requirement, line.content.length, 'CRLF at the end of the line', actual), ...advice];
}

/** How a kind of line is framed, and the requirements that say so. */
export interface Framing {
  /** The requirement on the line end. */
  readonly ending: string;
  /** The requirement on the length, and the most octets that it allows, CRLF included. */
  readonly length?: { readonly requirement: string; readonly most: number };
  /** See {@link judgeLineEnding}. */
  readonly free?: number;
}

/** Judges the frame of a line: its length (RFC 2449 section 4) and its end. */
export function judgeFrame(line: Line, framing: Framing): Violation[] {
  const { length } = framing;
  const size = line.octets.length + (line.omitted ?? 0);
  if (length === undefined || size <= length.most) return judgeLineEnding(line, framing.ending, framing.free);
  const overlong = breach(
    length.requirement,
    length.most,
    `at most ${length.most} octets, CRLF included`,
    `${size} octets`,
  );
  // Whoever read an overlong line may have stopped before its end, so a missing end is no breach of its own.
  return line.terminator === 'none' ? [overlong] : [overlong, ...judgeLineEnding(line, framing.ending, framing.free)];
}
