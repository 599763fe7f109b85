/**
 * Secrets as a type of their own. What we send is a list of pieces, and a password or a SASL response
 * among them is a {@link Secret}: a transcript knows where it stood and has no way to write it down.
 */

import { literally } from '../protocol/literally.ts';
import { latin1, visible } from '../protocol/octets.ts';

/** Octets that never appear in any output; the label stands in their place. */
export class Secret {
  readonly octets: Buffer;
  readonly label: string;

  /** @param label what is shown instead, such as `password`: it appears as `{password}` */
  constructor(octets: Buffer, label: string) {
    this.octets = octets;
    this.label = label;
  }

  toString(): string {
    return `{${this.label}}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** What is sent: octets, with the secret ones marked. */
export type Outgoing = ReadonlyArray<Buffer | Secret>;

/** Where secret octets stand in a longer run of octets; `label` only where the secret begins in it. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  readonly label?: string;
}

/** The octets of an outgoing message and where its secrets stand. */
export function flatten(outgoing: Outgoing): { octets: Buffer; secrets: SecretRange[] } {
  const secrets: SecretRange[] = [];
  let offset = 0;
  for (const piece of outgoing) {
    const length = piece instanceof Secret ? piece.octets.length : piece.length;
    if (piece instanceof Secret) secrets.push({ start: offset, end: offset + length, label: piece.label });
    offset += length;
  }
  return { octets: Buffer.concat(outgoing.map((piece) => (piece instanceof Secret ? piece.octets : piece))), secrets };
}

/** The part of `ranges` that lies in `[start, end)`, with offsets from `start`. */
export function slice(ranges: readonly SecretRange[], start: number, end: number): SecretRange[] {
  return ranges
    .filter((range) => range.start < end && range.end > start)
    .map((range) => ({
      start: Math.max(range.start, start) - start,
      end: Math.min(range.end, end) - start,
      ...(range.label !== undefined && range.start >= start ? { label: range.label } : {}),
    }));
}

/** A secret shorter than this is hidden only where it stands alone: hiding every "a" would leave no text to read. */
const SHORTEST_ANYWHERE = 4;

/**
 * Where any of `secrets` stands in `octets` (a peer may echo what we sent), as ranges in order and without overlap.
 * Letters are found in either case, since a peer may echo a command in upper case.
 */
export function echoes(octets: Buffer, secrets: readonly Buffer[]): SecretRange[] {
  return echoFinder(secrets)(octets);
}

/** {@link echoes} for many runs of octets. */
export function echoFinder(secrets: readonly Buffer[]): (octets: Buffer) => SecretRange[] {
  const find = finder(secrets.map((secret) => latin1(secret)));
  return (octets) => find(latin1(octets));
}

/** {@link echoes} in a text with one character for each octet, of secrets that are such texts too. */
export function echoesIn(text: string, secrets: readonly string[]): SecretRange[] {
  return finder(secrets)(text);
}

/**
 * Finds secrets in texts in which they are spelt like that. One regular expression looks for all at once, which takes a
 * tenth of the time on megabytes; where it ignores case, no character becomes two, so that offsets stay right.
 */
function finder(secrets: readonly string[]): (text: string) => SecretRange[] {
  // The longest first: a shorter one may begin as it does.
  const spelt = [...new Set(secrets)].filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length);
  if (spelt.length === 0) return () => [];
  const any = new RegExp(spelt.map(patternOf).join('|'), 'gi');
  return (text) => {
    const found: { start: number; end: number }[] = [];
    any.lastIndex = 0;
    for (let match = any.exec(text); match !== null; match = any.exec(text)) {
      const { index: start } = match;
      const end = start + match[0].length;
      const last = found.at(-1);
      if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
      else found.push({ start, end });
      // Occurrences may overlap: what is left of one must not stay visible behind another.
      any.lastIndex = start + 1;
    }
    return found;
  };
}

function patternOf(secret: string): string {
  const pattern = literally(secret);
  return secret.length < SHORTEST_ANYWHERE ? `(?<![a-z0-9])${pattern}(?![a-z0-9])` : pattern;
}

function merged(ranges: { start: number; end: number }[]): SecretRange[] {
  const result: { start: number; end: number }[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}

/** Letters in one case. Only those of ASCII, so that no character becomes two and offsets stay right. */
function fold(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** What stands behind text that was cut short, see `visible`; or the text's own end, where it was cut without a word. */
const CUT = /…|$/g;

/**
 * Text with every occurrence of a secret in it hidden, character for character, so that columns stay where they are:
 * as it is, with its octets made visible, or as latin-1. Where the text was cut short in the middle of a secret, what is
 * left of that is hidden too.
 */
export function hideEchoes(text: string, secrets: readonly Buffer[]): string {
  return echoHider(secrets)(text);
}

/** {@link hideEchoes} for many texts: how the secrets can be spelt is worked out once. */
export function echoHider(secrets: readonly Buffer[]): (text: string) => string {
  const spellings = [...new Set(secrets.flatMap(spellingsOf))];
  const find = finder(spellings);
  const folded = spellings.map(fold);
  return (text) => hidden(text, merged([...find(text), ...remainders(text, folded)]));
}

function hidden(text: string, ranges: readonly SecretRange[]): string {
  let shown = '';
  let next = 0;
  for (const { start, end } of ranges) {
    shown += text.slice(next, start) + '*'.repeat(end - start);
    next = end;
  }
  return shown + text.slice(next);
}

/** How a secret can stand in a message for a reader. */
function spellingsOf(secret: Buffer): string[] {
  const plain = [secret.toString('utf8'), latin1(secret), visible(secret, secret.length)];
  return plain.flatMap((spelling) => [spelling, JSON.stringify(spelling).slice(1, -1)]);
}

/** Where a text is cut short within a secret: the beginning of one, and nothing behind it. @param spellings in one case */
function remainders(text: string, spellings: readonly string[]): SecretRange[] {
  const folded = fold(text);
  const found: SecretRange[] = [];
  for (const { index: end } of text.matchAll(CUT)) {
    for (const spelling of spellings) {
      for (let length = Math.min(spelling.length - 1, end); length >= SHORTEST_ANYWHERE; length--) {
        if (!folded.startsWith(spelling.slice(0, length), end - length)) continue;
        found.push({ start: end - length, end });
        break;
      }
    }
  }
  return found;
}
