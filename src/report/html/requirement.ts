/** One requirement: what the RFC asks, what the verdict is, and the scenarios that led to it. */

import type { Finding, RequirementResult, ScenarioResult } from '../../verdict/result.ts';
import { counted, duration } from '../printable.ts';
import type { Places } from './anchors.ts';
import { anchorOf, badge, link, links, prose } from './anchors.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';
import { exchange } from './wire.ts';

const KINDS: Readonly<Record<Finding['kind'], string>> = {
  fail: 'Breach',
  advice: 'Advice',
  inconclusive: 'Missing',
  'not-applicable': 'Not applicable',
  'not-run': 'Not run',
  observation: 'Observation',
  evidence: 'Evidence',
};

/** The section in the RFC editor's text: a link that the reader may follow, nothing that the page loads. */
export function source(rfc: number, section: string): Safe {
  const place = /^[\d.]+$/.test(section) ? `#section-${section}` : '';
  return html`<a href="https://www.rfc-editor.org/rfc/rfc${rfc}${place}" rel="noreferrer"
    >RFC ${rfc}, section ${section}</a
  >`;
}

function finding(item: Finding, owner: string, places: Places): Safe {
  const { kind, message, expected, actual, reading, requirement } = item;
  const notes = [
    ...(requirement === owner ? [] : [html` <span class="note">for ${link(requirement, places)}</span>`]),
    ...(reading === undefined ? [] : [html` <span class="note">reading ${link(reading, places)}</span>`]),
  ];
  return html`<li class="${kind}">
    <strong>${KINDS[kind]}</strong> ${message}${notes}${
      (expected !== undefined || actual !== undefined) &&
      html`<dl>
        ${
          expected !== undefined &&
          html`<dt>Expected</dt>
            <dd>${expected}</dd>`
        }${
          actual !== undefined &&
          html`<dt>Came</dt>
            <dd><code>${actual}</code></dd>`
        }
      </dl>`
    }
  </li> `;
}

/** How many findings of a scenario are written out. */
const FINDINGS = 50;

/** How many failed scenarios of a requirement are open at first: a breach of the grammar may be seen in all of them. */
const OPEN = 3;

interface Placed {
  readonly anchor: string;
  /** The requirement that the scenario is shown under. */
  readonly owner: string;
  readonly open: boolean;
}

function scenario(item: ScenarioResult, { anchor, owner, open }: Placed, places: Places): Safe {
  const { name, uri, line, verdict, reason, durationMs, findings, transcript, observed } = item;
  const offences = findings.flatMap(({ kind, at }) =>
    at !== undefined && (kind === 'fail' || kind === 'advice') ? [at] : [],
  );
  const told = findings.some(({ message }) => message === reason);
  const more = findings.length - FINDINGS;
  return html`<details id="${anchor}" ${open && html` open`}>
    <summary>
      ${badge(verdict)} <span class="name">${name}</span> <span class="time">${duration(durationMs)}</span>
    </summary>
    ${!told && html`<p class="reason">${reason}</p>`}
    ${
      findings.length > 0 &&
      html`<ul class="findings">
        ${findings.slice(0, FINDINGS).map((each) => finding(each, owner, places))}
      </ul>`
    }
    ${more > 0 && html`<p class="note">… and ${more} more findings: the result file has them.</p>`}
    ${exchange(transcript, offences, observed === true)}
    <p class="note">
      ${observed === true && 'Seen while this scenario of another requirement ran: '}<code>${uri}:${line}</code>
      <a href="#${anchor}">link</a>
    </p>
  </details> `;
}

/** A requirement as an article with its id as the anchor; its scenarios follow, the first that failed open. */
export function article(item: RequirementResult, places: Places): Safe {
  const { id, level, title, quotes, verdict, reason, baseline, proofs, scenarios } = item;
  const anchor = anchorOf(id);
  const opened = new Set(scenarios.filter((each) => each.verdict === 'fail').slice(0, OPEN));
  return html`<article class="requirement ${verdict}" id="${anchor}" data-verdict="${verdict}" data-level="${level}">
    <header>
      <h4>
        <a class="id" href="#${anchor}">${id}</a> <span class="level">${level}</span>
        <span class="title">${prose(title)}</span>
      </h4>
      ${badge(verdict)}
    </header>
    ${quotes.map(
      ({ rfc, section, kind, text }) =>
        html`<blockquote>
      <p${kind === undefined ? '' : html` class="grammar"`}>${kind === undefined ? `“${text}”` : text}</p>
      <footer>${source(rfc, section)}</footer>
    </blockquote>`,
    )}
    <p class="reason">${reason}</p>
    ${baseline !== undefined && verdict === 'fail' && html`<p class="note">Known: the baseline expects this failure.</p>`}
    ${baseline !== undefined && verdict === 'pass' && html`<p class="note">The baseline expects a failure here: its entry is stale.</p>`}
    ${item.readings.length > 0 && html`<p class="note">Rests on ${links(item.readings, places)}</p>`}
    ${proofs !== undefined && html`<p class="note">Proved by ${counted(proofs, 'faulty server')}, which only this requirement catches.</p>`}
    ${scenarios.map((each, index) =>
      scenario(each, { anchor: `${anchor}-${index + 1}`, owner: id, open: opened.has(each) }, places),
    )}
  </article> `;
}
