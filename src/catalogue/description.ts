/**
 * The fixed form of a Rule's description: blocks of an RFC's words, remarks in words of our own, and lines that name the
 * readings and claims. Each line is what its first characters say.
 */
import { nearest } from './nearest.ts';
import type { Quote } from './requirement.ts';

export interface Description {
  readonly quotes: readonly Quote[];
  readonly readings: readonly string[];
  readonly claims: readonly string[];
  /** What is wrong, each one sentence. */
  readonly mistakes: readonly string[];
}

const SOURCE = /^RFC (\d+) section (\d+(?:\.\d+)*)(?:, ([^:]+))?:$/;
const QUOTED = /^>(?: |$)(.*)$/;
const READINGS = /^Readings? (R\d+(?:(?:, ?| and |, and )R\d+)*)\.?$/;
const CLAIMS = /^Claims: (.+?)\.?$/;
/** What looks like a keyword with a step below it. */
const HEADED_STEP = /^([A-Z]\w+(?: [A-Z]\w+)?):.*\n\s*(?:Given|When|Then|\*) /gm;
const KEYWORDS = ['Background', 'Example', 'Scenario', 'Scenario Outline', 'Scenario Template'];

const OMISSION = '...';

/** White space of any kind and length becomes one space; none is left at the ends. */
export function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Quoted lines as one text: a word that the RFC broke at its hyphen is whole, such as LOGIN-DELAY. */
function join(lines: readonly string[]): string {
  return fold(lines.join('\n').replace(/(?<=\w-)\n\s*(?=\w)/g, ''));
}

interface Block {
  readonly rfc: number;
  readonly section: string;
  readonly kind: string | undefined;
  readonly lines: string[];
}

function quoteOf(block: Block): Quote {
  const pieces: string[][] = [[]];
  for (const line of block.lines) {
    if (line.trim() === OMISSION) pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  return {
    rfc: block.rfc,
    section: block.section,
    ...(block.kind !== undefined && { kind: block.kind }),
    text: join(block.lines),
    pieces: pieces.map(join).filter((piece) => piece !== ''),
  };
}

/**
 * Reads a Rule's description.
 *
 * ```text
 * RFC 2449 section 5, ABNF:       whence the quotation below it comes, and what it is where it is not prose
 * > It is available               the RFC's words
 * > ...                           an omission
 * Readings R1, R3.                what it rests on
 * Claims: greeting, capability TOP
 * ```
 * @param text as Gherkin gives it, lines separated by LF
 */
export function parseDescription(text: string): Description {
  const blocks: Block[] = [];
  const readings: string[] = [];
  const claims: string[] = [];
  const mistakes: string[] = [];
  const lines = text.split('\n').map((line) => line.trim());
  for (const line of lines) {
    const source = SOURCE.exec(line);
    const quoted = QUOTED.exec(line)?.[1];
    if (source !== null) {
      const [, rfc = '', section = '', kind] = source;
      blocks.push({ rfc: Number(rfc), section, kind, lines: [] });
    } else if (quoted !== undefined) {
      const block = blocks.at(-1);
      if (block !== undefined) block.lines.push(quoted);
      else mistakes.push(`the quotation "${quoted}" has no line above it that names its RFC and section`);
    } else if (READINGS.test(line)) {
      readings.push(...(line.match(/R\d+/g) ?? []));
    } else if (CLAIMS.test(line)) {
      const names = CLAIMS.exec(line)?.[1] ?? '';
      claims.push(...names.split(',').map(fold));
    }
  }
  // Behind a misspelt `Scenario:` Gherkin takes everything for description, so a check would be lost in silence.
  for (const [, word = ''] of lines.join('\n').matchAll(HEADED_STEP)) {
    if (nearest(word, KEYWORDS).length > 0)
      mistakes.push(`"${word}:" and the steps below it are taken for description`);
  }
  for (const block of blocks) {
    if (block.lines.length === 0) mistakes.push(`nothing is quoted from RFC ${block.rfc} section ${block.section}`);
  }
  const quotes = blocks.map(quoteOf).filter((quote) => quote.pieces.length > 0);
  return { quotes, readings, claims, mistakes };
}
