/** A command as a client sends it: `command = keyword *(SP param) CRLF` (RFC 2449 section 3, RFC 1939 section 3). */

import { isVchar } from './abnf.ts';
import { breach, conclude, octetAt, together } from './judgement.ts';
import { judgeFrame, lineOf } from './line.ts';
import { SP, latin1 } from './octets.ts';
import { firstIllFormed } from './utf8.ts';
import type { Parsed, Violation } from './violation.ts';

/** RFC 2449 section 4: the most octets of a command, with its CRLF. */
export const LONGEST_COMMAND = 255;

const SHORTEST_KEYWORD = 3;
const LONGEST_KEYWORD = 4;

export interface Command {
  /** In upper case: keywords are compared without regard to case (RFC 1939 section 3). */
  readonly keyword: string;
  /** Octets, since a name may be UTF-8. PASS has exactly one, with the spaces that are in it (RFC 1939 section 7). */
  readonly params: readonly Buffer[];
}

export interface CommandContext {
  /** Whether `UTF8 USER` was announced: names and passwords may then be UTF-8 (RFC 6856 section 2.2). */
  readonly utf8?: boolean | undefined;
}

/**
 * Parses a command. No password, initial response or digest gets into what it says about one.
 * @param octets the line, with its line end; not a SASL response, which is no command (see `parseResponse`)
 * @returns breaches of 2449-3-C1 (keyword, parameters, line end) and 2449-4-C1 (length)
 */
export function parseCommand(octets: Uint8Array, context: CommandContext = {}): Parsed<Command> {
  const line = lineOf(octets);
  const { content } = line;
  const frame = judgeFrame(line, {
    ending: '2449-3-C1',
    length: { requirement: '2449-4-C1', most: LONGEST_COMMAND },
  });
  const space = content.indexOf(SP);
  const end = space === -1 ? content.length : space;
  const keyword = latin1(content.subarray(0, end)).toUpperCase();
  const wrong = judgeKeyword(content, end) ?? judgeParams(content, end, keyword, context.utf8 === true);
  const found = together(frame, wrong === undefined ? [] : [wrong], content);
  return conclude(found, () => ({ keyword, params: split(content.subarray(end), keyword) }));
}

/** `keyword = 3*4VCHAR`. @param end where the keyword ends */
function judgeKeyword(content: Buffer, end: number): Violation | undefined {
  const expected = 'a keyword of 3 or 4 visible octets';
  for (let offset = 0; offset < Math.min(end, LONGEST_KEYWORD); offset += 1) {
    const octet = content[offset];
    if (octet === undefined || !isVchar(octet)) return breach('2449-3-C1', offset, expected, octetAt(content, offset));
  }
  if (end < SHORTEST_KEYWORD) return breach('2449-3-C1', end, expected, end === 0 ? 'no keyword' : `${end} octets`);
  const next = content[LONGEST_KEYWORD];
  if (end === LONGEST_KEYWORD || next === undefined) return undefined;
  // What runs on behind a keyword can be a password: only what surely is none is shown.
  if (end < LONGEST_KEYWORD) return undefined;
  const actual = isVchar(next) ? `a keyword of ${end} octets` : octetAt(content, LONGEST_KEYWORD);
  return breach('2449-3-C1', LONGEST_KEYWORD, isVchar(next) ? expected : 'SP or CRLF behind the keyword', actual);
}

/** `*(SP param)`, `param = 1*VCHAR`. @param from where the keyword ends */
function judgeParams(content: Buffer, from: number, keyword: string, utf8: boolean): Violation | undefined {
  const international = utf8 ? internationalUntil(content, from, keyword) : 0;
  const illFormed = firstIllFormed(content.subarray(0, international), from);
  const illegal = content.findIndex((octet, offset) => {
    if (offset < from || octet === SP || isVchar(octet)) return false;
    return octet <= 0x7f || offset >= international || offset === illFormed;
  });
  const space = misplacedSpace(content, from, keyword);
  const offsets = [illegal, space].filter((offset) => offset !== -1);
  if (offsets.length === 0) return undefined;

  const offset = Math.min(...offsets);
  const secret = offset === illegal && offset >= secretsFrom(content, from, keyword);
  const expected = 'parameters of visible ASCII, each behind one SP';
  return breach('2449-3-C1', offset, expected, secret ? 'an octet in a secret' : octetAt(content, offset));
}

/** Where an SP stands that no parameter follows: doubled, or at the end; -1 where there is none. */
function misplacedSpace(content: Buffer, from: number, keyword: string): number {
  const last = content.length - 1;
  const trailing = last >= from && content[last] === SP ? last : -1;
  // RFC 1939 section 7: a server may take the spaces in PASS as part of the password, so a client may mean them so.
  if (keyword === 'PASS') return trailing === from ? trailing : -1;
  const doubled = content.indexOf('  ', from, 'latin1');
  return doubled === -1 ? trailing : doubled + 1;
}

/** Where the parameters end that may be UTF-8: names and passwords in USER, PASS and APOP (RFC 6856 section 2.2). */
function internationalUntil(content: Buffer, from: number, keyword: string): number {
  if (keyword === 'USER' || keyword === 'PASS') return content.length;
  return keyword === 'APOP' ? secondParam(content, from) : 0;
}

/** Where what must never be shown begins: a password, an initial response, a digest. */
function secretsFrom(content: Buffer, from: number, keyword: string): number {
  if (keyword === 'PASS') return from;
  return keyword === 'AUTH' || keyword === 'APOP' ? secondParam(content, from) : content.length;
}

/** Where the SP before the second parameter stands, or the end. */
function secondParam(content: Buffer, from: number): number {
  const space = content.indexOf(SP, from + 1);
  return space === -1 ? content.length : space;
}

/** The parameters: what follows each SP. @param rest what follows the keyword; it is empty or begins with SP */
function split(rest: Buffer, keyword: string): Buffer[] {
  const params: Buffer[] = [];
  let start = 1;
  while (start <= rest.length && rest.length > 0) {
    const space = keyword === 'PASS' ? -1 : rest.indexOf(SP, start);
    const end = space === -1 ? rest.length : space;
    params.push(rest.subarray(start, end));
    start = end + 1;
  }
  return params;
}
