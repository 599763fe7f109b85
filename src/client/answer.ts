/** What came back for a command: an answer, or the way in which none came. */

import type { Line } from '../protocol/line.ts';
import { CR, SP, latin1, visible } from '../protocol/octets.ts';
import type { Silence } from '../wire/connection.ts';

export type Status = '+OK' | '-ERR' | '+';

/** A whole answer: its first line and, where the command has one, the multi-line part without the dot line. */
export interface Answer {
  readonly kind: 'answer';
  /** The command, with secrets as labels and every octet visible; empty for the greeting. */
  readonly command: string;
  readonly connection: number;
  readonly first: Line;
  /** `+` is a SASL challenge (RFC 5034 section 4); undefined where the line begins with none of the three. */
  readonly status: Status | undefined;
  /** The lines of a multi-line answer as they came (still dot-stuffed), the dot line left out. */
  readonly lines?: readonly Line[];
}

/** No answer, or one that broke off. */
export interface NoAnswer {
  readonly kind: 'none';
  readonly command: string;
  readonly connection: number;
  readonly silence: Silence;
  /** The first line, where the answer broke off after it. */
  readonly first?: Line;
  /** Where in the server's octets the answer should have gone on. */
  readonly offset: number;
}

export type Outcome = Answer | NoAnswer;

/** A line without its end, and without stray CRs before it: those are a breach of the grammar (2449-3-S3), and of nothing else. */
export function contentOf({ content }: Line): Buffer {
  let end = content.length;
  while (content[end - 1] === CR) end -= 1;
  return content.subarray(0, end);
}

/** The text behind the status indicator, without the SP that separates them. */
export function textOctets(answer: Answer): Buffer {
  const content = contentOf(answer.first);
  const start = answer.status?.length ?? 0;
  return content.subarray(content[start] === SP ? start + 1 : start);
}

/** {@link textOctets} with one character for each octet. */
export function textOf(answer: Answer): string {
  return latin1(textOctets(answer));
}

/** The levels of the response code at the beginning of the text, in upper case: `['SYS', 'TEMP']`; empty without one. */
export function codeOf(answer: Answer): readonly string[] {
  const code = /^\[([^\]\s]+)\]/.exec(textOf(answer));
  return code?.[1] === undefined ? [] : code[1].toUpperCase().split('/');
}

/** The lines of the multi-line part as latin-1 text, without their line ends. */
export function linesOf(answer: Answer): string[] {
  return (answer.lines ?? []).map((line) => latin1(contentOf(line)));
}

/** An outcome in words, for a reader: the first line with every octet visible, or why there is none. */
export function describe(outcome: Outcome): string {
  if (outcome.kind === 'answer') return visible(outcome.first.octets, 200);
  return (outcome.first === undefined ? '' : `${visible(outcome.first.octets, 200)}, then `) + SILENCE[outcome.silence];
}

const SILENCE: Readonly<Record<Silence, string>> = {
  closed: 'the connection closed',
  reset: 'the connection was reset',
  timeout: 'nothing within the time allowed',
  overlong: 'octets without end',
};
