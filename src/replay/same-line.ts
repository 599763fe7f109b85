/** Whether a line that came is the line that was recorded. What legitimately differs is named here, and only here. Pure. */

import type { Captures } from '../script/pattern.ts';
import type { Text, TextPart } from '../script/syntax.ts';
import { renderText } from '../script/text-octets.ts';
import { latin1 } from '../protocol/octets.ts';
import type { ExpectedLine } from './recorded.ts';

/** Stands for one octet that a recording does not tell. No octet is this character. */
const HIDDEN = '\u0100';
/** Stands for octets of which not even the number is known. */
const UNKNOWN = '\u0101';

/** A timestamp in a greeting (RFC 1939 section 7) is different each time. */
const TIMESTAMP = /<[^<>\s]+>/;

/** What is no difference although the octets may differ: in a greeting, in a SASL exchange, where a recording hides them. */
export const LENIENCES = ['timestamp', 'challenge', 'hidden'] as const;
export type Lenience = (typeof LENIENCES)[number];

/** How far a line is as expected: to the octet, but for what is told, or not. */
export type Likeness = 'equal' | Lenience | 'different';

/**
 * How far a line is as expected.
 * @param came with its line end, one character for each octet
 * @param values what has been sent in the place of what the recording does not tell
 */
export function likeness({ texts, part }: ExpectedLine, came: string, values: Captures): Likeness {
  const expected = texts.map((text) => withMarks(text, values)).join('');
  if (expected === came) return 'equal';
  if (part === 'challenge' && isChallenge(expected) && isChallenge(came))
    return isEmpty(expected) === isEmpty(came) ? 'challenge' : 'different';
  if (part === 'greeting' && TIMESTAMP.test(expected))
    return fits(expected.replace(TIMESTAMP, '<>'), came.replace(TIMESTAMP, '<>')) ? 'timestamp' : 'different';
  return part !== 'challenge' && fits(expected, came) ? 'hidden' : 'different';
}

/** A recorded line for a reader. */
export function shownLine({ texts }: ExpectedLine, values: Captures): string {
  return texts
    .map((text) => withMarks(text, values))
    .join('')
    .replace(new RegExp(`${HIDDEN}+`, 'g'), (run) => `{hidden ${run.length}}`)
    .replaceAll(UNKNOWN, '{hidden}');
}

/** What a challenge holds is the mechanism's business (RFC 5034 section 4): a nonce, a salt. */
function isChallenge(line: string): boolean {
  return /^\+ [A-Za-z0-9+/=]*\r\n$/.test(line);
}

function isEmpty(challenge: string): boolean {
  return challenge === '+ \r\n';
}

function fits(expected: string, came: string): boolean {
  if (expected.includes(UNKNOWN)) return fitsPattern(expected, came);
  if (expected.length !== came.length) return false;
  for (let at = 0; at < expected.length; at++) {
    if (expected[at] !== came[at] && expected[at] !== HIDDEN) return false;
  }
  return true;
}

function fitsPattern(expected: string, came: string): boolean {
  const source = Array.from(expected, (character) => {
    if (character === HIDDEN) return '[^\\r\\n]';
    if (character === UNKNOWN) return '[^\\r\\n]*';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return new RegExp(`^${source.join('')}$`).test(came);
}

function withMarks(text: Text, values: Captures): string {
  if (text.parts.every(({ kind }) => kind === 'octets')) {
    return text.parts.map((part) => ('octets' in part ? part.octets : '')).join('') + (text.crlf ? '\r\n' : '');
  }
  const marked = text.parts.map((part) => mark(part, values));
  // The marks are no octets, so they stand aside while the octets are made, and padding counts them.
  if (!text.parts.some(({ kind }) => kind === 'pad')) return marked.join('') + (text.crlf ? '\r\n' : '');
  return latin1(renderText(text, values));
}

function mark(part: TextPart, values: Captures): string {
  if (part.kind === 'hidden') return HIDDEN.repeat(part.octets);
  if (part.kind === 'value' && values[part.name] === undefined) return UNKNOWN;
  return latin1(renderText({ parts: [part], crlf: false }, values));
}
