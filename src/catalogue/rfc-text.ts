/** The text of an RFC as a reader sees it: without its page breaks, cut into sections, sentences and rules of grammar. */
import { fold } from './description.ts';

/** A section, without its subsections. */
export interface Section {
  /** Such as `6.5`. */
  readonly number: string;
  readonly title: string;
  /** The lines between its heading and the next one's. */
  readonly lines: readonly string[];
}

/** A rule of ABNF (RFC 2234). */
export interface GrammarRule {
  readonly name: string;
  /** What stands right of the `=`, white space folded, without its comment. */
  readonly definition: string;
}

const FOOTER = /\[Page \d+\]\s*$/;
const RUNNING_HEADER = /^RFC \d+ .* (?:19|20)\d\d\s*$/;
const HEADING = /^(\d+(?:\.\d+)*)\.?\s+(\S.*)$/;
const RULE = /^\s+([a-z][a-z\d-]*)\s+=\s+(\S.*)$/;
const SENTENCE_END = /(?<=[.?!]["')]*)\s+(?=["'([]*[A-Z"+-])/;
const KEY_WORD = /\b(?:MUST|REQUIRED|SHALL|SHOULD|RECOMMENDED|MAY|OPTIONAL)\b|strongly recommended/;

/** Two texts are the same words when these are equal: white space aside, also where a line ended at a hyphen. */
export function normalise(text: string): string {
  return fold(text).replaceAll('- ', '-');
}

/** Whether a text holds one of the key words of RFC 2119, or "strongly recommended". */
export function hasKeyWord(text: string): boolean {
  return KEY_WORD.test(text);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a paragraph that a page break interrupts goes on behind it. */
function goesOn(before: string | undefined, after: string): boolean {
  return before !== undefined && !/[.:]\)?$/.test(before.trimEnd()) && indentOf(before) === indentOf(after);
}

/**
 * The lines of an RFC without page breaks: footers, running headers, form feeds and the blank lines around them. A paragraph
 * that goes on behind the break is whole again.
 * @param text the RFC as the RFC Editor publishes it
 */
export function withoutPages(text: string): string[] {
  const lines: string[] = [];
  let broken = false;
  for (const line of text.split(/\r?\n/).map((each) => each.replaceAll('\f', ''))) {
    if (FOOTER.test(line)) {
      while (lines.at(-1)?.trim() === '') lines.pop();
      broken = true;
    } else if (!broken) {
      lines.push(line);
    } else if (line.trim() !== '' && !RUNNING_HEADER.test(line)) {
      if (!goesOn(lines.at(-1), line)) lines.push('');
      lines.push(line);
      broken = false;
    }
  }
  return lines;
}

/** The numbered sections of an RFC in their order. A heading starts at the left margin, which tells it from the contents. */
export function sectionsOf(text: string): Section[] {
  const sections: { number: string; title: string; lines: string[] }[] = [];
  for (const line of withoutPages(text)) {
    const [, number, title] = HEADING.exec(line) ?? [];
    if (number !== undefined && title !== undefined) sections.push({ number, title, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

/** Whether a section is another one or lies in it: `6.5` in `6`, and not `50` in `5`. */
export function liesIn(section: string, whole: string): boolean {
  return section === whole || section.startsWith(`${whole}.`);
}

function paragraphsOf(lines: readonly string[]): string[][] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
}

function commentOf(line: string): string {
  const start = line.indexOf(';');
  return start === -1 ? '' : line.slice(start + 1).trim();
}

/**
 * The sentences of a section that hold a key word, white space folded. In a grammar there are no sentences: there each comment
 * with a key word stands for one. A list of items belongs to the sentence that introduces it.
 */
export function keyWordSentences(section: Section): string[] {
  const sentences = paragraphsOf(section.lines).flatMap((lines) =>
    lines.some((line) => RULE.test(line)) ? lines.map(commentOf) : fold(lines.join(' ')).split(SENTENCE_END),
  );
  return sentences.filter(hasKeyWord);
}

/** The rules of the grammar that a section gives, in their order. */
export function grammarRules(section: Section): GrammarRule[] {
  return section.lines.flatMap((line) => {
    const [, name, rest] = RULE.exec(line) ?? [];
    if (name === undefined || rest === undefined) return [];
    return [{ name, definition: fold(rest.split(';')[0] ?? '') }];
  });
}
