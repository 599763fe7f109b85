/** The listings whose form is fixed (RFC 1939 sections 5 and 7, RFC 6856 section 3.2). */

import { latin1 } from './octets.ts';
import { isUtf8 } from './utf8.ts';

/** The maildrop as STAT tells it. */
export interface DropListing {
  readonly messages: number;
  /** The maildrop's size in octets. */
  readonly octets: number;
  /** What follows the fields: legal, and strongly discouraged (RFC 1939 section 5). Usually empty. */
  readonly more: string;
}

/** A message as LIST tells it. */
export interface ScanListing {
  readonly message: number;
  /** The message's size in octets. */
  readonly octets: number;
  /** What follows the fields: legal, and strongly discouraged (RFC 1939 section 5). Usually empty. */
  readonly more: string;
}

/** A message as UIDL tells it. */
export interface UniqueIdListing {
  readonly message: number;
  /** 1 to 70 octets of 0x21 to 0x7E. */
  readonly uniqueId: string;
}

/** A language as LANG tells it. */
export interface LanguageListing {
  readonly tag: string;
  /** In the language itself; empty where none is given. */
  readonly description: string;
}

/**
 * Two decimal numbers and what follows. "This memo makes no requirement on what follows" the second, so anything may.
 * A number beyond what can be counted exactly is no message count and no size of anything.
 */
function twoNumbers(text: Uint8Array): { first: number; second: number; more: string } | undefined {
  const match = /^(\d{1,40}) (\d{1,40})(?!\d)/.exec(latin1(text.subarray(0, 100)));
  if (match === null) return undefined;
  const [first, second] = [Number(match[1]), Number(match[2])];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second)) return undefined;
  return { first, second, more: latin1(text.subarray(match[0].length)) };
}

/**
 * Parses a drop listing: `nn mm`.
 * @param text what follows the `+OK` of STAT and its SP, without the line end
 */
export function parseDropListing(text: Uint8Array): DropListing | undefined {
  const numbers = twoNumbers(text);
  return numbers && { messages: numbers.first, octets: numbers.second, more: numbers.more };
}

/**
 * Parses a scan listing: message number, SP, size. Messages are numbered from 1 (RFC 1939 section 4).
 * @param text a line of a LIST answer without its line end, or what follows `+OK` and SP
 */
export function parseScanListing(text: Uint8Array): ScanListing | undefined {
  const numbers = twoNumbers(text);
  if (numbers === undefined || numbers.first === 0) return undefined;
  return { message: numbers.first, octets: numbers.second, more: numbers.more };
}

/**
 * Parses a unique-id listing: message number, SP, unique-id, and nothing else (RFC 1939 section 7).
 * @param text a line of a UIDL answer without its line end, or what follows `+OK` and SP
 */
export function parseUniqueIdListing(text: Uint8Array): UniqueIdListing | undefined {
  if (text.length > 120) return undefined;
  const match = /^(\d{1,40}) ([!-~]{1,70})$/.exec(latin1(text));
  const message = Number(match?.[1]);
  const uniqueId = match?.[2];
  if (uniqueId === undefined || message === 0 || !Number.isSafeInteger(message)) return undefined;
  return { message, uniqueId };
}

/** A language tag as far as RFC 5646 section 2.1 binds its shape: subtags of 1 to 8 letters and digits, letters first. */
const LANGUAGE_TAG = /^([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,30})(?: ([^ ].*))?$/su;

/**
 * Parses a language listing: language tag, and perhaps SP and a description in UTF-8 (RFC 6856 section 3.2).
 * @param text a line of a LANG answer without its line end
 */
export function parseLanguageListing(text: Uint8Array): LanguageListing | undefined {
  if (!isUtf8(text)) return undefined;
  const match = LANGUAGE_TAG.exec(Buffer.from(text).toString('utf8'));
  return match?.[1] === undefined ? undefined : { tag: match[1], description: match[2] ?? '' };
}

/**
 * Parses the positive answer to LANG with an argument: `+OK`, SP, the exact tag selected, another SP, and text in
 * that language (RFC 6856 section 3.2).
 * @param text what follows `+OK` and its SP, without the line end
 */
export function parseSelectedLanguage(text: Uint8Array): LanguageListing | undefined {
  const space = text.indexOf(0x20);
  if (space === -1) return undefined;
  const listing = parseLanguageListing(text.subarray(0, space));
  const description = text.subarray(space + 1);
  if (listing === undefined || !isUtf8(description)) return undefined;
  return { tag: listing.tag, description: Buffer.from(description).toString('utf8') };
}
