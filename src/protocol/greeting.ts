/** The greeting: `"+OK" [resp-code] *gchar [timestamp] *gchar CRLF` (RFC 2449 section 3). */

import { firstIllegal, isVchar } from './abnf.ts';
import { LONGEST_FIRST_LINE, commonLength, judgeStatus, statusOf } from './first-line.ts';
import { asAdvice, breach, conclude, octetAt, refuse, shifted, together } from './judgement.ts';
import { judgeFrame, lineOf } from './line.ts';
import { SP, latin1, visible } from './octets.ts';
import type { ResponseCode } from './response-code.ts';
import { judgeCharacters, readOpening, type TextContext } from './response-text.ts';
import type { Parsed, Violation } from './violation.ts';

const OPEN = 0x3c;
const CLOSE = 0x3e;
const AT = 0x40;

export interface Greeting {
  /** What follows `+OK` (and one SP, if there is one), response code and timestamp included. */
  readonly text: Buffer;
  /** The response code that the text begins with; its `end` is an offset in `text`. */
  readonly code?: ResponseCode;
  /** The APOP timestamp with its angle brackets: the octets that the digest is made of (RFC 1939 section 7). */
  readonly timestamp?: Buffer;
}

/**
 * Parses a greeting. By its rule, SP behind `+OK` is not needed (and by reading R3 not forbidden), `<` stands only at
 * the beginning of the one timestamp, and text may follow the timestamp.
 * @param octets the line, with its line end
 * @param context whether RESP-CODES is announced, once that is known; nothing else can have been agreed before a greeting
 * @returns breaches of 2449-3-S1 (it begins with +OK), 2449-3-S2 (`+OK` in upper case), 2449-3-S7 (timestamp), and of
 *   what every first line owes: 2449-3-S3, 2449-3-S8, 2449-3-S9, 2449-4-S3, 2449-6.4-S1, 2449-8-S1
 */
export function parseGreeting(octets: Uint8Array, context: Pick<TextContext, 'respCodes'> = {}): Parsed<Greeting> {
  const line = lineOf(octets);
  const { content } = line;
  const frame = judgeFrame(line, {
    ending: '2449-3-S3',
    length: { requirement: '2449-4-S3', most: LONGEST_FIRST_LINE },
  });
  if (!latin1(content.subarray(0, 3)).startsWith('+OK')) return refuse(frame, content, judgeBeginning(content));

  const start = content[3] === SP ? 4 : 3;
  const text = content.subarray(start);
  const { code, ...opening } = readOpening(text, context);
  const rest = judgeRest(text, opening.end);
  const found = [
    ...judgeSeparation(content),
    ...opening.violations.map((violation) => shifted(violation, start)),
    ...rest.violations.map((violation) => shifted(violation, start)),
  ];
  return conclude(together(frame, found, content), () => ({
    text,
    ...(code === undefined ? {} : { code }),
    ...(rest.timestamp === undefined ? {} : { timestamp: rest.timestamp }),
  }));
}

/** Judges a greeting that does not begin with `+OK`: a positive one spelt wrong breaks the rule for every first line. */
function judgeBeginning(content: Buffer): Violation {
  if (statusOf(content) === '+OK' || latin1(content.subarray(0, 2)).toUpperCase() === 'OK') return judgeStatus(content);
  const offset = commonLength(content, '+OK');
  return breach('2449-3-S1', offset, '"+OK" at the beginning of the greeting', visible(content.subarray(0, 20)));
}

/** `+OKready` is a greeting by the letter of the rule, but not what RFC 1939 section 3 makes clients look for. */
function judgeSeparation(content: Buffer): Violation[] {
  const octet = content[3];
  if (octet === undefined || octet === 0x5b || !isVchar(octet)) return [];
  return [asAdvice(breach('2449-3-S1', 3, 'SP between "+OK" and the text', octetAt(content, 3)), 'R3')];
}

/** Judges what follows the response code: text, a timestamp, text. Offsets are in `text`. */
function judgeRest(text: Buffer, from: number): { timestamp?: Buffer; violations: Violation[] } {
  const opened = text.indexOf(OPEN, from);
  const judged = (begin: number, end?: number): Violation[] =>
    judgeCharacters(text.subarray(begin, end), false).map((violation) => shifted(violation, begin));
  if (opened === -1) return { violations: judged(from) };

  const before = judged(from, opened);
  const { end, violations } = judgeTimestamp(text, opened);
  if (violations.some((violation) => violation.severity === 'fail')) {
    return { violations: [...before, ...violations, ...judged(end)] };
  }
  const timestamp = text.subarray(opened, end);
  const second = text.indexOf(OPEN, end);
  const expected = 'no second "<" in a greeting: gchar leaves it out';
  if (second !== -1) violations.push(breach('2449-3-S7', second, expected, octetAt(text, second)));
  return { timestamp, violations: [...before, ...violations, ...judged(end)] };
}

/** RFC 822 section 3.3: what an atom is made of, and a quoted string and a domain literal as far as VCHAR admits them. */
const ATOM = "[!#-'*+\\-/-9=?A-Z^-~]+";
const QUOTED = '"(?:[!#-\\[\\]-~]|\\\\[!-~])*"';
const LITERAL = '\\[(?:[!-Z^-~]|\\\\[!-~])*\\]';
const WORD = `(?:${ATOM}|${QUOTED})`;
const SUB_DOMAIN = `(?:${ATOM}|${LITERAL})`;
/** RFC 822 section 4.1 and 6.1: `msg-id = "<" addr-spec ">"`, `addr-spec = local-part "@" domain`. */
const MSG_ID = new RegExp(`^<${WORD}(?:\\.${WORD})*@${SUB_DOMAIN}(?:\\.${SUB_DOMAIN})*>`);

/**
 * Judges the timestamp that begins at `opened` (2449-3-S7): `"<" *VCHAR ">"` of the form local@domain. What has that
 * form and still is no msg-id by the letter of RFC 822 (an empty atom, say) harms nobody, so it is advice.
 * @returns where the timestamp ends; where it is broken, where text goes on. Offsets are in `text`
 */
function judgeTimestamp(text: Buffer, opened: number): { end: number; violations: Violation[] } {
  const exact = MSG_ID.exec(latin1(text.subarray(opened, opened + LONGEST_FIRST_LINE)))?.[0];
  if (exact !== undefined) return { end: opened + exact.length, violations: [] };

  const closed = text.indexOf(CLOSE, opened);
  const octets = text.subarray(opened, closed === -1 ? undefined : closed + 1);
  const failed = (offset: number, expected: string, end: number): { end: number; violations: Violation[] } => ({
    end,
    violations: [breach('2449-3-S7', offset, expected, octetAt(text, offset))],
  });
  const invisible = firstIllegal(octets, isVchar);
  if (invisible !== -1) {
    const offset = opened + invisible;
    // What else is wrong within the brackets belongs to the same breach.
    const end = closed === -1 ? offset + 1 : closed + 1;
    return failed(offset, 'only visible ASCII in the timestamp that "<" begins', end);
  }
  if (closed === -1) return failed(text.length, 'the ">" that ends the timestamp', text.length);
  // Something before the @, and something behind it.
  if (!octets.subarray(2, -2).includes(AT)) return failed(closed, 'a timestamp of the form <local@domain>', closed + 1);
  const expected = 'a timestamp that is a msg-id of RFC 822';
  return { end: closed + 1, violations: [asAdvice(breach('2449-3-S7', opened, expected, visible(octets)))] };
}
