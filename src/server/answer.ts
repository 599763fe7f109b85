/** What a server sends for one command, and what it does then. Plain data, so that it can be looked at, compared and bent. */

import { CRLF, latin1, octetsOf } from '../protocol/octets.ts';

/**
 * What happens once the octets are sent: the conversation goes on; the connection is closed after everything was
 * delivered; it is reset (RST); or TLS begins (RFC 2595 section 4).
 */
export type Next = 'continue' | 'close' | 'reset' | 'start-tls';

/** How the octets are cut into segments. Without a pace, answers to pipelined commands may share one write. */
export interface Pace {
  /** `line`: one segment a line; `octet`: one an octet; numbers: the offsets at which a new segment begins. */
  readonly cut: 'whole' | 'line' | 'octet' | readonly number[];
  /** Milliseconds to wait before the first segment. */
  readonly delayMs?: number;
  /** Milliseconds to wait between two segments. */
  readonly gapMs?: number;
  /** Further waits. A segment begins where one stands only if `cut` says so too. */
  readonly pauses?: readonly Pause[];
}

/** A wait within an answer. */
export interface Pause {
  /** Before the segment that begins at this offset; at the length of the answer, behind its last octet. */
  readonly at: number;
  readonly ms: number;
  /** Whether it is over as soon as the client has sent something that was not looked at yet. */
  readonly untilMore?: boolean;
}

/** One answer. */
export interface Answer {
  /** The octets in order; a large message stands among them as it is, without a copy. */
  readonly octets: readonly Buffer[];
  readonly next: Next;
  /** Forget what has arrived behind the command and was not looked at yet. */
  readonly discardInput?: boolean;
  readonly pace?: Pace;
}

/** The response codes that this server sends (RFC 2449 section 8.1, RFC 3206 section 4, RFC 6856 section 5). */
export type ResponseCode = 'AUTH' | 'IN-USE' | 'LOGIN-DELAY' | 'UTF8' | 'SYS/TEMP' | 'SYS/PERM';

/** An answer of the octets given, after which the conversation goes on. */
export function answer(octets: Buffer | string, next: Next = 'continue'): Answer {
  return { octets: [typeof octets === 'string' ? octetsOf(octets) : octets], next };
}

/** A single line, in UTF-8 (RFC 6856 section 3.2; without LANG every text of ours is ASCII). */
export function line(text: string, next: Next = 'continue'): Answer {
  return answer(Buffer.from(`${text}\r\n`, 'utf8'), next);
}

/**
 * A multi-line response (RFC 2449 section 3) of short lines.
 * @param lines none of them begins with ".": they are the server's own
 */
export function listing(first: string, lines: readonly string[]): Answer {
  return answer(Buffer.from([first, ...lines, '.', ''].join('\r\n'), 'utf8'));
}

/** A multi-line response with a message. @param body stuffed, and ended by CRLF unless it is empty */
export function message(first: string, body: Buffer): Answer {
  return { octets: [Buffer.from(`${first}\r\n`, 'utf8'), body, octetsOf('.\r\n')], next: 'continue' };
}

/** A SASL challenge (RFC 5034 section 4): "+", SP, base64; an empty one keeps its SP. */
export function challenge(octets: Buffer): Answer {
  return answer(`+ ${octets.toString('base64')}\r\n`);
}

/** All octets of an answer in one buffer. */
export function octetsIn(given: Answer): Buffer {
  return inOne(given.octets);
}

/**
 * The answer with its lines changed; for bends.
 * @param edit takes the lines without their CRLFs, one character for each octet (the first line and "." among them),
 *   and gives the lines to send
 */
export function editLines(given: Answer, edit: (lines: string[]) => readonly string[]): Answer {
  const lines = latin1(octetsIn(given)).split('\r\n');
  // What stands behind the last CRLF: nothing.
  lines.pop();
  return { ...given, octets: edit(lines).flatMap((text) => [octetsOf(text), CRLF]) };
}

/** Octets in one buffer; a message of many megabytes is not copied where it is in one already. */
function inOne(octets: readonly Buffer[]): Buffer {
  const [first, ...others] = octets;
  return first !== undefined && others.length === 0 ? first : Buffer.concat(octets);
}

/** The segments in which an answer with a pace is sent. */
export function segments({ octets, pace }: Answer): Buffer[] {
  const whole = inOne(octets);
  return cuts(whole, pace?.cut ?? 'whole')
    .map((start, index, starts) => whole.subarray(start, starts[index + 1] ?? whole.length))
    .filter((segment) => segment.length > 0);
}

/** The offsets at which segments begin, the first (0) included. */
function cuts(octets: Buffer, cut: Pace['cut']): number[] {
  if (cut === 'whole') return [0];
  if (cut === 'octet') return Array.from(octets.keys());
  if (cut === 'line') {
    const starts = [0];
    for (let at = octets.indexOf(CRLF); at !== -1; at = octets.indexOf(CRLF, at + CRLF.length)) starts.push(at + 2);
    return starts;
  }
  return [0, ...cut.filter((at) => at > 0 && at < octets.length).toSorted((left, right) => left - right)];
}
