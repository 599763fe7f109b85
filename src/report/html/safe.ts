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

/** Text for an element or a quoted attribute: references for markup, escapes for what could act on the page or its reader. */
function text(value: string): string {
  return printable(value).replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character);
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Safe) return part.toString();
  if (typeof part === 'string') return text(part);
  return typeof part === 'number' ? String(part) : part.map(written).join('');
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
  return new Safe(
    markupOf(strings)
      .map((markup, index) => `${markup}${written(parts[index])}`)
      .join(''),
  );
}

/** Texts as lines, each with a line end of its own: the one control character that stays what it is. */
export function lines(texts: readonly string[]): Safe {
  return new Safe(texts.map((line) => `${text(line)}\n`).join(''));
}

/**
 * Our own style or script as an element, and its hash as a Content Security Policy wants it.
 * @throws Error where the source could end its element: there are no escapes inside
 */
export function inline(element: 'style' | 'script', source: string): { readonly markup: Safe; readonly hash: string } {
  if (/<[/!]/.test(source)) throw new Error(`a ${element} must not contain "</" or "<!"`);
  const hash = createHash('sha256').update(source, 'utf8').digest('base64');
  return { markup: new Safe(`<${element}>${source}</${element}>`), hash: `'sha256-${hash}'` };
}
