/** A conversation as the exchanges that somebody would write down: what is sent together, what logs in, what came. Pure. */

import { statusOf } from '../protocol/first-line.ts';
import { octetsOf } from '../protocol/octets.ts';
import { plainText } from '../script/text-lines.ts';
import type { Conversation, Pattern, PatternPart } from '../script/syntax.ts';
import { partsOf, type Part } from '../shrink/parts.ts';

/** What came first of an answer. */
export type Came = '+OK' | '-ERR' | '+' | undefined;

/** A command, and what belongs to it. */
export interface Exchange {
  readonly number: number;
  /** The lines of the client, pieces put together: the command, then responses to challenges (RFC 5034 section 4). */
  readonly lines: readonly Pattern[];
  readonly keyword: string;
  readonly came: Came;
  /** The lines of the answer, as far as they are told. */
  readonly answer: readonly string[];
  readonly beginsTls: boolean;
  /** Whether the next command is sent before this one is answered. */
  readonly isAhead: boolean;
}

/** The exchanges of a conversation, and whether it says where the client's segments end. */
export interface Session {
  readonly exchanges: readonly Exchange[];
  readonly isCut: boolean;
  /** The lines of the greeting. */
  readonly greeting: readonly string[];
}

/** Reads a conversation. */
export function sessionOf(conversation: Conversation): Session {
  const parts = partsOf(conversation);
  const drafts = new Map<number, Part[]>();
  const order: number[] = [];
  for (const part of parts) {
    if (part.exchange === undefined) continue;
    const own = drafts.get(part.exchange);
    if (own === undefined) {
      drafts.set(part.exchange, [part]);
      order.push(part.exchange);
    } else own.push(part);
  }
  const firstAnswers = new Map<number, number>();
  const commands = new Map<number, number>();
  for (const [at, { kind, exchange }] of parts.entries()) {
    if (exchange === undefined) continue;
    if (kind === 'server' && !firstAnswers.has(exchange)) firstAnswers.set(exchange, at);
    if (kind === 'client' && !commands.has(exchange)) commands.set(exchange, at);
  }
  const sorted = order.toSorted((a, b) => a - b);
  return {
    isCut: parts.some((part) => part.kind === 'act' && part.act.kind === 'client cut'),
    greeting: answerOf(parts.filter(({ exchange }) => exchange === undefined)),
    exchanges: sorted.map((number, index) => {
      const own = drafts.get(number) ?? [];
      const next = sorted[index + 1];
      const follows = next === undefined ? undefined : commands.get(next);
      const answer = answerOf(own);
      const lines = linesOf(own);
      return {
        number,
        lines,
        keyword: /^[A-Za-z0-9]*/.exec(beginning(lines[0]))?.[0].toUpperCase() ?? '',
        came: statusOf(octetsOf(answer[0] ?? '')),
        answer,
        beginsTls: own.some((part) => part.kind === 'act' && part.act.kind === 'start TLS'),
        isAhead: follows !== undefined && follows < (firstAnswers.get(number) ?? Number.POSITIVE_INFINITY),
      };
    }),
  };
}

/** The octets with which a line begins. */
export function beginning(line: Pattern | undefined): string {
  const [first] = line?.parts ?? [];
  return first?.kind === 'octets' ? first.octets : '';
}

function linesOf(parts: readonly Part[]): Pattern[] {
  const lines: PatternPart[][] = [];
  for (const part of parts) {
    if (part.kind !== 'client') continue;
    if (part.begins || lines.length === 0) lines.push([...part.client.parts]);
    else lines.at(-1)?.push(...part.client.parts);
  }
  return lines.map((line) => ({ parts: joined(line) }));
}

/** The normal form of a pattern. */
function joined(parts: readonly PatternPart[]): PatternPart[] {
  const result: PatternPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.kind === 'octets' && part.kind === 'octets') {
      result[result.length - 1] = { kind: 'octets', octets: last.octets + part.octets };
    } else result.push(part);
  }
  return result;
}

function answerOf(parts: readonly Part[]): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (part.kind !== 'server') continue;
    line += plainText([part.text]);
    if (!line.endsWith('\n')) continue;
    lines.push(line);
    line = '';
  }
  return line === '' ? lines : [...lines, line];
}

/** How somebody logs in. */
export interface Login {
  /** USER, APOP, or a mechanism of SASL. */
  readonly method: string;
  /** How many exchanges it takes. */
  readonly exchanges: 1 | 2;
  /** Whether PLAIN, in which the client speaks first, was asked to by the empty challenge (RFC 5034 section 4). */
  readonly isAsked: boolean;
}

/** The login that begins with an exchange, where it is one that is filled in from an account and was accepted. */
export function loginAt(exchanges: readonly Exchange[], index: number): Login | undefined {
  const exchange = exchanges[index];
  const next = exchanges[index + 1];
  if (exchange === undefined || exchange.isAhead) return undefined;
  const words = exchange.lines.map(wordsOf);
  const [command = ''] = words;
  if (command === 'USER {user}' && exchange.came === '+OK' && next?.came === '+OK') {
    const [pass = ''] = next.lines.map(wordsOf);
    return pass === 'PASS {password}' && !next.isAhead ? { method: 'USER', exchanges: 2, isAsked: false } : undefined;
  }
  // Behind challenges the last answer counts.
  const isAccepted = exchange.answer.some((line) => statusOf(octetsOf(line)) === '+OK');
  if (!isAccepted) return undefined;
  if (command === 'APOP {user} {digest}') return { method: 'APOP', exchanges: 1, isAsked: false };
  const mechanism = /^AUTH ([A-Z0-9_-]+)(?: \{response\})?$/i.exec(command)?.[1]?.toUpperCase();
  const isFilledIn = command.endsWith('{response}') || words.slice(1).some((line) => line === '{response}');
  const others = words.slice(1).every((line) => line === '{response}' || line === '');
  if (mechanism === undefined || !isFilledIn || !others) return undefined;
  return { method: mechanism, exchanges: 1, isAsked: mechanism === 'PLAIN' && words.length > 1 };
}

/** A line with its placeholders in braces, to be compared with. */
function wordsOf({ parts }: Pattern): string {
  return parts
    .map((part) => (part.kind === 'octets' ? part.octets : 'name' in part ? `{${part.name}}` : '...'))
    .join('');
}
