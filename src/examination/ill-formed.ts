/** Text made into what is not UTF-8 (RFC 3629 section 4), in one place, so that a lax decoder still reads the text in it. */

import { isUtf8 } from '../protocol/utf8.ts';

/**
 * `a stray octet`: an octet that begins a character stands in the middle and nothing follows that belongs to it; who drops
 * what can't be decoded has the text again. `an overlong form`: the first octet is written as two; who decodes without
 * looking for the shortest form has the text again.
 */
export type IllFormed = (typeof ILL_FORMED)[number];

export const ILL_FORMED = ['a stray octet', 'an overlong form'] as const;

/** Begins a character of two octets. */
const LEAD = 0xc3;

/**
 * Spoils text in UTF-8.
 * @param text well-formed
 * @returns undefined where the text has no octet of ASCII at its beginning to write in an overlong form
 */
export function spoil(text: Buffer, how: IllFormed): Buffer | undefined {
  if (how === 'an overlong form') {
    const [first] = text;
    if (first === undefined || first > 0x7f) return undefined;
    return Buffer.concat([Buffer.of(0xc0 | (first >> 6), 0x80 | (first & 0x3f)), text.subarray(1)]);
  }
  let at = Math.ceil(text.length / 2);
  while (at < text.length && !isUtf8(text.subarray(at))) at += 1;
  return Buffer.concat([text.subarray(0, at), Buffer.of(LEAD), text.subarray(at)]);
}
