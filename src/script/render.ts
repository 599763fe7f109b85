/** What is sent: texts with their values, the correct answer with its edits, and where it is cut and paused. Pure. */

import { CRLF, latin1, octetsOf } from '../protocol/octets.ts';
import { sendsAnswer } from './check.ts';
import { compileEdits, editAnswer, type CompiledEdit } from './edit.ts';
import type { Captures } from './pattern.ts';
import { isOfServer, type Act, type End, type Rule } from './syntax.ts';
import { renderedText } from './text-octets.ts';

/** Octets to send, and how. */
export interface Rendered {
  readonly octets: Buffer;
  /** The offsets at which a new segment begins. */
  readonly cuts: readonly number[];
  /** Between two segments, in milliseconds. */
  readonly gapMs: number;
  readonly pauses: readonly Pause[];
  readonly dropsTheRest: boolean;
  /** Undefined: what the engine would do. */
  readonly end: End | undefined;
}

/** A wait before the octet at an offset, or behind the last one. */
export interface Pause {
  readonly at: number;
  readonly ms: number;
  /** Whether it is over as soon as the client has sent more. */
  readonly untilMore: boolean;
}

/** The first line of an answer, without its CRLF. */
export function firstLineOf(octets: Buffer): string {
  const end = octets.indexOf(CRLF);
  return latin1(end === -1 ? octets : octets.subarray(0, end));
}

/** The values that a correct answer gives: {status} and {text}. */
function valuesOf(correct: Buffer): Captures {
  const first = firstLineOf(correct);
  const space = first.indexOf(' ');
  return space === -1 ? { status: first, text: '' } : { status: first.slice(0, space), text: first.slice(space + 1) };
}

/** So much text is collected before it becomes octets, in characters. */
const MOST_TEXT = 64 * 1024;

/**
 * What acts send.
 * @param answer the correct answer, edited; empty where there is none
 */
export function renderActs(acts: readonly Act[], values: Captures, answer: Buffer): Rendered {
  const pieces: Buffer[] = [];
  let length = 0;
  // A message has many lines: they become octets many at a time.
  let text = '';
  const flush = (): void => {
    if (text !== '') pieces.push(octetsOf(text));
    text = '';
  };
  const put = (piece: string): void => {
    text += piece;
    length += piece.length;
    if (text.length >= MOST_TEXT) flush();
  };
  const cuts: number[] = [];
  const pauses: Pause[] = [];
  for (const act of acts) {
    if (act.kind === 'send') put(renderedText(act.text, values));
    else if (act.kind === 'answer') {
      flush();
      pieces.push(answer);
      length += answer.length;
    } else if (act.kind === 'cut') cuts.push(length);
    else if (act.kind === 'wait' || act.kind === 'wait for more') {
      cuts.push(length);
      pauses.push({ at: length, ms: act.ms, untilMore: act.kind === 'wait for more' });
    } else if (act.kind === 'cut after') cuts.push(act.octets);
  }
  flush();
  const octets = Buffer.concat(pieces);
  const regular = acts.flatMap((act) => (act.kind === 'cut every' ? [act] : []));
  return {
    octets,
    cuts: [...cuts, ...regular.flatMap(({ unit }) => regularCuts(octets, unit))],
    gapMs: Math.max(0, ...regular.map(({ gapMs }) => gapMs)),
    pauses,
    dropsTheRest: acts.some(({ kind }) => kind === 'drop the rest'),
    end: endOf(acts),
  };
}

function endOf(acts: readonly Act[]): End | undefined {
  const kind = acts.findLast(isOfServer)?.kind;
  return kind === 'close' || kind === 'reset' || kind === 'start TLS' || kind === 'stay' ? kind : undefined;
}

function regularCuts(octets: Buffer, unit: 'octet' | 'line' | 'CRLF'): number[] {
  if (unit === 'octet') return Array.from(octets.keys());
  const cuts: number[] = [];
  for (let at = octets.indexOf(CRLF); at !== -1; at = octets.indexOf(CRLF, at + CRLF.length)) {
    cuts.push(at + (unit === 'line' ? CRLF.length : 1));
  }
  return cuts;
}

/** A rule ready to be rendered for each line that it fits. */
export interface Recipe {
  /** The acts with `answer` where it stands by default. */
  readonly acts: readonly Act[];
  readonly edits: readonly CompiledEdit[];
}

/** Prepares a rule. */
export function recipe(rule: Rule): Recipe {
  const isImplicit = sendsAnswer(rule) && !rule.acts.some(({ kind }) => kind === 'answer');
  const acts: readonly Act[] = isImplicit ? withAnswer(rule.acts) : rule.acts;
  return { acts, edits: compileEdits(rule.edits) };
}

/** The answer stands at the end, but before what ends it. */
function withAnswer(acts: readonly Act[]): Act[] {
  const isEnded = endOf(acts) !== undefined;
  return [...acts.slice(0, isEnded ? -1 : undefined), { kind: 'answer' }, ...(isEnded ? acts.slice(-1) : [])];
}

/**
 * What a rule sends.
 * @param captures with {user}, where it is known
 * @param correct the correct answer; undefined where the engine was not asked
 */
export function renderRule({ acts, edits }: Recipe, captures: Captures, correct: Buffer | undefined): Rendered {
  const values = { ...captures, ...(correct === undefined ? {} : valuesOf(correct)) };
  return renderActs(acts, values, correct === undefined ? Buffer.alloc(0) : editAnswer(correct, edits, values));
}
