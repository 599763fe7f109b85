/** The first line of an answer: `single-line = status [SP text] CRLF` (RFC 2449 section 3, RFC 1939 section 3). */

import { breach, conclude, octetAt, refuse, shifted, together } from './judgement.ts';
import { judgeFrame, lineOf } from './line.ts';
import { SP, latin1, visible } from './octets.ts';
import type { ResponseCode } from './response-code.ts';
import { judgeCharacters, readOpening, type TextContext } from './response-text.ts';
import type { Parsed, Violation } from './violation.ts';

/** RFC 2449 section 4: the most octets of a first line, the greeting included, with its CRLF. */
export const LONGEST_FIRST_LINE = 512;

export interface FirstLine {
  readonly status: '+OK' | '-ERR';
  /** What follows the status and its SP, response code included; empty where nothing does. */
  readonly text: Buffer;
  /** The response code that the text begins with; its `end` is an offset in `text`. */
  readonly code?: ResponseCode;
}

/**
 * The status that a line means, however it is spelt and whatever follows: enough to go on with the session, and
 * enough for a line that does not parse.
 * @param octets a line of the server's, with or without its line end
 * @returns `+` for a challenge (RFC 5034 section 4); undefined for a line that begins with none of the three
 */
export function statusOf(octets: Uint8Array): '+OK' | '-ERR' | '+' | undefined {
  const start = latin1(octets.subarray(0, 4)).toUpperCase();
  if (start.startsWith('+OK')) return '+OK';
  if (start === '-ERR') return '-ERR';
  return start.startsWith('+') ? '+' : undefined;
}

/**
 * Parses the first line of an answer to a command.
 * @param octets the line, with its line end
 * @param context what was agreed before it; see {@link readOpening} for what it does to text that begins with `[`
 * @returns breaches of 2449-3-S2 (status), 2449-3-S3 (line end), 2449-3-S8, 2449-6.4-S1 and 2449-8-S1 (response
 *   code), 2449-3-S9 (text) and 2449-4-S3 (length)
 */
export function parseFirstLine(octets: Uint8Array, context: TextContext = {}): Parsed<FirstLine> {
  const line = lineOf(octets);
  const { content } = line;
  const framing = { ending: '2449-3-S3', length: { requirement: '2449-4-S3', most: LONGEST_FIRST_LINE } };
  const status = exactStatus(content);
  if (status === undefined) return refuse(judgeFrame(line, framing), content, judgeStatus(content));

  const start = status.length + 1;
  const text = content.subarray(start);
  const { code, ...opening } = readOpening(text, context);
  const rest = judgeCharacters(text.subarray(opening.end), opening.behindCode, context.utf8);
  // *CHAR has CR in it, so behind a response code a bare CR is within the grammar, as it is inside a message.
  const frame = judgeFrame(line, code === undefined ? framing : { ...framing, free: start + code.end });
  const found = [
    ...opening.violations.map((violation) => shifted(violation, start)),
    ...rest.map((violation) => shifted(violation, start + opening.end)),
  ];
  return conclude(together(frame, found, content), () => ({
    status,
    text,
    ...(code === undefined ? {} : { code }),
  }));
}

/** The status where it is right: in upper case, alone or followed by SP. */
function exactStatus(content: Buffer): FirstLine['status'] | undefined {
  const start = latin1(content.subarray(0, 5));
  const next = (length: number): boolean => content.length === length || content[length] === SP;
  if (start.startsWith('+OK') && next(3)) return '+OK';
  return start.startsWith('-ERR') && next(4) ? '-ERR' : undefined;
}

/** Judges the status of a first line that is not {@link exactStatus} right (2449-3-S2); the offset is the first wrong octet's. */
export function judgeStatus(content: Buffer): Violation {
  const lengths = ['+OK', '-ERR'].map((status) => commonLength(content, status));
  const offset = Math.max(...lengths);
  const expected = '"+OK" or "-ERR" in upper case, alone or followed by SP and text';
  const token = /^[^ \t\r\n]{1,20}/.exec(latin1(content.subarray(0, 20)))?.[0];
  const octet = content[offset];
  const actual =
    octet === undefined || octet > SP ? visible(Buffer.from(token ?? '', 'latin1')) : octetAt(content, offset);
  return breach('2449-3-S2', offset, expected, actual === '' ? octetAt(content, offset) : actual);
}

/** How many octets a line has in common with the beginning of a status. */
export function commonLength(content: Buffer, status: string): number {
  let length = 0;
  while (length < status.length && content[length] === status.charCodeAt(length)) length += 1;
  return length;
}
