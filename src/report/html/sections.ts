/** The counts of each section as the RFCs have them: the table of contents of the requirements. */

import type { Counts, RequirementResult, Verdict } from '../../verdict/result.ts';
import { VERDICTS, VERDICT, totalOf } from '../tally.ts';
import { bar } from './bar.ts';
import { grouped, sectionKey } from './filters.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

function countsOf(requirements: readonly RequirementResult[]): Counts {
  const of = (verdict: Verdict): number => requirements.filter((each) => each.verdict === verdict).length;
  return {
    pass: of('pass'),
    fail: of('fail'),
    advice: of('advice'),
    inconclusive: of('inconclusive'),
    'not-applicable': of('not-applicable'),
    'not-run': of('not-run'),
  };
}

/** What a bar shows, in words that are short: `3 of 5 passed, 1 failed`. */
function words(counts: Counts): Safe {
  const others = VERDICTS.filter((verdict) => verdict !== 'pass' && counts[verdict] > 0);
  return html`${counts.pass} of ${totalOf(counts)}
  passed${others.map((verdict) => html`, <span class="${verdict}">${counts[verdict]} ${VERDICT[verdict].word}</span>`)}`;
}

/** A row for each section, with a link to its requirements; nothing where there are none. */
export function bySection(requirements: readonly RequirementResult[]): Safe | false {
  return (
    requirements.length > 0 &&
    html`<section id="sections" aria-labelledby="sections-title">
      <h2 id="sections-title">By section</h2>
      <div class="sections">
        ${grouped(requirements, ({ rfc }) => String(rfc)).map(
          (items) =>
            html`<div class="card">
              <h3><a href="#rfc${items[0].rfc}">RFC ${items[0].rfc}</a></h3>
              <ul>
                ${grouped(items, ({ section }) => section).map((part) => {
                  const counts = countsOf(part);
                  return html`<li>
                    <a href="#rfc${sectionKey(part[0])}"><span>Section ${part[0].section}</span></a>
                    ${bar(counts)} <span class="words">${words(counts)}</span>
                  </li> `;
                })}
              </ul>
            </div> `,
        )}
      </div>
    </section> `
  );
}
