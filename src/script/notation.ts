/** How octets are written in a script, and read back: printable ASCII as it is, the rest as escapes. */

import { octetsOf, latin1, visibleOctet } from '../protocol/octets.ts';

/** What reading a piece of a script gives: a value, or where it went wrong. Nothing throws. */
export type Reading<T> = { readonly ok: true; readonly value: T } | Misreading;

export interface Misreading {
  readonly ok: false;
  /** Where, as an index into the source. */
  readonly at: number;
  /** How many characters are wrong. A password may stand behind them, so no more than these are ever shown. */
  readonly length: number;
  /** What would have been right, in words that follow "expected". */
  readonly expected: string;
}

/** A {@link Misreading}. @param length in characters */
export function misread(at: number, length: number, expected: string): Misreading {
  return { ok: false, at, length, expected };
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '"': '"',
  r: '\r',
  n: '\n',
  t: '\t',
};

/**
 * Reads one octet's notation, or one character (then: its octets in UTF-8).
 * @param at where it begins; before the end of the source
 * @returns the octets, and where what follows begins
 */
export function readCharacter(source: string, at: number): Reading<{ octets: string; end: number }> {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (character !== '\\') {
    return { ok: true, value: { octets: latin1(Buffer.from(character, 'utf8')), end: at + character.length } };
  }
  const letter = source[at + 1] ?? '';
  const octet = ESCAPED[letter];
  if (octet !== undefined) return { ok: true, value: { octets: octet, end: at + 2 } };
  const hexadecimal = /^x([0-9A-Fa-f]{2})/.exec(source.slice(at + 1, at + 4))?.[1];
  if (hexadecimal === undefined) {
    return misread(at, 1 + letter.length, String.raw`an escape: \r \n \t \\ \{ \} \" or \x and two hexadecimal digits`);
  }
  return { ok: true, value: { octets: String.fromCharCode(Number.parseInt(hexadecimal, 16)), end: at + 4 } };
}

/** Reads a source that is octets and escapes only. */
export function readOctets(source: string): Reading<string> {
  let octets = '';
  for (let at = 0; at < source.length;) {
    const read = readCharacter(source, at);
    if (!read.ok) return read;
    octets += read.value.octets;
    at = read.value.end;
  }
  return { ok: true, value: octets };
}

/** What is written as it is, if nothing in it means something else: most lines are, and long messages are made of them. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;

/** The inverse of {@link readOctets}. @param escaped printable characters that would mean something else where they stand */
export function writeOctets(octets: string, escaped = ''): string {
  if (PLAIN.test(octets) && !includesAny(octets, escaped)) return octets;
  return Array.from(octetsOf(octets), (octet) => {
    const shown = visibleOctet(octet);
    return escaped.includes(shown) ? (ESCAPED[shown] === shown ? `\\${shown}` : asHexadecimal(shown)) : shown;
  }).join('');
}

function includesAny(octets: string, characters: string): boolean {
  for (const character of characters) if (octets.includes(character)) return true;
  return false;
}

/** A character of ASCII as `\xHH`. */
export function asHexadecimal(character: string): string {
  return String.raw`\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Written octets whose blanks at both ends are escaped: those at the beginning of a line do not count, others get lost. */
export function guardBlanks(written: string): string {
  if (!written.startsWith(' ') && !written.endsWith(' ')) return written;
  return written.replace(/^ +| +$/g, (blanks) => asHexadecimal(' ').repeat(blanks.length));
}

/** The form of a name that is captured. */
export const NAME = '[a-z][a-z0-9-]*';
