/** Octets as text, and text as octets. On the wire there are octets; a string of ours is one only when it says so. */

export const CR = 0x0d;
export const LF = 0x0a;
export const SP = 0x20;
export const DOT = 0x2e;
export const CRLF: Buffer = Buffer.from('\r\n', 'latin1');

/** The same octets as a Buffer, without a copy. */
export function bufferOf(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}

/** One character for each octet (U+0000 to U+00FF): lossless, so patterns can be matched on octets. */
export function latin1(octets: Uint8Array): string {
  return bufferOf(octets).toString('latin1');
}

/** The inverse of {@link latin1}. */
export function octetsOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

const NAMED: Readonly<Record<number, string>> = { 0x09: '\\t', 0x0a: '\\n', 0x0d: '\\r', 0x5c: '\\\\' };

/** How one octet is shown to a reader: itself where it is printable ASCII, else an escape such as `\r`, `\x00` or `\xC3`. */
export function visibleOctet(octet: number): string {
  const named = NAMED[octet];
  if (named !== undefined) return named;
  if (octet >= 0x20 && octet <= 0x7e) return String.fromCharCode(octet);
  return `\\x${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

/**
 * Octets for a reader: printable ASCII only, whatever came, so the result is safe for a terminal.
 * @param limit how many octets are shown before the rest is counted instead of shown
 */
export function visible(octets: Uint8Array, limit = 512): string {
  let shown = '';
  for (const octet of octets.subarray(0, limit)) shown += visibleOctet(octet);
  return octets.length > limit ? `${shown}… (${octets.length - limit} octets more)` : shown;
}
