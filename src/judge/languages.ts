/** What LANG brings: the listing and the answer that selects a language (RFC 6856 section 3.2). Pure. */

import { parseLanguageListing, parseSelectedLanguage } from '../protocol/listing.ts';
import type { Line } from '../protocol/line.ts';
import { visible } from '../protocol/octets.ts';

/** The lines of a listing: the tags of those that are well-formed, and those that are not. */
export interface Listing {
  readonly tags: readonly string[];
  readonly malformed: readonly Line[];
}

/** Reads the lines of a positive answer to LANG without an argument. */
export function readListing(lines: readonly Line[]): Listing {
  const tags: string[] = [];
  const malformed: Line[] = [];
  for (const line of lines) {
    const language = parseLanguageListing(line.content);
    if (language === undefined) malformed.push(line);
    else tags.push(language.tag);
  }
  return { tags, malformed };
}

/** What is wrong with an answer that selects a language. */
export interface Fault {
  readonly kind: 'fail' | 'advice';
  readonly expected: string;
  readonly actual: string;
}

/**
 * Judges the text of a positive answer to LANG with an argument: the exact tag, a space, and text in UTF-8.
 * @param text what follows `+OK` and its SP
 * @param range the argument of LANG, a basic language range (RFC 4647 section 2.1), or `*`
 * @returns undefined where the answer is right
 */
export function judgeSelection(text: Uint8Array, range: string): Fault | undefined {
  const selected = parseSelectedLanguage(text);
  if (selected === undefined) {
    return { kind: 'fail', expected: '"+OK", a language tag, a space, and text in UTF-8', actual: visible(text, 80) };
  }
  const { tag } = selected;
  if (matches(range, tag)) return undefined;
  // Lookup (RFC 4647 section 3.4) falls back from a tag to a shorter one, but here the tag itself had been listed.
  const kind = matches(tag, range) ? 'advice' : 'fail';
  return { kind, expected: `a language that ${range} matches`, actual: tag };
}

/** Whether a basic language range matches a tag (RFC 4647 section 3.3.1: basic filtering, in any case). */
export function matches(range: string, tag: string): boolean {
  return range === '*' || `${tag.toLowerCase()}-`.startsWith(`${range.toLowerCase()}-`);
}
