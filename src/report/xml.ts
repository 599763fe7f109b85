/** XML that is well-formed by construction: markup comes from {@link element} alone, and every string becomes text. */

import { printable } from './printable.ts';

/** A piece of XML. The private field makes it a type of its own: no string passes for one. */
export class Xml {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(value: string): string {
  return value.replace(/[&<>"]/g, (character) => REFERENCES[character] ?? character);
}

/** Lines of text. What XML cannot hold (XML 1.0 section 2.2), and any other control, is shown as an escape such as `\x00`. */
function content(value: string): string {
  return escaped(value.split('\n').map(printable).join('\n'));
}

/**
 * An element. Attributes that are undefined are left out; strings among the children are text.
 * @param name an XML name, ours and never a peer's
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children: ReadonlyArray<Xml | string> = [],
): Xml {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(printable(String(value)))}"`],
  );
  const opened = `<${name}${written.join('')}`;
  if (children.length === 0) return new Xml(`${opened}/>`);
  const nested = children.some((child) => child instanceof Xml);
  const inside = children.map((child) => (child instanceof Xml ? child.toString() : content(child)));
  // An element of elements has a line for each; one of text has exactly its text.
  return new Xml(nested ? `${opened}>\n${inside.join('\n')}\n</${name}>` : `${opened}>${inside.join('')}</${name}>`);
}

/** A document with `root` as its root element. */
export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.toString()}\n`;
}
