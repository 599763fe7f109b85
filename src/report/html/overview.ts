/** The top of the page: the verdict, what it counts, what was tested, what is broken and what was left out. */

import type { Counts, RequirementResult, RunResult, Verdict } from '../../verdict/result.ts';
import { duration } from '../printable.ts';
import { LEVELS, VERDICT, VERDICTS, byReason, countSentence, headline, overall, totalOf } from '../tally.ts';
import type { Places } from './anchors.ts';
import { badge, link, links, prose } from './anchors.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

const TLS: Readonly<Record<RunResult['target']['tls'], string>> = {
  none: 'none: in the clear',
  stls: 'by STLS',
  implicit: 'from the first octet',
};

/** The verdicts from left to right in a bar: what is good, what is not, what is not known. */
const BAR: readonly Verdict[] = ['pass', 'fail', 'advice', 'inconclusive', 'not-run', 'not-applicable'];

/** The counts as a bar. A style attribute would need a hole in the page's policy; the attributes of SVG need none. */
function bar(counts: Counts): Safe {
  const total = Math.max(totalOf(counts), 1);
  let x = 0;
  const parts = BAR.map((verdict) => {
    const width = counts[verdict];
    const part = html`<rect class="${verdict}" x="${x}" y="0" width="${width}" height="1"
      ><title>${width} ${VERDICT[verdict].word}</title></rect
    >`;
    x += width;
    return width > 0 && part;
  });
  return html`<svg
    class="bar"
    viewBox="0 0 ${total} 1"
    preserveAspectRatio="none"
    role="img"
    aria-label="${countSentence(counts)}"
  >
    ${parts}
  </svg>`;
}

function countsRow(name: string, counts: Counts): Safe {
  return html`<tr>
    <th scope="row">${name}</th>
    ${VERDICTS.map((verdict) => html`<td class="${counts[verdict] === 0 ? 'zero' : verdict}">${counts[verdict]}</td>`)}
    <td>${totalOf(counts)}</td>
    <td class="share">${bar(counts)}</td>
  </tr> `;
}

function countsTable(result: RunResult): Safe {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Counts by level">
    <table class="counts">
      <thead>
        <tr>
          <th scope="col">Level</th>
          ${VERDICTS.map((verdict) => html`<th scope="col">${VERDICT[verdict].symbol} ${VERDICT[verdict].word}</th>`)}
          <th scope="col">of all</th>
          <th scope="col">share</th>
        </tr>
      </thead>
      <tbody>
        ${LEVELS.map((level) => countsRow(level, result.summary[level]))}${countsRow('All', overall(result))}
      </tbody>
    </table>
  </div> `;
}

/** `2026-01-02 03:04:05 UTC` for an ISO 8601 time in UTC; any other text as it is. */
function moment(iso: string): string {
  return iso.replace(/^([\d-]+)T([\d:]+)(?:\.\d+)?Z$/, '$1 $2 UTC');
}

function facts(result: RunResult): Safe {
  const { target, suite, role, started, durationMs } = result;
  const known: ReadonlyArray<readonly [string, Safe | string]> = [
    [role === 'server' ? 'Server' : 'Client', target.name],
    ['Address', target.address],
    ['TLS', TLS[target.tls]],
    ['Greeting', target.greeting === '' ? 'not seen' : html`<code>${target.greeting}</code>`],
    ['Implementation', target.implementation === '' ? 'not announced' : html`<code>${target.implementation}</code>`],
    [
      'Tested',
      html`<time datetime="${started}">${moment(started)}</time>, in <span class="time">${duration(durationMs)}</span>`,
    ],
    ['Suite', `${suite.name} ${suite.version}`],
  ];
  return html`<dl class="facts">
    ${known.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl> `;
}

function tone(result: RunResult): string {
  if (result.faults.length > 0) return 'inconclusive';
  return { conforming: 'pass', 'non-conforming': 'fail', incomplete: 'inconclusive' }[result.verdict];
}

function troubles(result: RunResult): Safe[] {
  return [
    ...result.faults.map((fault) => html`<p class="trouble"><strong>A fault of pop3spec:</strong> ${fault}</p>`),
    ...(result.interrupted === undefined
      ? []
      : [html`<p class="trouble"><strong>The run ended early:</strong> ${result.interrupted}</p>`]),
  ];
}

/** The verdict in one glance, with the counts that keep it honest. */
export function outcome(result: RunResult): Safe {
  const { title, sentence } = headline(result);
  const symbol = VERDICT[tone(result) === 'pass' ? 'pass' : tone(result) === 'fail' ? 'fail' : 'inconclusive'].symbol;
  return html`<header class="top">
    <p class="brand">pop3spec <span>POP3 conformance report</span></p>
    <div class="outcome ${tone(result)}">
      <h1><span aria-hidden="true">${symbol}</span> ${title}</h1>
      <p class="sentence">${sentence}</p>
      <p class="honest">${countSentence(overall(result))}.</p>
      ${troubles(result)}
    </div>
    ${facts(result)}${countsTable(result)}
  </header> `;
}

function short(title: string, anchor: string, items: readonly RequirementResult[], places: Places): Safe | false {
  return (
    items.length > 0 &&
    html`<section id="${anchor}" aria-labelledby="${anchor}-title">
      <h2 id="${anchor}-title">${title}</h2>
      <ul class="short">
        ${items.map(
          ({ id, level, title: name, reason }) =>
            html`<li>
              ${link(id, places)} <span class="level">${level}</span> ${prose(name)}<span class="reason"
                >${reason}</span
              >
            </li> `,
        )}
      </ul>
    </section> `
  );
}

/** What is broken and what only advises, as short lists of links. */
export function findings(requirements: readonly RequirementResult[], places: Places): Safe {
  const of = (wanted: Verdict): RequirementResult[] => requirements.filter((each) => each.verdict === wanted);
  return html`${short('Failed', 'failed', of('fail'), places)}${short('Advice', 'advice', of('advice'), places)}`;
}

/** What was not judged, by reason: it is part of every verdict that it is missing from. */
export function leftOut(requirements: readonly RequirementResult[], places: Places): Safe | false {
  const kinds = (['inconclusive', 'not-run', 'not-applicable'] as const).map((kind) => ({
    kind,
    items: requirements.filter((each) => each.verdict === kind),
  }));
  const total = kinds.reduce((sum, { items }) => sum + items.length, 0);
  if (total === 0) return false;
  return html`<section id="left-out" aria-labelledby="left-out-title">
    <h2 id="left-out-title">Left out</h2>
    <p>${total} of ${requirements.length} requirements were not judged. This is why.</p>
    ${kinds
      .filter(({ items }) => items.length > 0)
      .map(
        ({ kind, items }) =>
          html`<details${kind !== 'not-applicable' && html` open`}><summary>${badge(kind)} ${items.length}</summary>
<ul class="short">
${byReason(items).map(
  (group) =>
    html`<li>
      ${group.reason}<span class="reason"
        >${links(
          group.requirements.map(({ id }) => id),
          places,
        )}</span
      >
    </li> `,
)}</ul></details>
`,
      )}
  </section> `;
}
