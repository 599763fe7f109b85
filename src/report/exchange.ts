/**
 * A conversation as a reader sees it: lines instead of segments, every octet visible, the offending one marked.
 * The terminal, JUnit and the HTML page all draw what is worked out here.
 */

import { visibleOctet } from '../protocol/octets.ts';
import type { Position, TranscriptEntry } from '../verdict/result.ts';

/** A part of a line as it is shown; `text` is printable and of one column a character. */
export type Token =
  /** Octets that show themselves: printable ASCII without the backslash. */
  | { readonly kind: 'text'; readonly text: string; readonly offending?: true }
  /** One octet that does not, as `visibleOctet` writes it. */
  | { readonly kind: 'octet'; readonly text: string; readonly octet: number; readonly offending?: true }
  /** One segment ends here and the next begins. */
  | { readonly kind: 'border'; readonly text: string }
  /** The place behind the last octet, where one is missing. */
  | { readonly kind: 'missing'; readonly text: string; readonly offending: true }
  /** What happened, in our words: a connection opened or closed, TLS. */
  | { readonly kind: 'event'; readonly text: string; readonly offending?: true }
  /** Octets that are not shown: left out by the transcript (`omitted`), or here to keep the line short (`cut`). */
  | { readonly kind: 'omitted' | 'cut'; readonly text: string; readonly octets: number };

/** One line of the conversation: up to and with its LF, or as far as it came before the other side spoke. */
export interface ExchangeLine {
  readonly kind: 'line';
  readonly from: 'S' | 'C';
  readonly connection: number;
  /** Milliseconds since the scenario began, of the first segment in this line. */
  readonly t: number;
  /** True where a segment begins with this line: its time is news. */
  readonly begins: boolean;
  /** True where the octets came under TLS. */
  readonly tls: boolean;
  readonly tokens: readonly Token[];
  /** The column of the offending octet in the visible text, from 0. */
  readonly caret?: number;
}

/** A span of an entry's data that belongs to one line. */
interface Piece {
  readonly entry: number;
  readonly start: number;
  readonly end: number;
}

/** A line before it is made visible, which costs more than finding it. */
export interface RawLine {
  readonly from: 'S' | 'C';
  readonly connection: number;
  readonly t: number;
  readonly begins: boolean;
  readonly tls: boolean;
  readonly event: TranscriptEntry['event'];
  readonly pieces: readonly Piece[];
}

const EVENTS: Readonly<Record<Exclude<TranscriptEntry['event'], 'data'>, string>> = {
  connect: '(opens the connection)',
  tls: '(TLS handshake done)',
  close: '(closes the connection)',
  reset: '(resets the connection)',
};

const BORDER = '┊';

/**
 * The conversation in lines, in the order of time. Segments of one side that follow each other without a break are one
 * stream, so a line may lie in several of them; where the other side comes in between, the line is shown in parts.
 */
export function linesOf(transcript: readonly TranscriptEntry[]): RawLine[] {
  const lines: RawLine[] = [];
  const secured = new Set<number>();
  /** The pieces of the last line while it has no LF yet. */
  let open: Piece[] | undefined;
  let last: TranscriptEntry | undefined;
  for (const [index, entry] of transcript.entries()) {
    const { from, connection, t, event, data } = entry;
    const follows = event === 'data' && last?.event === 'data' && last.from === from && last.connection === connection;
    if (!follows) open = undefined;
    last = entry;
    if (event === 'tls') secured.add(connection);
    const tls = secured.has(connection);
    let start = 0;
    do {
      const lf = event === 'data' ? data.indexOf('\n', start) : -1;
      const end = lf === -1 ? data.length : lf + 1;
      const piece = { entry: index, start, end };
      if (open === undefined) {
        open = [piece];
        lines.push({ from, connection, t, begins: start === 0, tls, event, pieces: open });
      } else {
        open.push(piece);
      }
      if (lf !== -1) open = undefined;
      start = end;
    } while (start < data.length);
  }
  return lines;
}

/** True where `position` lies in the line, or just behind the end of its entry's data, which is in the line. */
export function holds(line: RawLine, position: Position, transcript: readonly TranscriptEntry[]): boolean {
  return line.pieces.some((piece) => piece.entry === position.entry && inPiece(piece, position.offset, transcript));
}

function inPiece(piece: Piece, offset: number, transcript: readonly TranscriptEntry[]): boolean {
  const length = transcript[piece.entry]?.data.length ?? 0;
  const at = clamped(offset, length);
  return (at >= piece.start && at < piece.end) || (at === length && piece.end === length);
}

function clamped(offset: number, length: number): number {
  return Math.min(Math.max(offset, 0), length);
}

/** Ordinary octets in a run, or one that needs an escape. */
const RUNS = /[ -[\]-~]+|[^]/g;

/** The tokens for `data`, every octet visible. */
function visibleTokens(data: string): Token[] {
  return (data.match(RUNS) ?? []).map((run): Token => {
    const octet = run.charCodeAt(0);
    const text = visibleOctet(octet);
    // A run of several, or one that is shown as itself, is ordinary.
    return run.length > 1 || text === run ? { kind: 'text', text: run } : { kind: 'octet', text, octet };
  });
}

function pieceTokens(piece: Piece, entry: TranscriptEntry, offences: readonly number[]): Token[] {
  const { data, omitted } = entry;
  if (offences.length === 0 && omitted === undefined) return stretch(data, piece.start, piece.end);
  const length = data.length;
  const marks = new Set(offences.map((offset) => clamped(offset, length)));
  const hole = omitted !== undefined && inOmission(piece, omitted.at, length) ? clamped(omitted.at, length) : undefined;
  const inside = [...marks].filter((mark) => mark >= piece.start && mark < piece.end);
  const cuts = new Set([piece.start, piece.end, ...inside, ...inside.map((mark) => mark + 1)]);
  if (hole !== undefined) cuts.add(hole);
  const bounds = [...cuts].toSorted((a, b) => a - b);
  // No spread into a call: a line may have more octets than a call may have arguments.
  const tokens = bounds.flatMap((start, index): readonly Token[] => {
    const gone = start === hole && omitted !== undefined ? [omission(omitted.octets)] : [];
    const shown = stretch(data, start, bounds[index + 1] ?? start);
    return [...gone, ...(marks.has(start) ? shown.map(offending) : shown)];
  });
  const missing = marks.has(length) && piece.end === length;
  return missing ? [...tokens, { kind: 'missing', text: ' ', offending: true }] : tokens;
}

/** The longest stretch without a mark that is worked out: nobody reads a longer one, and each octet may cost a token. */
const LONGEST = 32_768;

function stretch(data: string, start: number, end: number): Token[] {
  const octets = end - start - LONGEST;
  if (octets <= 0) return visibleTokens(data.slice(start, end));
  const half = LONGEST >> 1;
  return [
    ...visibleTokens(data.slice(start, start + half)),
    { kind: 'cut', text: '…', octets },
    ...visibleTokens(data.slice(end - half, end)),
  ];
}

function offending(token: Token): Token {
  return token.kind === 'text' || token.kind === 'octet' ? { ...token, offending: true } : token;
}

function inOmission(piece: Piece, at: number, length: number): boolean {
  return (at >= piece.start && at < piece.end) || (at >= length && piece.end === length);
}

function eventToken(event: keyof typeof EVENTS, struck: boolean): Token {
  return { kind: 'event', text: EVENTS[event], ...(struck ? { offending: true } : {}) };
}

function omission(octets: number): Token {
  return { kind: 'omitted', text: `…(${octets} octets not kept)…`, octets };
}

/** A line with every octet visible and the octets at `offences` marked; segment borders inside it on demand. */
export function drawn(
  line: RawLine,
  transcript: readonly TranscriptEntry[],
  offences: readonly Position[],
  borders: boolean,
): ExchangeLine {
  const { from, connection, t, begins, tls, event, pieces } = line;
  const struck = offences.some((position) => holds(line, position, transcript));
  const tokens =
    event === 'data'
      ? pieces.flatMap((piece, index): readonly Token[] => {
          const entry = transcript[piece.entry];
          if (entry === undefined) return [];
          const here = offences.filter(({ entry: at }) => at === piece.entry).map(({ offset }) => offset);
          const shown = pieceTokens(piece, entry, here);
          return borders && index > 0 ? [{ kind: 'border', text: BORDER }, ...shown] : shown;
        })
      : [eventToken(event, struck)];
  return { kind: 'line', from, connection, t, begins, tls, ...placed(tokens) };
}

/** The tokens with the column of the first offending one. */
export function placed(tokens: readonly Token[]): Pick<ExchangeLine, 'tokens' | 'caret'> {
  const first = tokens.findIndex((token) => 'offending' in token);
  if (first === -1) return { tokens };
  return { tokens, caret: tokens.slice(0, first).reduce((column, { text }) => column + text.length, 0) };
}
