/** APOP (RFC 1939 section 7): the timestamp in the greeting, and the digest over it and the shared secret. */

import { createHash } from 'node:crypto';

/**
 * The digest that proves knowledge of the secret.
 * @param timestamp the greeting's timestamp, angle brackets included
 * @param secret the shared secret, prepared (RFC 6856 section 2.2 where it is not ASCII)
 * @returns 32 hexadecimal digits in lower case
 */
export function apopDigest(timestamp: string, secret: string): string {
  return createHash('md5').update(timestamp, 'latin1').update(secret, 'utf8').digest('hex');
}

/**
 * The timestamp in a greeting (RFC 2449 section 3: `<` stands nowhere else in one).
 * @returns it with its angle brackets; undefined where what `<` begins has not the form of a msg-id
 */
export function timestampIn(greeting: string): string | undefined {
  return /<[!-;=?-~]+@[!-;=?-~]+>/.exec(greeting)?.[0];
}

/**
 * A timestamp with the syntax of a msg-id (RFC 822 section 4.6, which RFC 1939 section 7 asks for).
 * @param unique octets that no other timestamp was made of: it MUST be different in each greeting
 * @param milliseconds the clock, in milliseconds since 1970
 * @param host a host name, without brackets
 * @returns the timestamp with its angle brackets
 */
export function apopTimestamp(unique: Uint8Array, milliseconds: number, host: string): string {
  return `<${Buffer.from(unique).toString('hex')}.${Math.trunc(milliseconds)}@${host}>`;
}
