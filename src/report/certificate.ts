/** The certificate as a page to be printed: what was tested, what came of it, and every requirement. Pure. */

import type { Counts, RequirementResult, RunResult, Verdict } from '../verdict/result.ts';
import { CERTIFICATE_STYLE } from './certificate-style.ts';
import { html, inline, type Safe } from './html/safe.ts';
import { counted, folded } from './printable.ts';
import { countSentence, headline, inOrder, LEVELS, overall, totalOf, VERDICT, VERDICTS } from './tally.ts';

/** What stands on the certificate beside the result; digests are SHA-256 in hexadecimal. */
export interface CertificateFacts {
  /** Of the statement that the page goes with. */
  readonly statement: string;
  /** Of the features that the run was made of. */
  readonly features: string;
  readonly subject: string;
  /** The name of the key that signed the statement; undefined where none did. */
  readonly key: string | undefined;
}

/** What a peer says of itself has no end that we know of. */
const LONGEST_TEXT = 300;
/** The front is one page, whatever the target is called. */
const LONGEST_NAME = 80;
const LONGEST_GREETING = 150;

const style = inline('style', CERTIFICATE_STYLE);
const POLICY = `default-src 'none'; style-src ${style.hash}`;

/** The page. It loads nothing, runs nothing, and shows what a peer sent as text. */
export function renderCertificate(result: RunResult, facts: CertificateFacts): string {
  const { title } = headline(result);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <title>${title}: ${short(result.target.name, LONGEST_NAME)} (pop3spec certificate)</title>
        ${style.markup}
      </head>
      <body>
        ${front(result, facts)} ${requirements(result)}
      </body>
    </html> `;
  return `${page.toString()}\n`;
}

/** What stands at the foot of every page, as the browser's printing takes it; it has no style but its own. */
export function certificateFoot(result: RunResult, { statement }: CertificateFacts): string {
  const foot = html`<div
    style="width:100%;margin:0 17mm;display:flex;justify-content:space-between;white-space:nowrap;font:7pt sans-serif;color:#59616a"
  >
    <span
      >pop3spec ${result.suite.version} · ${short(result.target.name, 60)} · ${day(result.started)} · sha256
      ${statement.slice(0, 16)}…</span
    >
    <span>page <span class="pageNumber"></span> of <span class="totalPages"></span></span>
  </div>`;
  return foot.toString();
}

function front(result: RunResult, facts: CertificateFacts): Safe {
  const { title, sentence } = headline(result);
  const { target, role, suite, summary } = result;
  const named =
    target.implementation === ''
      ? undefined
      : html` which names itself <b>${short(target.implementation, LONGEST_NAME)}</b>,`;
  const place =
    target.address === '' || target.address === target.name
      ? undefined
      : html` at ${short(target.address, LONGEST_NAME)},`;
  return html`<section class="front">
    <p class="head"><b>pop3spec</b><span>the conformance suite for POP3, version ${suite.version}</span></p>
    <h1>Conformance Test Certificate</h1>
    <p class="of">RFC 2449, the POP3 Extension Mechanism, and the RFCs that complete it</p>
    <p class="says">
      The POP3 ${role} <span class="name">${short(target.name, LONGEST_NAME)}</span>${place}${named} was tested on
      ${day(result.started)} ${tls(result)} and found to be
    </p>
    <p class="outcome ${tone(result)}"><b>${title}</b><span>${sentence}</span></p>
    <p class="count">${mandatory(summary.MUST)}</p>
    <table class="counts">
      <thead>
        <tr>
          <th scope="col"></th>
          ${VERDICTS.map((verdict) => html`<th scope="col">${VERDICT[verdict].word}</th> `)}
          <th scope="col">of all</th>
        </tr>
      </thead>
      <tbody>
        ${LEVELS.map(
          (level) =>
            html`<tr>
              <th scope="row">${level}</th>
              ${VERDICTS.map((verdict) => html`<td>${summary[level][verdict]}</td> `)}
              <td>${totalOf(summary[level])}</td>
            </tr> `,
        )}
      </tbody>
    </table>
    <dl class="facts">
      ${
        target.greeting !== '' &&
        html`<dt>greeting</dt>
          <dd><code>${short(target.greeting, LONGEST_GREETING)}</code></dd>`
      }
      <dt>tested with</dt>
      <dd>${choices(result)}</dd>
      <dt>features</dt>
      <dd><code>sha256:${facts.features}</code></dd>
      <dt>subject</dt>
      <dd><code>sha256:${facts.subject}</code></dd>
      <dt>in-toto statement</dt>
      <dd><code>sha256:${facts.statement}</code></dd>
      <dt>signed with</dt>
      <dd>${facts.key === undefined ? 'no key: anybody could have issued this' : html`<code>${facts.key}</code>`}</dd>
    </dl>
    <p class="meaning">
      This page is a rendering of the statement that is named above; the statement counts. It says what one run of the
      suite observed from outside, on one day. “Not applicable” is what the ${role}
      ${role === 'server' ? 'does not announce' : 'does not do'}; “inconclusive” and “not run” are not known to be met.
      The subject's digest is taken of where the target was found and of what it is called: it does not identify a
      program. Whoever has the statement and the result file can check both with <code>pop3spec verify</code>.
    </p>
  </section> `;
}

/** What became of the mandatory requirements, of all that apply. */
function mandatory(counts: Counts): string {
  const untested = counts.inconclusive + counts['not-run'];
  const of = counts.pass + counts.fail + counts.advice + untested;
  return [
    `${counts.pass} of the ${of} MUST requirements that apply passed`,
    ...(counts.fail === 0 ? [] : [`${counts.fail} ${counts.fail === 1 ? 'is' : 'are'} broken`]),
    ...(counts.advice === 0 ? [] : [`${counts.advice} ${counts.advice === 1 ? 'is' : 'are'} in doubt`]),
    ...(untested === 0 ? [] : [`${untested} ${untested === 1 ? 'was' : 'were'} not tested`]),
  ].join(', ');
}

function tls({ target }: RunResult): string {
  if (target.tls === 'none') return 'without TLS';
  return target.tls === 'stls' ? 'under TLS, begun by STLS' : 'under TLS from the first octet';
}

/** What the verdicts depend on besides the target. */
function choices({ options }: RunResult): string {
  if (options === undefined) return 'options that are not known';
  return [
    ...(options.accounts === undefined ? [] : [counted(options.accounts, 'account')]),
    ...(options.deliver === true ? ['messages of our own'] : []),
    ...(options.allowDelete === true ? ['deletion allowed'] : []),
    `segments: ${options.segment}`,
    `waits of up to ${options.maxWaitMs / 1000} s`,
    ...(options.strict ? ['a broken SHOULD counted as a broken MUST'] : []),
    ...(options.only === undefined ? [] : [`only ${short(options.only.join(', '), LONGEST_NAME)}`]),
  ].join('; ');
}

function tone({ verdict }: RunResult): string {
  if (verdict === 'conforming') return 'pass';
  return verdict === 'non-conforming' ? 'fail' : 'open';
}

const TONES: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'fail',
  advice: 'open',
  inconclusive: 'open',
  'not-applicable': 'none',
  'not-run': 'open',
};

function requirements(result: RunResult): Safe {
  const sorted = inOrder(result.requirements);
  const rfcs = [...new Set(sorted.map(({ rfc }) => rfc))];
  return html`<section>
    <h2>All requirements</h2>
    <p class="note">${countSentence(overall(result))}. The reason stands where a requirement did not pass.</p>
    ${rfcs.map(
      (rfc) =>
        html`<h3>RFC ${rfc}</h3>
          <table class="all">
            <colgroup>
              <col class="id" />
              <col class="level" />
              <col />
              <col class="verdict" />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">id</th>
                <th scope="col">level</th>
                <th scope="col">requirement</th>
                <th scope="col">verdict</th>
              </tr>
            </thead>
            <tbody>
              ${sorted.filter((requirement) => requirement.rfc === rfc).map(row)}
            </tbody>
          </table> `,
    )}
  </section> `;
}

function row({ id, level, title, verdict, reason }: RequirementResult): Safe {
  const { symbol, word } = VERDICT[verdict];
  return html`<tr>
    <td class="id">${id}</td>
    <td>${level}</td>
    <td>${title}${verdict === 'pass' ? undefined : html`<small>${short(reason)}</small>`}</td>
    <td class="${TONES[verdict]}">${symbol} ${word}</td>
  </tr> `;
}

/** Text in one line that has an end. */
function short(text: string, longest: number = LONGEST_TEXT): string {
  const line = folded(text.slice(0, 2 * longest));
  return line.length > longest || text.length > 2 * longest ? `${line.slice(0, longest)}…` : line;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The day of an ISO 8601 date, in words that no country reads otherwise; as it stands where it is none. */
function day(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return short(iso, 40);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}
