/** The filters of a page: by verdict, level, section and words. They are hidden until the script is there to serve them. */

import type { RequirementResult, Verdict } from '../../verdict/result.ts';
import { LEVELS, VERDICT, VERDICTS } from '../tally.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

function box(name: string, value: string, label: Safe | string): Safe {
  return html`<label><input type="checkbox" name="${name}" value="${value}" /><span>${label}</span></label> `;
}

/** Items in the groups that follow each other with the same key. */
export function grouped<T>(items: readonly T[], key: (item: T) => string): Array<readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** What a section is called among those of all RFCs, such as `2449-6.5`: the value of a filter and the anchor of the section. */
export function sectionKey({ rfc, section }: Pick<RequirementResult, 'rfc' | 'section'>): string {
  return `${rfc}-${section}`;
}

function sections(requirements: readonly RequirementResult[]): Safe {
  return html`<label class="section"
    ><span>Section</span>
    <select id="section">
      <option value="">all</option>
      ${grouped(requirements, ({ rfc }) => String(rfc)).map(
        (items) =>
          html`<optgroup label="RFC ${items[0].rfc}">
            <option value="${items[0].rfc}-">all of RFC ${items[0].rfc}</option>
            ${grouped(items, ({ section }) => section).map(
              ([first]) =>
                html`<option value="${sectionKey(first)}">RFC ${first.rfc}, section ${first.section}</option>`,
            )}
          </optgroup>`,
      )}
    </select></label
  >`;
}

/**
 * The filters for a page with these requirements, in the order of the page.
 * @param counts how many requirements have each verdict; those of none are not offered
 */
export function filters(requirements: readonly RequirementResult[], counts: Readonly<Record<Verdict, number>>): Safe {
  const used = VERDICTS.filter((each) => counts[each] > 0);
  return html`<div id="filters" class="filters" role="search" aria-label="Filter the requirements" hidden>
    <fieldset>
      <legend>Only</legend>
      ${used.map((each) =>
        box(
          'verdict',
          each,
          html`<span aria-hidden="true">${VERDICT[each].symbol}</span> ${VERDICT[each].word} ${counts[each]}`,
        ),
      )}
    </fieldset>
    <fieldset>
      <legend>Level</legend>
      ${LEVELS.map((level) => box('level', level, level))}
    </fieldset>
    ${sections(requirements)}
    <label class="search"
      ><span>Search</span> <input type="search" id="search" placeholder="id, word, capability …"
    /></label>
    <p id="shown" role="status"></p>
    <p class="buttons">
      <button type="button" id="open-all">Open all</button> <button type="button" id="close-all">Close all</button>
    </p>
  </div> `;
}
