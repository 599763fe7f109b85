/** A scenario's exchange, with every octet visible. */

import type { Position, TranscriptEntry } from '../../verdict/result.ts';
import type { ExchangeLine, Token } from '../exchange.ts';
import type { Gap, Limits } from '../excerpt.ts';
import { whole } from '../excerpt.ts';
import { counted } from '../printable.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

/** How much of a scenario's exchange is written out: beyond that the page would be slow, and the result file has it. */
const LIMITS: Limits = { lines: 200, octets: 20_000 };

/** The same for a breach seen in another requirement's scenario, whose own place has the rest. */
const OBSERVED: Limits = { lines: 20, octets: 2000 };

/** The names of octets that have one; others are shown in hexadecimal. */
const NAMES: Readonly<Record<number, string>> = {
  0x00: 'NUL',
  0x07: 'BEL',
  0x08: 'BS',
  0x09: 'HT',
  0x0a: 'LF',
  0x0d: 'CR',
  0x1b: 'ESC',
  0x7f: 'DEL',
};

const BACKSLASH = 0x5c;

function nameOf(octet: number): string {
  return NAMES[octet] ?? `x${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** How a run of tokens is shown: as text, as the mark of a line's end, or as the mark of octets that no one expects. */
interface Shown {
  readonly as: 'text' | 'end' | 'octets' | 'border' | 'event' | 'cut' | 'missing';
  readonly text: string;
  readonly offending: boolean;
}

function shownAs(token: Token): Shown {
  const offending = 'offending' in token;
  switch (token.kind) {
    case 'octet':
      // Marks need no escape, so a backslash is itself here.
      return token.octet === BACKSLASH
        ? { as: 'text', text: '\\', offending }
        : { as: 'octets', text: nameOf(token.octet), offending };
    case 'omitted':
      return { as: 'cut', text: `${counted(token.octets, 'octet')} not kept`, offending };
    case 'cut':
      return { as: 'cut', text: `${counted(token.octets, 'octet')} not shown`, offending };
    default:
      return { as: token.kind, text: token.text, offending };
  }
}

/** Neighbours of a kind as one, so that the page has an element for a run and not for an octet. */
function merged(tokens: readonly Token[]): Shown[] {
  const runs: Shown[] = [];
  for (const token of tokens) {
    const shown = shownAs(token);
    const last = runs.at(-1);
    const joins = last?.as === shown.as && last.offending === shown.offending;
    if (last !== undefined && shown.as === 'octets' && shown.text === 'LF' && joins && endsInCr(last)) {
      runs.pop();
      const before = last.text.split(' ').slice(0, -1).join(' ');
      if (before !== '') runs.push({ ...last, text: before });
      runs.push({ ...shown, as: 'end', text: 'CRLF' });
    } else if (last !== undefined && joins && (shown.as === 'text' || shown.as === 'octets')) {
      runs.pop();
      runs.push({ ...last, text: `${last.text}${shown.as === 'octets' ? ' ' : ''}${shown.text}` });
    } else {
      runs.push(shown);
    }
  }
  return runs;
}

function endsInCr(run: Shown): boolean {
  return run.text === 'CR' || run.text.endsWith(' CR');
}

function markup(run: Shown): Safe {
  const { as, text } = run;
  if (as === 'border') return html`<s title="a segment ends here">┊</s>`;
  if (as === 'cut') return html`<em>… ${text} …</em>`;
  if (as === 'missing') return html`<mark>⟵ here</mark>`;
  const plain =
    as === 'text'
      ? html`${text}`
      : as === 'end'
        ? html`<u>${text}</u>`
        : as === 'event'
          ? html`<em>${text}</em>`
          : html`<u class="x">${text}</u>`;
  return run.offending ? html`<mark>${plain}</mark>` : plain;
}

function line(row: ExchangeLine, several: boolean): Safe {
  const time = row.begins ? row.t.toFixed(1) : '';
  const who = several ? `${row.connection} ${row.from}` : row.from;
  return html`<li class="${row.from}">
    <i>${time}</i><b>${who}${row.tls && html`<small>TLS</small>`}</b><span>${merged(row.tokens).map(markup)}</span>
  </li> `;
}

function rowMarkup(row: ExchangeLine | Gap, several: boolean): Safe {
  if (row.kind === 'line') return line(row, several);
  return html`<li class="gap">
    <i></i><b></b><span><em>… ${counted(row.lines, 'line')} not shown: the result file has them …</em></span>
  </li> `;
}

/**
 * The exchange as a list of lines, the octets at `offences` marked, cut where it is long and more so where it was
 * only `observed`. Nothing where nothing went over the wire.
 */
export function exchange(
  transcript: readonly TranscriptEntry[],
  offences: readonly Position[],
  observed: boolean,
): Safe | undefined {
  if (transcript.length === 0) return undefined;
  const several = transcript.some(({ connection }) => connection > 1);
  const rows = whole(transcript, offences, observed ? OBSERVED : LIMITS);
  return html`<ol class="wire" aria-label="What went over the wire">
    ${rows.map((row) => rowMarkup(row, several))}
  </ol>`;
}
