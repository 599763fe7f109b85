/**
 * The value of each option, judged: text in, value out. Pure. The command line and the configuration file use the same
 * functions, and each puts before the message where the value stands.
 */

import type { TlsMode } from '../target/client.ts';
import type { Account } from '../target/target.ts';
import { parseSegmentation, type Segmentation } from '../wire/segmentation.ts';
import { UsageError } from './errors.ts';

export type { TlsMode } from '../target/client.ts';
export const TLS_MODES = ['none', 'stls', 'implicit'] as const satisfies readonly TlsMode[];

export const ROLES = ['server', 'client'] as const;

/** A wait of more than a day is a mistake in the unit. */
const LONGEST_WAIT_S = 86_400;

/** `text` as one of some words. @throws {UsageError} where it is none */
export function oneOf<const Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new UsageError(`"${text}" is not one of ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);
}

/** How our octets are cut. @throws {UsageError} where it is no segmentation */
export function segmentation(text: string): Segmentation {
  const parsed = parseSegmentation(text);
  if (parsed !== undefined) return parsed;
  throw new UsageError(
    `"${text}" is not whole, octet, crlf or random:SEED, where SEED is a number of up to nine digits`,
  );
}

/** Seconds of which there are some, as milliseconds: from a hundredth of a second to a day. @throws {UsageError} */
export function positiveTime(text: string): number {
  return milliseconds(text, 0.01);
}

/** Seconds that a scenario may wait, as milliseconds: from none to a day. @throws {UsageError} */
export function waitingTime(text: string): number {
  return milliseconds(text, 0);
}

function milliseconds(text: string, least: number): number {
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= least && seconds <= LONGEST_WAIT_S) return Math.round(seconds * 1000);
  throw new UsageError(
    `"${text}" is not a time: a number of seconds from ${least} to ${LONGEST_WAIT_S}, such as 20 or 0.5`,
  );
}

/** A user's name. @throws {UsageError} where no command could carry it */
export function userName(text: string): string {
  if (text === '') throw new UsageError('the name of a user is not empty');
  return sendable(text, 'the name of a user');
}

/** A password; the message of the error does not hold it. @throws {UsageError} where no command could carry it */
export function password(text: string): string {
  if (text === '') throw new UsageError('the password is empty, and no command of POP3 can carry an empty one');
  return sendable(text, 'a password');
}

/** CR and LF would end the command (RFC 1939 section 3), and NUL the field of a SASL message (RFC 4616 section 2). */
function sendable(text: string, what: string): string {
  if (/[\0\r\n]/.test(text)) throw new UsageError(`${what} holds no line end and no NUL`);
  return text;
}

/** `USER:PASSWORD`; the password may hold colons. The message of the error does not hold it. @throws {UsageError} */
export function account(text: string): Account {
  const colon = text.indexOf(':');
  if (colon === -1) throw new UsageError('an account is written USER:PASSWORD');
  return { user: userName(text.slice(0, colon)), password: password(text.slice(colon + 1)) };
}

/** One part of so many. */
export interface Part {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** `I/N`, the I-th of N parts. @throws {UsageError} where it is none */
export function part(text: string): Part {
  const [, index, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index !== undefined && of !== undefined && index >= 1 && index <= of) return { index, of };
  throw new UsageError(`"${text}" is not a part of a run: I/N with I from 1 to N, such as 2/4`);
}

/** Somebody who asks for more lanes than this has mistaken the option for another. */
const MOST_LANES = 64;

/** How many scenarios run at the same time. @throws {UsageError} where it is no number of them */
export function lanes(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_LANES) return count;
  throw new UsageError(`"${text}" is not a number of lanes: a whole number from 1 to ${MOST_LANES}`);
}

/** The name of a file or a folder. @throws {UsageError} where it is empty */
export function path(text: string): string {
  if (text === '' || text.includes('\0')) throw new UsageError('the name of a file is not empty');
  return text;
}
