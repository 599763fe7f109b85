/** The HTML report of a run: one file that loads nothing and shows what a peer sent as text. */

import type { RequirementResult, RunResult } from '../../verdict/result.ts';
import { ROLE_WORDS } from '../roles.ts';
import { headline, inOrder, overall } from '../tally.ts';
import type { Places } from './anchors.ts';
import { claims } from './claims.ts';
import { renderDocument } from './document.ts';
import { filters, grouped, sectionKey } from './filters.ts';
import { findings, leftOut, outcome } from './overview.ts';
import type { Reading } from './readings.ts';
import { appendix } from './readings.ts';
import { article } from './requirement.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';
import { bySection } from './sections.ts';
import { wire } from './wire.ts';

/** What the RFCs are called. */
const TITLES: Readonly<Record<number, string>> = {
  1939: 'Post Office Protocol, Version 3',
  2449: 'POP3 Extension Mechanism',
  2595: 'Using TLS with IMAP, POP3 and ACAP',
  3206: 'The SYS and AUTH POP Response Codes',
  4616: 'The PLAIN SASL Mechanism',
  5034: 'The POP3 SASL Authentication Mechanism',
  6856: 'POP3 Support for UTF-8',
};

const SAMPLE = ['     1.5 C  CAPA\\r\\n', '     1.9 S* +OK caf\\xE9 fol┊lows\\r\\n', '         S* TOP⟦ ⟧\\r\\n'];

/** How to read an exchange. */
export function legend(role: RunResult['role']): Safe {
  const { client, server } = ROLE_WORDS[role];
  return html`<details class="legend">
    <summary>How to read an exchange</summary>
    ${wire(SAMPLE, 'A sample')}
    <p>
      A time (milliseconds since the scenario began) stands where a segment begins; <code>┊</code> is a segment border
      inside a line. <b>C</b> is ${client}, <b>S</b> ${server}; a number before it is the connection, TLS (or
      <code>*</code>) behind it means that the octets came under TLS. Boxes are octets that have no face: CRLF ends a
      line, a CR or LF alone is a mistake, others are named or in hexadecimal. A <mark>marked</mark> octet is the one
      that a breach points at. Passwords are never kept: a name in braces stands in their place.
    </p>
    <noscript
      ><p>
        Without scripts, as here, octets are escapes such as <code>\\r\\n</code>, and marks are <code>⟦ ⟧</code>.
      </p></noscript
    >
  </details> `;
}

function section(items: readonly [RequirementResult, ...RequirementResult[]], places: Places): Safe {
  const [first] = items;
  return html`<section
    class="part"
    id="rfc${sectionKey(first)}"
    aria-label="RFC ${first.rfc}, section ${first.section}"
  >
    <h3>Section ${first.section}</h3>
    ${items.map((item) => article(item, places))}
  </section> `;
}

function requirementsByRfc(requirements: readonly RequirementResult[], places: Places): Safe[] {
  return grouped(requirements, ({ rfc }) => String(rfc)).map((items) => {
    const [{ rfc }] = items;
    const title = TITLES[rfc];
    return html`<section class="rfc" id="rfc${rfc}" aria-labelledby="rfc${rfc}-title">
      <h2 id="rfc${rfc}-title">RFC ${rfc}${title !== undefined && html` <span>${title}</span>`}</h2>
      ${grouped(items, ({ section: name }) => name).map((part) => section(part, places))}
    </section> `;
  });
}

/**
 * The report of a run as one HTML file in UTF-8.
 * @param readings the readings that the suite publishes: verdicts that rest on one link to it
 */
export function renderHtml(result: RunResult, readings: readonly Reading[]): string {
  const requirements = inOrder(result.requirements);
  const places = new Set([...requirements, ...readings].map(({ id }) => id));
  return renderDocument({
    title: `${headline(result).title}: ${result.target.name}`,
    skipTo: { anchor: 'requirements', label: 'To the requirements' },
    top: outcome(result),
    main: html`${findings(requirements, places)}${bySection(requirements)}${leftOut(requirements, places)}
      ${claims(result.claims, places)}
      <section id="requirements" aria-labelledby="requirements-title">
        <h2 id="requirements-title">Requirements</h2>
        ${legend(result.role)}${filters(requirements, overall(result))}
        <p id="none" hidden>No requirement matches.</p>
        ${requirementsByRfc(requirements, places)}
      </section>
      ${appendix(readings, requirements, places)}`,
    bottom: `Made by ${result.suite.name} ${result.suite.version}. A verdict holds for this run, this target and its configuration then.`,
  });
}
