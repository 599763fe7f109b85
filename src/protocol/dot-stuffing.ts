/**
 * Dot-stuffing (RFC 1939 section 3): within a multi-line response a line that begins with "." has one more
 * "." in front, so that ".", CRLF can end the response. A line begins where the octets begin, and after a CRLF:
 * a bare LF is content (RFC 2449 section 3, `dot-stuffed = *CHAR CRLF`).
 */

import { CR, DOT, LF } from './octets.ts';

const LINE_OF_DOT = Buffer.from('\r\n.', 'latin1');

/** True where some line begins with a dot. The search is native, so 20 MB without one cost a few milliseconds. */
function hasDottedLine(octets: Buffer): boolean {
  return octets[0] === DOT || octets.includes(LINE_OF_DOT);
}

/**
 * Doubles the dot at the beginning of each line that begins with one.
 * @param octets lines with their CRLFs, without the line "." that ends a response
 * @returns the octets for the wire: `octets` itself where no line begins with a dot
 */
export function stuff(octets: Buffer): Buffer {
  if (!hasDottedLine(octets)) return octets;
  // At most every third octet is a dot after CRLF, and the first may be one.
  const stuffed = Buffer.allocUnsafe(octets.length + Math.ceil(octets.length / 3) + 1);
  let length = 0;
  let before = CR;
  let last = LF;
  for (let index = 0; index < octets.length; index += 1) {
    const octet = octets[index] ?? 0;
    if (octet === DOT && last === LF && before === CR) stuffed[length++] = DOT;
    stuffed[length++] = octet;
    before = last;
    last = octet;
  }
  return stuffed.subarray(0, length);
}

/**
 * Removes the first dot of each line that begins with one: the inverse of {@link stuff}.
 * @param octets lines with their CRLFs as they came, without the line "." that ended the response
 * @returns what the server stored: `octets` itself where no line begins with a dot
 */
export function unstuff(octets: Buffer): Buffer {
  if (!hasDottedLine(octets)) return octets;
  const plain = Buffer.allocUnsafe(octets.length);
  let length = 0;
  let before = CR;
  let last = LF;
  for (let index = 0; index < octets.length; index += 1) {
    const octet = octets[index] ?? 0;
    if (octet !== DOT || last !== LF || before !== CR) plain[length++] = octet;
    before = last;
    last = octet;
  }
  return plain.subarray(0, length);
}
