/** The HTML report: one file that loads nothing, runs only the script that it names by its hash, and shows what a peer sent as text. */

import type { RequirementResult, RunResult } from '../../verdict/result.ts';
import { LEVELS, VERDICT, VERDICTS, headline, inOrder, overall } from '../tally.ts';
import type { Places } from './anchors.ts';
import { claims } from './claims.ts';
import { findings, leftOut, outcome } from './overview.ts';
import type { Reading } from './readings.ts';
import { appendix } from './readings.ts';
import { article } from './requirement.ts';
import type { Safe } from './safe.ts';
import { html, inline } from './safe.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

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

const style = inline('style', STYLE);
const script = inline('script', SCRIPT);

/** Nothing may be loaded, and no style or script may run but the two whose hashes are here. */
const POLICY = [
  "default-src 'none'",
  `style-src ${style.hash}`,
  `script-src ${script.hash}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Items in the groups that follow each other with the same key. */
function grouped<T>(items: readonly T[], key: (item: T) => string): Array<readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function box(name: string, value: string, label: string): Safe {
  return html`<label><input type="checkbox" name="${name}" value="${value}" /><span>${label}</span></label> `;
}

function filters(result: RunResult): Safe {
  const counts = overall(result);
  const used = VERDICTS.filter((each) => counts[each] > 0);
  return html`<div id="filters" class="filters" role="search" aria-label="Filter the requirements" hidden>
    <fieldset>
      <legend>Only</legend>
      ${used.map((each) => box('verdict', each, `${VERDICT[each].symbol} ${VERDICT[each].word} ${counts[each]}`))}
    </fieldset>
    <fieldset>
      <legend>Level</legend>
      ${LEVELS.map((level) => box('level', level, level))}
    </fieldset>
    <label class="search"
      ><span>Search</span> <input type="search" id="search" placeholder="id, word, capability …"
    /></label>
    <p id="shown" role="status"></p>
    <p class="buttons">
      <button type="button" id="open-all">Open all</button> <button type="button" id="close-all">Close all</button>
    </p>
  </div> `;
}

const LEGEND = html`<details class="legend">
  <summary>How to read an exchange</summary>
  <ol class="wire">
    <li class="C">
      <i>1.5</i><b>C</b><span>CAPA<u>CRLF</u></span>
    </li>
    <li class="S">
      <i>1.9</i><b>S</b><span>+OK caf<u class="x">xE9</u> fol<s>┊</s>lows<u>CRLF</u></span>
    </li>
    <li class="S">
      <i></i><b>S</b><span>TOP<mark> </mark><u>CRLF</u></span>
    </li>
  </ol>
  <p>
    A time (milliseconds since the scenario began) stands where a segment begins; <code>┊</code> is a segment border
    inside a line. <b>C</b> is what the client sent, <b>S</b> what the server sent; a number before it is the
    connection, TLS behind it means that the octets came under TLS. Boxes are octets that have no face: CRLF ends a
    line, a CR or LF alone is a mistake, others are named or in hexadecimal. A <mark>marked</mark> octet is the one that
    a breach points at. Passwords are never kept: a name in braces stands in their place.
  </p>
</details> `;

function section(items: readonly [RequirementResult, ...RequirementResult[]], places: Places): Safe {
  const [{ rfc, section: name }] = items;
  return html`<section class="part" aria-label="RFC ${rfc}, section ${name}">
    <h3>Section ${name}</h3>
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
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${headline(result).title}: ${result.target.name} – pop3spec</title>
        ${style.markup}
      </head>
      <body>
        <a class="skip" href="#requirements">To the requirements</a>
        ${outcome(result)}
        <main>
          ${findings(requirements, places)}${leftOut(requirements, places)}${claims(result.claims, places)}
          <section id="requirements" aria-labelledby="requirements-title">
            <h2 id="requirements-title">Requirements</h2>
            ${LEGEND}${filters(result)}
            <p id="none" hidden>No requirement matches.</p>
            ${requirementsByRfc(requirements, places)}
          </section>
          ${appendix(readings, requirements, places)}
        </main>
        <footer class="bottom">
          <p>
            Made by ${result.suite.name} ${result.suite.version}. A verdict holds for this run, this target and its
            configuration then.
          </p>
        </footer>
        ${script.markup}
      </body>
    </html> `;
  return page.toString();
}
