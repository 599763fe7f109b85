/**
 * A scenario's exchange, with every octet visible. It stands on the page as plain text, in a notation that a reader
 * without scripts can read; the page's script draws it in columns and marks when it comes into view. So a page with
 * hundreds of exchanges is there at once, and nothing of a peer is ever anything but text.
 */

import type { Position, TranscriptEntry } from '../../verdict/result.ts';
import type { ExchangeLine, Token } from '../exchange.ts';
import type { Gap, Limits } from '../excerpt.ts';
import { whole } from '../excerpt.ts';
import { counted } from '../printable.ts';
import type { Safe } from './safe.ts';
import { html, lines } from './safe.ts';

/** How much of an exchange is on the page: `full` for what a reader looks into, `brief` for what stands elsewhere too. */
export type Amount = 'full' | 'brief';

const LIMITS: Readonly<Record<Amount, Limits>> = {
  full: { lines: 500, octets: 24_000 },
  brief: { lines: 20, octets: 2000 },
};

/** Columns for the time. */
const TIME = 8;

/**
 * A line of the notation: the time where a segment begins, the number of the connection where there are several, who sent it (`*`
 * under TLS), and the octets. Octets are printable ASCII and escapes; so each of `⟦ ⟧ ┊ … ‹ ›` is ours: the offending octets, a
 * segment border, octets left out, an event.
 */
function textOf(row: ExchangeLine | Gap, several: boolean): string {
  if (row.kind === 'gap') return `… ${counted(row.lines, 'line')} not shown: the result file has them …`;
  const time = row.begins ? row.t.toFixed(1) : '';
  const who = `${several ? `${row.connection}:` : ''}${row.from}${row.tls ? '*' : ' '}`;
  return `${time.padStart(TIME)} ${who} ${row.tokens.map(tokenText).join('').replaceAll('⟧⟦', '')}`;
}

function tokenText(token: Token): string {
  switch (token.kind) {
    case 'omitted':
      return `… ${counted(token.octets, 'octet')} not kept …`;
    case 'cut':
      return `… ${counted(token.octets, 'octet')} not shown …`;
    case 'missing':
      return '⟦⟧';
    case 'event':
      return struck(`‹${token.text.replace(/^\(|\)$/g, '')}›`, token.offending);
    case 'border':
      return token.text;
    default:
      return struck(token.text, token.offending);
  }
}

function struck(text: string, offending: true | undefined): string {
  return offending === true ? `⟦${text}⟧` : text;
}

/**
 * The exchange, the octets at `offences` marked, cut to `amount`. Nothing where nothing went over the wire.
 * @param label what it is, for who does not see the page
 */
export function exchange(
  transcript: readonly TranscriptEntry[],
  offences: readonly Position[],
  amount: Amount,
  label = 'What went over the wire',
): Safe | undefined {
  if (transcript.length === 0) return undefined;
  const several = transcript.some(({ connection }) => connection > 1);
  const rows = whole(transcript, offences, LIMITS[amount]);
  return wire(
    rows.map((row) => textOf(row, several)),
    label,
  );
}

/** Lines of the notation as they stand on the page. */
export function wire(rows: readonly string[], label: string): Safe {
  return html`<div class="wire" role="group" aria-label="${label}" tabindex="0"><pre>${lines(rows)}</pre></div>`;
}
