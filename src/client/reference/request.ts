/** What the client asks for, and how it hears what comes back. */

import { COMMANDS, expectsLines, splitKeyword } from '../../protocol/registry.ts';
import { latin1, octetsOf } from '../../protocol/octets.ts';

/** The multi-line part that a positive answer has: none, lines that are read here, or a message that is kept. */
export type Body = 'none' | 'listing' | 'message';

/** Something that the server owes an answer for. */
export interface Request {
  /** The greeting is an answer too, to the connection itself; a response is a line of a SASL exchange. */
  readonly kind: 'greeting' | 'command' | 'response';
  /** In upper case; empty for the greeting. That of a response is `AUTH`. */
  readonly keyword: string;
  /** Without its CRLF; empty for the greeting. A password or a SASL response may stand in it. */
  readonly line: Buffer;
  readonly body: Body;
  /** How many requests of this kind and keyword there were on the connection, this one counted. */
  readonly occurrence: number;
}

export type Kind = Request['kind'];

/** Where a line of the server's was heard. */
export interface Hearing {
  /** What the server was asked. */
  readonly request: Request;
  readonly part: 'first line' | 'body';
  /** Where in the line a read from the network began, in octets: 0 where the line itself did. */
  readonly borders: readonly number[];
}

/** A command as octets; one character is one octet. */
export function spelt(text: string): Buffer {
  return octetsOf(text);
}

/** What a positive answer to a command will hold. */
export function bodyOf(kind: Kind, line: Buffer): Body {
  if (kind !== 'command') return 'none';
  const text = latin1(line);
  if (!expectsLines(text)) return 'none';
  const { keyword } = splitKeyword(text);
  return keyword === 'RETR' || keyword === 'TOP' ? 'message' : 'listing';
}

/** The keyword of a request in upper case, `?` for one that no RFC defines: whatever is said of it, no argument is in it. */
export function keywordOf(kind: Kind, line: Buffer): string {
  if (kind !== 'command') return kind === 'greeting' ? '' : 'AUTH';
  const { keyword } = splitKeyword(latin1(line));
  return COMMANDS.some((known) => known.keyword === keyword) ? keyword : '?';
}

/** The secrets in a line: a password, a digest, a SASL response. @param line without its CRLF */
export function secretsIn(kind: Kind, line: Buffer): Buffer[] {
  if (kind === 'greeting') return [];
  if (kind === 'response') return line.length > 1 ? [line] : [];
  const [keyword = '', ...parameters] = latin1(line).split(' ');
  if (keyword === 'PASS') return [spelt(parameters.join(' '))];
  return (keyword === 'APOP' || keyword === 'AUTH') && parameters[1] !== undefined ? [spelt(parameters[1])] : [];
}
