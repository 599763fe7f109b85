/** Places of the page that others link to, and the links. Names of requirements are part of what users quote, so they are the anchors. */

import type { Verdict } from '../../verdict/result.ts';
import { folded } from '../printable.ts';
import { VERDICT } from '../tally.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

/** The anchor of a requirement or a reading: its id, less what an anchor cannot hold. */
export function anchorOf(id: string): string {
  return id.replace(/[^\w.-]/g, '_');
}

/** The ids of all requirements and readings that the page has, and so can link to. */
export type Places = ReadonlySet<string>;

/** A link to a requirement or a reading; its bare id where the page does not have it (a run may leave out what a finding names). */
export function link(id: string, places: Places): Safe {
  return places.has(id) ? html`<a class="id" href="#${anchorOf(id)}">${id}</a>` : html`<span class="id">${id}</span>`;
}

/** Ids as links, with commas between them. */
export function links(ids: readonly string[], places: Places): Safe[] {
  return ids.map((id, index) => html`${index > 0 && ', '}${link(id, places)}`);
}

/** A verdict as a word with its symbol. */
export function badge(verdict: Verdict): Safe {
  const { word, symbol } = VERDICT[verdict];
  return html`<span class="verdict ${verdict}"><span aria-hidden="true">${symbol}</span> ${word}</span>`;
}

/** Our own prose, in which backquotes enclose what goes over the wire. */
export function prose(text: string): Safe[] {
  return folded(text)
    .split('`')
    .map((part, index, parts) => {
      if (index % 2 === 0) return html`${part}`;
      return index === parts.length - 1 ? html`\`${part}` : html`<code>${part}</code>`;
    });
}
