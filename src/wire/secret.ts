/**
 * Secrets as a type of their own. What we send is a list of pieces, and a password or a SASL response
 * among them is a {@link Secret}: a transcript knows where it stood and has no way to write it down.
 */

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
  return echoesIn(
    latin1(octets),
    secrets.map((secret) => latin1(secret)),
  );
}

/** {@link echoes} in a text with one character for each octet, of secrets that are such texts too. */
export function echoesIn(text: string, secrets: readonly string[]): SecretRange[] {
  return occurrences(text, secrets, foldLatin1);
}

/**
 * The ranges of {@link echoes} in text: the secrets are spelt as they would stand in it.
 * @param inOneCase folds text and secrets alike, and leaves every character in its place
 */
function occurrences(text: string, secrets: readonly string[], inOneCase: typeof fold): SecretRange[] {
  const found: { start: number; end: number }[] = [];
  const folded = inOneCase(text);
  for (const secret of new Set(secrets.map(inOneCase))) {
    if (secret === '') continue;
    let last: { start: number; end: number } | undefined;
    // Occurrences may overlap: what is left of one must not stay visible behind another.
    for (let start = folded.indexOf(secret); start !== -1; start = folded.indexOf(secret, start + 1)) {
      const end = start + secret.length;
      const alone = !isWordCharacter(folded[start - 1]) && !isWordCharacter(folded[end]);
      if (secret.length < SHORTEST_ANYWHERE && !alone) continue;
      if (last !== undefined && start <= last.end) last.end = end;
      else found.push((last = { start, end }));
    }
  }
  return merged(found);
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

/** The same for text that is latin-1 throughout, where no letter changes its length: many times faster on megabytes. */
function foldLatin1(text: string): string {
  return text.toLowerCase();
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9]/.test(character);
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
  const spellings = [...new Set(secrets.flatMap(spellingsOf))].filter((spelling) => spelling !== '');
  return (text) => hideSpellings(text, spellings);
}

function hideSpellings(text: string, spellings: readonly string[]): string {
  const ranges = merged([...occurrences(text, spellings, fold), ...remainders(text, spellings)]);
  let hidden = '';
  let next = 0;
  for (const { start, end } of ranges) {
    hidden += text.slice(next, start) + '*'.repeat(end - start);
    next = end;
  }
  return hidden + text.slice(next);
}

/** How a secret can stand in a message for a reader. */
function spellingsOf(secret: Buffer): string[] {
  const plain = [secret.toString('utf8'), latin1(secret), visible(secret, secret.length)];
  return plain.flatMap((spelling) => [spelling, JSON.stringify(spelling).slice(1, -1)]);
}

/** Where a text is cut short within a secret: the beginning of one, and nothing behind it. */
function remainders(text: string, spellings: readonly string[]): SecretRange[] {
  const folded = fold(text);
  const found: SecretRange[] = [];
  for (const { index: end } of text.matchAll(CUT)) {
    for (const spelling of spellings.map(fold)) {
      for (let length = Math.min(spelling.length - 1, end); length >= SHORTEST_ANYWHERE; length--) {
        if (!folded.startsWith(spelling.slice(0, length), end - length)) continue;
        found.push({ start: end - length, end });
        break;
      }
    }
  }
  return found;
}
