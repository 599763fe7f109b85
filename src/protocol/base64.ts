/** Base64 as RFC 4648 section 4 defines it and RFC 5034 sections 4 and 5 want it: strict. */

const PAD = 0x3d;
const UNFILLED = 'a last group filled with "=" to four octets';

/** `base64-char` of RFC 5034 section 5: ALPHA / DIGIT / "+" / "/". The URL-safe alphabet is another one. */
function isBase64Char(octet: number): boolean {
  return (
    (octet >= 0x41 && octet <= 0x5a) ||
    (octet >= 0x61 && octet <= 0x7a) ||
    (octet >= 0x2f && octet <= 0x39) ||
    octet === 0x2b
  );
}

/** Where octets cease to be base64, and what would have been right there. */
export interface Base64Fault {
  readonly offset: number;
  readonly expected: string;
}

/**
 * Finds what keeps octets from being base64 (the empty string is base64: RFC 5034 section 5 has `[base64]`).
 *
 * Pad bits that are not zero (`QR==` beside `QQ==`) are no fault: the ABNF admits them, and RFC 4648 section 3.5
 * says that a decoder MAY reject them, so neither rejecting nor accepting them can be held against a peer.
 * @returns undefined where there is no fault
 */
export function base64Fault(octets: Uint8Array): Base64Fault | undefined {
  const { length } = octets;
  for (let offset = 0; offset < length; offset += 1) {
    const octet = octets[offset] ?? 0;
    if (isBase64Char(octet)) continue;
    if (octet !== PAD) return { offset, expected: 'an octet of the base64 alphabet' };
    // RFC 5034 section 5: base64-terminal = (2base64-char "==") / (3base64-char "=").
    const place = offset % 4;
    if (place < 2) return { offset, expected: '"=" only where it fills the last group of four' };
    const end = offset - place + 4;
    if (length < end) return { offset: length, expected: UNFILLED };
    if (octets[end - 1] !== PAD) return { offset: end - 1, expected: UNFILLED };
    return length === end ? undefined : { offset: end, expected: 'nothing behind the padding' };
  }
  return length % 4 === 0 ? undefined : { offset: length, expected: UNFILLED };
}

/**
 * Decodes base64.
 * @param text base64 with nothing around it; the empty string is no octets
 * @returns the octets; undefined for what is not base64, which a server answers with -ERR and a client cancels (RFC 5034 section 4)
 */
export function decodeBase64(text: string): Buffer | undefined {
  // A character above U+00FF would be folded into another octet by latin1.
  if (/[^\0-\u007f]/.test(text) || base64Fault(Buffer.from(text, 'latin1')) !== undefined) return undefined;
  return Buffer.from(text, 'base64');
}

/** Encodes octets as base64 with padding (RFC 4648 section 4). */
export function encodeBase64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}
