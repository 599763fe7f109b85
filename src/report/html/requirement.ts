/** One requirement: what the RFC asks, what the verdict is, and the scenarios that led to it. */

import type { Finding, RequirementResult, ScenarioResult } from '../../verdict/result.ts';
import { counted, duration } from '../printable.ts';
import { ROLE_WORDS } from '../roles.ts';
import type { Places } from './anchors.ts';
import { anchorOf, badge, link, links, prose } from './anchors.ts';
import type { Safe } from './safe.ts';
import { html, lines } from './safe.ts';
import { sectionKey } from './filters.ts';
import { exchange, type Amount } from './wire.ts';

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

/** Where and how a scenario is shown. */
export interface Showing {
  readonly anchor: string;
  /** The requirement that it is shown under. */
  readonly owner: string;
  readonly open: boolean;
  /** How much of its exchange is shown. */
  readonly amount: Amount;
}

/** How a breach is seen again: each way ready to be copied. */
function again(item: ScenarioResult): Safe[] {
  return (item.reproduce ?? []).map(
    ({ label, text }) =>
      html`<div class="again">
        <p>See it again, ${label}</p>
        <pre tabindex="0"><code>${lines(text.split('\n'))}</code></pre>
      </div> `,
  );
}

/** What a scenario found, with its exchange and the ways to see it again. */
export function evidence(item: ScenarioResult, { owner, amount }: Showing, places: Places): Safe {
  const { name, reason, findings, transcript } = item;
  const offences = findings.flatMap(({ kind, at }) =>
    at !== undefined && (kind === 'fail' || kind === 'advice') ? [at] : [],
  );
  const told = findings.some(({ message }) => message === reason);
  const more = findings.length - FINDINGS;
  return html`${!told && html`<p class="reason">${reason}</p>`}
  ${
    findings.length > 0 &&
    html`<ul class="findings">
      ${findings.slice(0, FINDINGS).map((each) => finding(each, owner, places))}
    </ul>`
  }
  ${more > 0 && html`<p class="note">… and ${more} more findings: the result file has them.</p>`}
  ${exchange(transcript, offences, amount, `The exchange of: ${name}`)}${again(item)}`;
}

/** Where a scenario stands in the features. */
export function placeOf({ uri, line, observed }: ScenarioResult): Safe {
  return html`${observed === true && 'Seen while this scenario of another requirement ran: '}<code
      >${uri}:${line}</code
    >`;
}

function scenario(item: ScenarioResult, showing: Showing, places: Places): Safe {
  const { name, verdict, durationMs } = item;
  const { anchor, open } = showing;
  return html`<details id="${anchor}" ${open && html` open`}>
    <summary>
      ${badge(verdict)} <span class="name">${name}</span> <span class="time">${duration(durationMs)}</span>
    </summary>
    ${evidence(item, showing, places)}
    <p class="note">${placeOf(item)} <a href="#${anchor}">link</a></p>
  </details> `;
}

/** What the RFCs say, each sentence with its place. */
export function quotations({ quotes }: RequirementResult): Safe[] {
  return quotes.map(
    ({ rfc, section, kind, text }) =>
      html`<blockquote>
      <p${kind === undefined ? '' : html` class="grammar"`}>${kind === undefined ? `“${text}”` : text}</p>
      <footer>${source(rfc, section)}</footer>
    </blockquote>`,
  );
}

/**
 * An anchor for each scenario: its requirement and its name, so that a link holds when others come and go; with a number where
 * there are several of a name.
 */
export function anchorsOf(id: string, scenarios: readonly ScenarioResult[]): string[] {
  const counts = new Map<string, number>();
  return scenarios.map(({ name }) => {
    const words = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, LONGEST_ANCHOR);
    const base = `${anchorOf(id)}.${words === '' ? 'scenario' : words}`;
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return count === 1 ? base : `${base}.${count}`;
  });
}

const LONGEST_ANCHOR = 60;

/** A requirement as an article with its id as the anchor; its scenarios follow, the first that failed open. */
export function article(item: RequirementResult, places: Places): Safe {
  const { id, role, level, title, verdict, reason, baseline, proofs, scenarios } = item;
  const anchor = anchorOf(id);
  const opened = new Set(scenarios.filter((each) => each.verdict === 'fail').slice(0, OPEN));
  const anchors = anchorsOf(id, scenarios);
  return html`<article
    class="requirement ${verdict}"
    id="${anchor}"
    data-verdict="${verdict}"
    data-level="${level}"
    data-section="${sectionKey(item)}"
  >
    <header>
      <h4>
        <a class="id" href="#${anchor}">${id}</a> <span class="level">${level}</span>
        <span class="title">${prose(title)}</span>
      </h4>
      ${badge(verdict)}
    </header>
    ${quotations(item)}
    <p class="reason">${reason}</p>
    ${baseline !== undefined && html`<p class="note">Known: the baseline expects this.</p>`}
    ${item.readings.length > 0 && html`<p class="note">Rests on ${links(item.readings, places)}</p>`}
    ${proofs !== undefined && html`<p class="note">Proved by ${counted(proofs, ROLE_WORDS[role].faulty)}, which only this requirement catches.</p>`}
    ${scenarios.map((each, index) =>
      scenario(
        each,
        {
          anchor: anchors[index] ?? '',
          owner: id,
          open: opened.has(each),
          amount: each.observed === true ? 'brief' : 'full',
        },
        places,
      ),
    )}
  </article> `;
}
