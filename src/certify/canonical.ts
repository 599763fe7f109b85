/** One spelling for each JSON value, so that a digest is about what is said and not about how it is written. Pure. */

import { createHash } from 'node:crypto';

/**
 * A value as the JSON Canonicalization Scheme has it (RFC 8785): keys in the order of their UTF-16 units, no white space,
 * numbers and strings as ECMAScript writes them. Fields that are undefined are no fields.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** The SHA-256 digest of a value's canonical spelling, in hexadecimal. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}
