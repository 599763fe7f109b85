/** What a command is to this server: when it is valid, how many parameters it has, and what it does. */

import { latin1 } from '../protocol/octets.ts';
import type { Answer } from './answer.ts';
import type { Feature } from './config.ts';
import type { Situation, State } from './situation.ts';

export interface Command {
  /** The states in which it is valid (RFC 1939 section 9, and the definitions of the capabilities). */
  readonly states: readonly State[];
  /** The fewest and the most parameters; `rest`: one, in which spaces stand for themselves (PASS, RFC 1939 section 7). */
  readonly parameters: readonly [number, number] | 'rest';
  /** Where it is off, the command is an unknown one. */
  readonly feature?: Feature;
  /** Whether its parameters may hold UTF-8 (RFC 6856 section 2.2). */
  readonly takesUtf8?: boolean;
  /** @param parameters as many as there may be, one character for each octet */
  run(situation: Situation, ...parameters: string[]): Answer;
}

/** Commands by keyword, in upper case. */
export type Commands = ReadonlyMap<string, Command>;

/** A command line (RFC 2449 section 3), not yet understood. */
export interface CommandLine {
  /** Upper case: keywords are case-insensitive (RFC 1939 section 3). */
  readonly keyword: string;
  /** All that follows the first SP; undefined where there is none. */
  readonly rest: string | undefined;
}

/** Cuts a line, without its CRLF, at the first SP. Nothing is refused here. */
export function commandLine(content: Uint8Array): CommandLine {
  const text = latin1(content);
  const space = text.indexOf(' ');
  if (space === -1) return { keyword: text.toUpperCase(), rest: undefined };
  return { keyword: text.slice(0, space).toUpperCase(), rest: text.slice(space + 1) };
}

/**
 * The parameters of a command.
 * @returns undefined where their number is wrong or one is empty: they are separated by single SPs (RFC 1939 section 3)
 */
export function parametersOf({ rest }: CommandLine, expected: Command['parameters']): string[] | undefined {
  if (expected === 'rest') return rest === undefined || rest === '' ? undefined : [rest];
  const parameters = rest === undefined ? [] : rest.split(' ');
  const [fewest, most] = expected;
  if (parameters.length < fewest || parameters.length > most || parameters.includes('')) return undefined;
  return parameters;
}

/**
 * A message-number, or a number of lines: digits, and nothing else.
 * @returns undefined for anything else, and for what is beyond exact integers
 */
export function decimal(parameter: string): number | undefined {
  const value = /^[0-9]+$/.test(parameter) ? Number(parameter) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
