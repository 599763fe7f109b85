/** The top of the page: the verdict, what it counts, what was tested, what is broken and what was left out. */

import type { Counts, RequirementResult, RunOptions, RunResult, Verdict } from '../../verdict/result.ts';
import { counted, duration, moment } from '../printable.ts';
import { ROLE_WORDS } from '../roles.ts';
import {
  LEVELS,
  VERDICT,
  VERDICTS,
  baselineSentence,
  lanesSentence,
  byReason,
  countSentence,
  headline,
  overall,
  totalOf,
} from '../tally.ts';
import type { Places } from './anchors.ts';
import { badge, link, links, prose } from './anchors.ts';
import { bar } from './bar.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

const TLS: Readonly<Record<RunResult['target']['tls'], string>> = {
  none: 'none: in the clear',
  stls: 'by STLS',
  implicit: 'from the first octet',
};

function countsRow(name: string, counts: Counts, sum = false): Safe {
  return html`<tr${sum && html` class="sum"`}>
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
        ${LEVELS.map((level) => countsRow(level, result.summary[level]))}${countsRow('All', overall(result), true)}
      </tbody>
    </table>
  </div> `;
}

function facts(result: RunResult): Safe {
  const { target, suite, role, started, durationMs, options, lanes } = result;
  const ofServer: ReadonlyArray<readonly [string, Safe | string]> = [
    ['Address', target.address],
    ['TLS', TLS[target.tls]],
    ['Greeting', target.greeting === '' ? 'not seen' : html`<code>${target.greeting}</code>`],
    ['Implementation', target.implementation === '' ? 'not announced' : html`<code>${target.implementation}</code>`],
  ];
  const known: ReadonlyArray<readonly [string, Safe | string]> = [
    [ROLE_WORDS[role].target, role === 'client' ? html`<code>${target.name}</code>` : target.name],
    ...(role === 'server' ? ofServer : [['TLS', TLS[target.tls]] as const]),
    [
      'Tested',
      html`<time datetime="${started}">${moment(started)}</time>, in <span class="time">${duration(durationMs)}</span>`,
    ],
    ...(lanes === undefined ? [] : [['Lanes', lanesSentence(lanes)] as const]),
    ['Suite', `${suite.name} ${suite.version}`],
    ...(options === undefined ? [] : [['Options', optionsText(options)] as const]),
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

/** The options that are not as they are by default, as the command line has them. */
function optionsText({ strict, segment, only = [], allowDelete, deliver, ...more }: RunOptions): string {
  const given = [
    ...(strict ? ['--strict'] : []),
    ...(segment === 'whole' ? [] : [`--segment ${segment}`]),
    ...(deliver === true ? ['--deliver'] : []),
    ...(allowDelete === true ? ['--allow-delete'] : []),
    ...only.map((expression) => `--only ${expression}`),
  ];
  const accounts = more.accounts === undefined ? [] : [counted(more.accounts, 'account')];
  return [...accounts, ...given].join(', ') || 'as they are by default';
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
    ...(result.baseline?.stale ?? []).map(
      ({ line, message }) =>
        html`<p class="trouble">
          <strong>The baseline is stale:</strong> <code>${result.baseline?.file}:${line}</code> ${message}
        </p>`,
    ),
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
      ${result.baseline !== undefined && html`<p class="honest">${baselineSentence(result.baseline)}</p>`}
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
