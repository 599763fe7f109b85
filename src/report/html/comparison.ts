/** What changed between two runs, as a page: only that, each change with its evidence before and after. */

import type { RequirementResult, ScenarioResult } from '../../verdict/result.ts';
import type { Change, ChangeKind, Comparison, Difference } from '../compare.ts';
import { CHANGE_KINDS } from '../compare.ts';
import { counted, moment } from '../printable.ts';
import { CHANGES, changeSentence, verdictWord } from '../several.ts';
import type { Places } from './anchors.ts';
import { anchorOf, badge, prose } from './anchors.ts';
import { renderDocument } from './document.ts';
import { legend } from './page.ts';
import type { Reading } from './readings.ts';
import { appendix } from './readings.ts';
import { evidence, placeOf, quotations } from './requirement.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

function said(text: string): Safe {
  return text === '' ? html`<span class="unknown">none</span>` : html`${text}`;
}

function differences(title: string, anchor: string, items: readonly Difference[]): Safe | false {
  return (
    items.length > 0 &&
    html`<section id="${anchor}" aria-labelledby="${anchor}-title">
      <h2 id="${anchor}-title">${title}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="The table: ${title}">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            ${items.map(
              ({ what, before, after }) =>
                html`<tr>
                  <th scope="row">${what}</th>
                  <td>${said(before)}</td>
                  <td>${said(after)}</td>
                </tr> `,
            )}
          </tbody>
        </table>
      </div>
    </section> `
  );
}

/** The first scenario that led to the verdict. */
function decisiveIn(requirement: RequirementResult): ScenarioResult | undefined {
  return requirement.scenarios.find(({ verdict }) => verdict === requirement.verdict);
}

function side(when: 'Before' | 'After', requirement: RequirementResult | undefined, places: Places): Safe {
  if (requirement === undefined) return html`<p class="note">${when}: not known to this run.</p>`;
  const { id, verdict, reason } = requirement;
  const scenario = decisiveIn(requirement);
  const anchor = `${anchorOf(id)}.${when.toLowerCase()}`;
  return html`<details id="${anchor}" ${when === 'After' && html` open`}>
    <summary>${when}: ${badge(verdict)} <span class="why">${reason}</span></summary>
    ${
      scenario !== undefined &&
      html`<p class="note">${scenario.name}: ${placeOf(scenario)}</p>
        ${evidence(scenario, { anchor, owner: id, open: false, amount: 'full' }, places)}`
    }
  </details> `;
}

function scenarioChanges({ scenarios }: Change): Safe | false {
  return (
    scenarios.length > 0 &&
    html`<ul class="short">
      ${scenarios.map(
        ({ name, before, after }) =>
          html`<li>${name}<span class="reason">${verdictWord(before)} → ${verdictWord(after)}</span></li> `,
      )}
    </ul>`
  );
}

function article(change: Change, places: Places): Safe | false {
  const known = change.after ?? change.before;
  if (known === undefined) return false;
  const { id, level, title, verdict } = known;
  return html`<article class="requirement ${verdict}" id="${anchorOf(id)}">
    <header>
      <h3>
        <a class="id" href="#${anchorOf(id)}">${id}</a> <span class="level">${level}</span>
        <span class="title">${prose(title)}</span>
      </h3>
      <p class="change">
        ${change.before !== undefined && badge(change.before.verdict)} →
        ${change.after !== undefined && badge(change.after.verdict)}
      </p>
    </header>
    ${quotations(known)}${scenarioChanges(change)}${side('Before', change.before, places)}${side('After', change.after, places)}
  </article> `;
}

function group(kind: ChangeKind, changes: readonly Change[], places: Places): Safe | false {
  const items = changes.filter((change) => change.kind === kind);
  return (
    items.length > 0 &&
    html`<section id="${kind}" aria-labelledby="${kind}-title">
      <h2 id="${kind}-title">${CHANGES[kind]} <span>${items.length}</span></h2>
      ${items.map((change) => article(change, places))}
    </section> `
  );
}

/** The comparison as one HTML file in UTF-8. @param readings those that the suite publishes */
export function renderComparisonHtml(comparison: Comparison, readings: readonly Reading[]): string {
  const { before, after, circumstances, claims, changes } = comparison;
  const shown = changes.flatMap((change) => change.after ?? change.before ?? []);
  const places = new Set([...shown, ...readings].map(({ id }) => id));
  const broken = changes.filter(({ kind }) => kind === 'broken').length;
  const mended = changes.filter(({ kind }) => kind === 'mended').length;
  const title =
    broken > 0
      ? `${counted(broken, 'requirement')} newly broken`
      : mended > 0
        ? `${counted(mended, 'requirement')} mended`
        : changes.length > 0
          ? 'Nothing broken, some things changed'
          : 'Nothing changed';
  const tone = broken > 0 ? 'fail' : mended > 0 ? 'pass' : 'plain';
  return renderDocument({
    title: `${title}: ${after.target.name}`,
    skipTo: { anchor: 'changes', label: 'To the changes' },
    top: html`<header class="top">
      <p class="brand">pop3spec <span>what changed between two runs</span></p>
      <div class="outcome ${tone}">
        <h1>${title}</h1>
        <p class="sentence">${after.target.name}</p>
        <p class="honest">
          ${changeSentence(comparison)}. The run of ${moment(before.started)}, then that of ${moment(after.started)}.
        </p>
      </div>
    </header> `,
    main: html`${differences('The runs', 'circumstances', circumstances)}${differences('Capabilities', 'claims', claims)}
      <div id="changes">
        ${changes.length > 0 && legend(after.role)}${CHANGE_KINDS.map((kind) => group(kind, changes, places))}
      </div>
      ${changes.length > 0 && appendix(readings, shown, places)}`,
    bottom: `Made from results of ${after.suite.name} ${before.suite.version} and ${after.suite.version}.`,
  });
}
