/**
 * The terminal rules of the grammar (RFC 2449 section 3, with the core rules of RFC 5234 appendix B.1), each a
 * predicate on one octet. The readings are applied here and nowhere else.
 */

import { CR, LF, SP } from './octets.ts';

const DEL = 0x7f;

/** Whether the octet is one that ends lines: a CR or an LF, which in the middle of a line is judged as a line end. */
export function isLineEnd(octet: number): boolean {
  return octet === CR || octet === LF;
}

/** `%x7F`, which the grammar calls printable and RFC 5234 does not (reading R4). */
export function isDel(octet: number): boolean {
  return octet === DEL;
}

/** `VCHAR = %x21-7E`: the octets of keywords, parameters and timestamps. */
export function isVchar(octet: number): boolean {
  return octet > SP && octet < DEL;
}

/** `CHAR = %x01-7F`: any ASCII octet but NUL; what may follow a response code. */
export function isChar(octet: number): boolean {
  return octet > 0 && octet <= DEL;
}

/** `cchar = %x21-2D / %x2F-7F`: the octets of a capability tag. */
export function isCchar(octet: number): boolean {
  return octet > SP && octet <= DEL && octet !== 0x2e;
}

/** `rchar = %x21-2E / %x30-5C / %x5E-7F`: the octets of one level of a response code. */
export function isRchar(octet: number): boolean {
  return octet > SP && octet <= DEL && octet !== 0x2f && octet !== 0x5d;
}

/**
 * What may stand in text without a response code: `schar` and `gchar` with SP (reading R1), and with `[`, since only
 * text that begins with one is constrained (reading R2). The `<` that `gchar` leaves out is judged with the timestamp.
 */
export function isTextChar(octet: number): boolean {
  return octet >= SP && octet <= DEL;
}

/** `DIGIT = %x30-39`. */
export function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}

/**
 * Where the first octet stands that `legal` refuses.
 * @param from the offset to begin at
 * @returns its offset, or -1 where there is none
 */
export function firstIllegal(octets: Uint8Array, legal: (octet: number) => boolean, from = 0): number {
  for (let offset = from; offset < octets.length; offset += 1) {
    if (!legal(octets[offset] ?? 0)) return offset;
  }
  return -1;
}
