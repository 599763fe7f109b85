/** Several targets on one page: requirements by targets, each cell with a link to its evidence, which is on the page too. */

import type { Counts, RequirementResult, ScenarioResult, Verdict } from '../../verdict/result.ts';
import type { Column, Matrix, Row } from '../matrix.ts';
import { counted } from '../printable.ts';
import { VERDICT, VERDICTS, headline, overall, totalOf } from '../tally.ts';
import type { Places } from './anchors.ts';
import { anchorOf, badge, links, prose } from './anchors.ts';
import { bar } from './bar.ts';
import { renderDocument } from './document.ts';
import { filters, grouped, sectionKey } from './filters.ts';
import type { Reading } from './readings.ts';
import { appendix } from './readings.ts';
import { evidence, placeOf, quotations } from './requirement.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';
import { legend } from './page.ts';

/** Of a cell that failed or advises, so many ways in which it does are shown. */
const MOST_SCENARIOS = 3;

function cellAnchor(id: string, column: number): string {
  return `${anchorOf(id)}.t${column + 1}`;
}

/** A cell's scenarios that led to its verdict, one for each reason. */
function decisiveIn({ verdict, scenarios }: RequirementResult): ScenarioResult[] {
  const reasons = new Set<string>();
  const telling = scenarios.filter(
    (each) => each.verdict === verdict && !reasons.has(each.reason) && reasons.add(each.reason),
  );
  return telling.slice(0, verdict === 'fail' || verdict === 'advice' ? MOST_SCENARIOS : 1);
}

function columnHead({ name }: Column, place: number): Safe {
  return html`<th scope="col">
    <a href="#t${place + 1}"><span>${name}</span></a>
  </th>`;
}

function cell(row: Row, columns: readonly Column[], place: number): Safe {
  const found = row.cells[place];
  if (found === undefined) return html`<td></td>`;
  const { id, verdict } = found;
  const { word, symbol } = VERDICT[verdict];
  const label = `${symbol} ${word}: ${id}, ${columns[place]?.name ?? ''}`;
  return html`<td class="${verdict}">
    <a href="#${cellAnchor(id, place)}" aria-label="${label}" title="${label}">${symbol}</a>
  </td>`;
}

/** What the script filters by: a row matches where one of its cells does. */
function data({ requirement, cells }: Row): Safe {
  const verdicts = new Set(cells.flatMap((each) => each?.verdict ?? []));
  return html`data-verdict="${[...verdicts].join(' ')}" data-level="${requirement.level}"
  data-section="${sectionKey(requirement)}"`;
}

function table({ columns, rows }: Matrix): Safe {
  const line = (row: Row): Safe => {
    const { id, level, title } = row.requirement;
    return html`<tr ${data(row)}>
      <th scope="row">
        <a class="id" href="#${anchorOf(id)}">${id}</a> <span class="level">${level}</span>
        <span class="title">${prose(title)}</span>
      </th>
      ${columns.map((_, place) => cell(row, columns, place))}
    </tr> `;
  };
  return html`<div class="scroll grid" tabindex="0" role="region" aria-label="The matrix">
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col"><span>Requirement</span></th>
          ${columns.map(columnHead)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(line)}
      </tbody>
    </table>
  </div> `;
}

/** How many requirements have at least one cell of a verdict: what the filters offer. */
function rowCounts(rows: readonly Row[]): Counts {
  const having = (verdict: Verdict): number =>
    rows.filter(({ cells }) => cells.some((each) => each?.verdict === verdict)).length;
  return {
    pass: having('pass'),
    fail: having('fail'),
    advice: having('advice'),
    inconclusive: having('inconclusive'),
    'not-applicable': having('not-applicable'),
    'not-run': having('not-run'),
  };
}

function target({ name, result }: Column, place: number): Safe {
  const counts = overall(result);
  const { title } = headline(result);
  const { implementation } = result.target;
  return html`<tr id="t${place + 1}">
    <th scope="row">${name}${implementation !== '' && html`<span class="reason">${implementation}</span>`}</th>
    <td>${title}</td>
    ${VERDICTS.map((verdict) => html`<td class="${counts[verdict] === 0 ? 'zero' : verdict}">${counts[verdict]}</td>`)}
    <td>${totalOf(counts)}</td>
    <td class="share">${bar(counts)}</td>
  </tr> `;
}

function targets(columns: readonly Column[]): Safe {
  return html`<section id="targets" aria-labelledby="targets-title">
    <h2 id="targets-title">Targets</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="The table of targets">
      <table class="counts">
        <thead>
          <tr>
            <th scope="col">Target</th>
            <th scope="col">Outcome</th>
            ${VERDICTS.map((verdict) => html`<th scope="col">${VERDICT[verdict].symbol} ${VERDICT[verdict].word}</th>`)}
            <th scope="col">of all</th>
            <th scope="col">share</th>
          </tr>
        </thead>
        <tbody>
          ${columns.map(target)}
        </tbody>
      </table>
    </div>
  </section> `;
}

/** The evidence of one cell. */
function cellEvidence(found: RequirementResult, column: Column, place: number, places: Places): Safe {
  const { id, verdict, reason } = found;
  const anchor = cellAnchor(id, place);
  const scenarios = decisiveIn(found);
  const amount = verdict === 'fail' || verdict === 'advice' ? 'full' : 'brief';
  const told = scenarios.some(
    (each) => each.reason === reason || each.findings.some(({ message }) => message === reason),
  );
  return html`<details id="${anchor}">
    <summary>${badge(verdict)} <span class="name">${column.name}</span> <span class="why">${reason}</span></summary>
    ${!told && html`<p class="reason">${reason}</p>`}
    ${scenarios.map(
      (each) =>
        html`<div class="case">
          <p class="note">${each.name}: ${placeOf(each)}</p>
          ${evidence(each, { anchor, owner: id, open: false, amount }, places)}
        </div> `,
    )}
    <p class="note"><a href="#${anchor}">link</a></p>
  </details> `;
}

function article(row: Row, columns: readonly Column[], places: Places): Safe {
  const { requirement, cells } = row;
  const { id, level, title, readings } = requirement;
  return html`<article class="requirement" id="${anchorOf(id)}" ${data(row)}>
    <header>
      <h4>
        <a class="id" href="#${anchorOf(id)}">${id}</a> <span class="level">${level}</span>
        <span class="title">${prose(title)}</span>
      </h4>
    </header>
    ${quotations(requirement)} ${readings.length > 0 && html`<p class="note">Rests on ${links(readings, places)}</p>`}
    ${cells.map((found, place) => {
      const column = columns[place];
      return found !== undefined && column !== undefined && cellEvidence(found, column, place, places);
    })}
  </article> `;
}

function evidenceByRfc({ columns, rows }: Matrix, places: Places): Safe[] {
  return grouped(rows, ({ requirement }) => String(requirement.rfc)).map((items) => {
    const { rfc } = items[0].requirement;
    return html`<section class="rfc" aria-labelledby="rfc${rfc}-title">
      <h3 id="rfc${rfc}-title">RFC ${rfc}</h3>
      ${items.map((row) => article(row, columns, places))}
    </section> `;
  });
}

function top({ columns, rows }: Matrix): Safe {
  const broken = rows.filter(({ cells }) => cells.some((each) => each?.verdict === 'fail')).length;
  const conforming = columns.filter(({ result }) => headline(result).title === 'Conforming').length;
  return html`<header class="top">
    <p class="brand">pop3spec <span>POP3 conformance matrix</span></p>
    <div class="outcome plain">
      <h1>${counted(columns.length, 'target')}, ${counted(rows.length, 'requirement')}</h1>
      <p class="sentence">
        ${conforming} of ${counted(columns.length, 'target')} conforming; ${counted(broken, 'requirement')} broken by at
        least one.
      </p>
    </div>
  </header> `;
}

/** The matrix as one HTML file in UTF-8. @param readings those that the suite publishes */
export function renderMatrixHtml(matrix: Matrix, readings: readonly Reading[]): string {
  const { columns, rows } = matrix;
  const requirements = rows.map(({ requirement }) => requirement);
  const places = new Set([...requirements, ...readings].map(({ id }) => id));
  const versions = new Set(columns.map(({ result }) => `${result.suite.name} ${result.suite.version}`));
  return renderDocument({
    title: `${columns.length} targets`,
    skipTo: { anchor: 'matrix', label: 'To the matrix' },
    top: top(matrix),
    main: html`${targets(columns)}
      <section id="matrix" aria-labelledby="matrix-title">
        <h2 id="matrix-title">Requirements by targets</h2>
        ${filters(requirements, rowCounts(rows))}
        <p id="none" hidden>No requirement matches.</p>
        ${table(matrix)}
      </section>
      <section id="evidence" aria-labelledby="evidence-title">
        <h2 id="evidence-title">Evidence</h2>
        ${legend(columns[0]?.result.role ?? 'server')}${evidenceByRfc(matrix, places)}
      </section>
      ${appendix(readings, requirements, places)}`,
    bottom: `Made from results of ${[...versions].join(', ')}. A verdict holds for its run, its target and the configuration then.`,
  });
}
