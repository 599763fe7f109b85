/** The table of claims: each capability in each state, announced or not, working or not, and whether the two agree. */

import type { Announcement, Claim } from '../../verdict/result.ts';
import type { Places } from './anchors.ts';
import { link } from './anchors.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

type Column = Pick<Announcement, 'state' | 'tls'>;

/** Every state that a claim may speak of, in the order of a session. */
const STATES: readonly Column[] = [
  { state: 'AUTHORIZATION', tls: false },
  { state: 'TRANSACTION', tls: false },
  { state: 'AUTHORIZATION', tls: true },
  { state: 'TRANSACTION', tls: true },
];

function of(claim: Claim, { state, tls }: Column): Announcement | undefined {
  return claim.announcements.find((each) => each.state === state && each.tls === tls);
}

function announced(claim: Claim, column: Column): Safe {
  const found = of(claim, column);
  if (found === undefined || found.announced === null) return html`<td class="unknown">not seen</td>`;
  if (!found.announced) return html`<td class="no">– no</td>`;
  return html`<td class="yes">✓ yes${found.arguments !== '' && html` <code>${found.arguments}</code>`}</td>`;
}

function answer(value: boolean | null, bad: string): Safe {
  if (value === null) return html`<td class="unknown">not seen</td>`;
  return value ? html`<td class="yes">✓ yes</td>` : html`<td class="${bad}">✗ no</td>`;
}

function row(claim: Claim, columns: readonly Column[], places: Places): Safe {
  const { capability, accepted, agrees, requirement, note } = claim;
  return html`<tr${agrees === false && html` class="disagrees"`}><th scope="row"><code>${capability}</code></th>${columns.map((column) => announced(claim, column))}${answer(accepted, 'no')}${answer(agrees, 'wrong')}<td>${link(requirement, places)}</td><td>${note}</td></tr>
`;
}

/** The table with a column for each state that was looked at; nothing where there are no claims. */
export function claims(items: readonly Claim[], places: Places): Safe | undefined {
  if (items.length === 0) return undefined;
  const columns = STATES.filter((column) => items.some((claim) => of(claim, column) !== undefined));
  return html`<section id="claims" aria-labelledby="claims-title">
    <h2 id="claims-title">Capabilities: claimed and kept</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="The table of capabilities">
      <table>
        <thead>
          <tr>
            <th scope="col">Capability</th>
            ${columns.map(({ state, tls }) => html`<th scope="col">${state}${tls && ' under TLS'}</th>`)}
            <th scope="col">Works</th>
            <th scope="col">Agrees</th>
            <th scope="col">Evidence</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          ${items.map((claim) => row(claim, columns, places))}
        </tbody>
      </table>
    </div>
  </section> `;
}
