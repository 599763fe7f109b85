/** HTML that is safe by construction: the template's own text is markup, and every string put into it is text. */

import { createHash } from 'node:crypto';

import { printable } from '../printable.ts';

/** Markup. The private field makes it a type of its own: no string passes for it. */
export class Safe {
  readonly #markup: string;

  /** For the functions of this file only. */
  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text, markup, several of them, or nothing (undefined and false). */
export type Part = string | number | Safe | undefined | false | readonly Part[];

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const MARKUP = /[&<>"']/;

/** Text for an element or a quoted attribute: references for markup, escapes for what could act on the page or its reader. */
function text(value: string): string {
  const shown = printable(value);
  return MARKUP.test(shown) ? shown.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character) : shown;
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Safe) return part.toString();
  if (typeof part === 'string') return text(part);
  if (typeof part === 'number') return String(part);
  // The compiler knows that nothing else comes, and a forged object would not be text.
  if (!Array.isArray(part)) throw new TypeError('a template takes text and markup');
  return appended(part.length, (index) => written(part[index]));
}

/**
 * Texts one behind the other. Where templates stand in templates, `join` would copy everything at each of their levels;
 * what `+=` makes is copied once, at the end.
 */
function appended(count: number, piece: (index: number) => string): string {
  let all = '';
  for (let index = 0; index < count; index += 1) all += piece(index);
  return all;
}

/** The markup of each template without the indentation that only the source needs. */
const outdented = new WeakMap<TemplateStringsArray, readonly string[]>();

function markupOf(strings: TemplateStringsArray): readonly string[] {
  const known = outdented.get(strings);
  if (known !== undefined) return known;
  const fresh = strings.map((markup) => markup.replace(/\n\s*/g, '\n'));
  outdented.set(strings, fresh);
  return fresh;
}

/** A template: `html\`<p>${name}</p>\``. Attributes must be quoted, and none may be a URL or a script that a peer chose. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Safe {
  const markup = markupOf(strings);
  return new Safe(appended(markup.length, (index) => (markup[index] ?? '') + written(parts[index])));
}

/** Texts as lines, each with a line end of its own: the one control character that stays what it is. */
export function lines(texts: readonly string[]): Safe {
  return new Safe(appended(texts.length, (index) => `${text(texts[index] ?? '')}\n`));
}

const BEYOND_ASCII = /[^\0-\x7F]/u;

/**
 * The same page in ASCII: every other character as a reference. A browser reads such a file several times as fast and in
 * half the memory, which is felt where a report has some megabytes of conversations.
 */
export function inAscii(page: Safe): string {
  return page.toString().replace(/[^\0-\x7F]/gu, (character) => `&#x${character.codePointAt(0)?.toString(16)};`);
}

/**
 * Our own style or script as an element, and its hash as a Content Security Policy wants it.
 * @throws Error where the source could end its element: there are no escapes inside; and where it is not ASCII, as the page is
 */
export function inline(element: 'style' | 'script', source: string): { readonly markup: Safe; readonly hash: string } {
  if (/<[/!]/.test(source)) throw new Error(`a ${element} must not contain "</" or "<!"`);
  if (BEYOND_ASCII.test(source)) throw new Error(`a ${element} must be ASCII: write what is not with an escape`);
  const hash = createHash('sha256').update(source, 'utf8').digest('base64');
  return { markup: new Safe(`<${element}>${source}</${element}>`), hash: `'sha256-${hash}'` };
}
