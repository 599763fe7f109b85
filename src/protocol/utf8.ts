/** Whether octets are ASCII or UTF-8. What RFC 6856 calls a UTF-8 string is what RFC 3629 section 4 admits. */

import * as buffer from 'node:buffer';

/** Whether every octet is below 0x80. */
export function isAscii(octets: Uint8Array): boolean {
  return buffer.isAscii(octets);
}

/** Whether the octets are well-formed UTF-8 (RFC 3629 section 4): no overlong form, no surrogate, nothing above U+10FFFF. */
export function isUtf8(octets: Uint8Array): boolean {
  return buffer.isUtf8(octets);
}

/** RFC 3629 section 4: what lead octets may be followed by, as the range of the second octet and the number of octets. */
const SEQUENCES: readonly { lead: readonly [number, number]; second: readonly [number, number]; length: number }[] = [
  { lead: [0xc2, 0xdf], second: [0x80, 0xbf], length: 2 },
  { lead: [0xe0, 0xe0], second: [0xa0, 0xbf], length: 3 },
  { lead: [0xe1, 0xec], second: [0x80, 0xbf], length: 3 },
  { lead: [0xed, 0xed], second: [0x80, 0x9f], length: 3 },
  { lead: [0xee, 0xef], second: [0x80, 0xbf], length: 3 },
  { lead: [0xf0, 0xf0], second: [0x90, 0xbf], length: 4 },
  { lead: [0xf1, 0xf3], second: [0x80, 0xbf], length: 4 },
  { lead: [0xf4, 0xf4], second: [0x80, 0x8f], length: 4 },
];

function within(octet: number | undefined, [low, high]: readonly [number, number]): boolean {
  return octet !== undefined && octet >= low && octet <= high;
}

/** The length in octets of the UTF-8 sequence at `offset`; 0 where none begins there or it is not whole. */
export function sequenceLength(octets: Uint8Array, offset: number): number {
  const lead = octets[offset];
  if (within(lead, [0x00, 0x7f])) return 1;
  const shape = SEQUENCES.find((sequence) => within(lead, sequence.lead));
  if (shape === undefined || !within(octets[offset + 1], shape.second)) return 0;
  for (let index = 2; index < shape.length; index += 1) {
    if (!within(octets[offset + index], [0x80, 0xbf])) return 0;
  }
  return shape.length;
}

/**
 * Where well-formed UTF-8 ends.
 * @param from the offset to begin at, where a character begins
 * @returns the offset of the first octet that begins no whole character, or -1 where all is well-formed
 */
export function firstIllFormed(octets: Uint8Array, from = 0): number {
  for (let offset = from; offset < octets.length;) {
    const length = sequenceLength(octets, offset);
    if (length === 0) return offset;
    offset += length;
  }
  return -1;
}
