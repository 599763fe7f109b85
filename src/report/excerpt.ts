/** What of a conversation is shown: the exchange around an offence, or the whole within a limit. */

import type { Position, TranscriptEntry } from '../verdict/result.ts';
import type { ExchangeLine, RawLine, Token } from './exchange.ts';
import { drawn, holds, linesOf, placed } from './exchange.ts';

/** Lines that are not shown. */
export interface Gap {
  readonly kind: 'gap';
  readonly lines: number;
}

export interface ExcerptOptions {
  /** How many lines are shown (default 6); the command that they answer comes on top of that. */
  readonly lines?: number;
  /** The width of a line's visible text, in columns; a longer one is cut around the caret. Default: no limit. */
  readonly width?: number;
  /** Whether segment borders inside a line are shown (default: not). */
  readonly borders?: boolean;
}

/** Of the lines of an excerpt, how many follow the offending one. */
const AFTER = 1;

/**
 * The exchange around `at`, or the end of the conversation where there is no place to point at.
 * The last command before the excerpt is shown with it, since an answer means little without its question.
 */
export function excerpt(
  transcript: readonly TranscriptEntry[],
  at: Position | undefined,
  options: ExcerptOptions = {},
): Array<ExchangeLine | Gap> {
  const { lines: wanted = 6, width = Infinity, borders = false } = options;
  const lines = linesOf(transcript);
  const found = at === undefined ? -1 : lines.findIndex((line) => holds(line, at, transcript));
  const last = found === -1 ? lines.length - 1 : Math.min(found + AFTER, lines.length - 1);
  const first = Math.max(0, last - wanted + 1);
  const shown = new Set<number>();
  const command = commandBefore(lines, found === -1 ? last : found);
  if (command !== undefined) shown.add(command);
  for (let index = first; index <= last; index += 1) shown.add(index);
  const offences = at === undefined ? [] : [at];
  const rows = withGaps(shown, lines.length, (index) => {
    const line = lines[index];
    return line === undefined ? [] : [narrowed(drawn(line, transcript, offences, borders), width)];
  });
  // What lies before and after an excerpt goes without saying; what is left out of its middle does not.
  return rows.filter((row, index) => row.kind === 'line' || (index > 0 && index < rows.length - 1));
}

/** The line of the last command on the same connection, before or at `index`. */
function commandBefore(lines: readonly RawLine[], index: number): number | undefined {
  const connection = lines[index]?.connection;
  for (let candidate = index; candidate >= 0; candidate -= 1) {
    const line = lines[candidate];
    if (line?.from === 'C' && line.event === 'data' && line.connection === connection) return candidate;
  }
  return undefined;
}

export interface Limits {
  readonly lines: number;
  readonly octets: number;
}

/** How many lines around an offence are shown beyond the limits, and for how many offences. */
const AROUND = 4;
const OFFENCES = 20;
/** The longest line that is shown whole where a limit is set, in columns. */
const LONGEST = 4096;

/**
 * The whole conversation with segment borders, cut to `limits`: its beginning, its last lines and what is
 * around each offence are there, and gaps say how many lines are not.
 */
export function whole(
  transcript: readonly TranscriptEntry[],
  offences: readonly Position[],
  limits: Limits,
): Array<ExchangeLine | Gap> {
  const lines = linesOf(transcript);
  const shown = new Set<number>();
  let octets = 0;
  for (const [index, line] of lines.entries()) {
    octets += line.pieces.reduce((sum, { start, end }) => sum + Math.min(end - start, LONGEST), 0);
    if (index >= limits.lines || (octets > limits.octets && index > 0)) break;
    shown.add(index);
  }
  const centres = offences.slice(0, OFFENCES).map((at) => lines.findIndex((line) => holds(line, at, transcript)));
  for (const centre of [...centres.filter((index) => index !== -1), lines.length - 1]) {
    for (let index = Math.max(0, centre - AROUND); index <= centre + AROUND && index < lines.length; index += 1) {
      shown.add(index);
    }
  }
  return withGaps(shown, lines.length, (index) => {
    const line = lines[index];
    return line === undefined ? [] : [narrowed(drawn(line, transcript, offences, true), LONGEST)];
  });
}

function withGaps(
  shown: ReadonlySet<number>,
  total: number,
  draw: (index: number) => readonly ExchangeLine[],
): Array<ExchangeLine | Gap> {
  const rows: Array<ExchangeLine | Gap> = [];
  let next = 0;
  for (const index of [...shown].toSorted((a, b) => a - b)) {
    if (index > next) rows.push({ kind: 'gap', lines: index - next });
    rows.push(...draw(index));
    next = index + 1;
  }
  if (next < total) rows.push({ kind: 'gap', lines: total - next });
  return rows;
}

/** What stands for the octets that a cut line does not show. */
const ELLIPSIS = '…';

/** The line in `width` columns (at least 8), cut so that the caret and more of what leads to it than of what follows stay. */
function narrowed(line: ExchangeLine, width: number): ExchangeLine {
  const total = line.tokens.reduce((sum, { text }) => sum + text.length, 0);
  if (total <= width) return line;
  const room = Math.max(width, 8) - 2 * ELLIPSIS.length;
  const start = line.caret === undefined ? 0 : Math.max(0, Math.min(line.caret - Math.floor(room * 0.6), total - room));
  const kept: Token[] = [];
  let [column, before, after] = [0, 0, 0];
  for (const token of line.tokens) {
    const end = column + token.text.length;
    if (end <= start) before += octetsIn(token);
    else if (column >= start + room) after += octetsIn(token);
    else {
      const [from, to] = [Math.max(start - column, 0), Math.min(start + room - column, token.text.length)];
      if (token.kind === 'text') {
        before += from;
        after += token.text.length - to;
        kept.push({ ...token, text: token.text.slice(from, to) });
      } else if (from === 0 && to === token.text.length) {
        kept.push(token);
      } else if (from > 0) before += octetsIn(token);
      else after += octetsIn(token);
    }
    column = end;
  }
  const cut = (octets: number): Token[] => (octets > 0 ? [{ kind: 'cut', text: ELLIPSIS, octets }] : []);
  return { ...line, ...placed([...cut(before), ...kept, ...cut(after)]) };
}

function octetsIn(token: Token): number {
  if (token.kind === 'text') return token.text.length;
  if (token.kind === 'octet') return 1;
  return token.kind === 'omitted' || token.kind === 'cut' ? token.octets : 0;
}
