/** A transcript made fit to leave the process: secrets replaced, and cut to a length that a report can carry. Pure. */

import { latin1 } from '../protocol/octets.ts';
import { echoFinder, type SecretRange } from '../wire/secret.ts';
import type { Side, WireEntry } from '../wire/transcript.ts';
import type { Position, TranscriptEntry } from './result.ts';

/** An octet in what one side sent over one connection, counted from the beginning of the connection. */
export interface StreamPosition {
  readonly connection: number;
  readonly from: Side;
  readonly offset: number;
}

export interface RenderedTranscript {
  readonly entries: readonly TranscriptEntry[];
  /** Where an octet of a stream stands in the entries; the nearest place where it was left out. */
  locate(position: StreamPosition): Position | undefined;
  /** Whether the octet is part of a secret, so that nothing of it may be told. */
  hides(position: StreamPosition): boolean;
}

/** Past so many octets of one entry, the middle is left out. */
const LONGEST_ENTRY = 4096;
/** Past so many entries, what one side sent without a break becomes one entry: nobody reads a thousand segments. */
const MOST_SEGMENTS = 300;
/** Past so many octets in all, only the beginning of each entry is kept. */
const MOST_OCTETS = 96 * 1024;
const SHORT_ENTRY = 256;

/** One entry of the output and what it stands for in its stream. */
interface Placed {
  readonly entry: WireEntry;
  readonly streamStart: number;
  readonly secrets: readonly SecretRange[];
}

/**
 * Renders a transcript.
 * @param secrets octets that the server may have echoed: each is covered, octet for octet, so that offsets stay right
 */
export function renderTranscript(entries: readonly WireEntry[], secrets: readonly Buffer[]): RenderedTranscript {
  const placed = place(join(entries), secrets);
  const rendered: TranscriptEntry[] = [];
  const maps: ((offset: number) => number)[] = [];
  let total = 0;
  for (const { entry, secrets: hidden } of placed) {
    const keep = total > MOST_OCTETS ? SHORT_ENTRY : LONGEST_ENTRY;
    const { data, map, omitted } = render(entry, hidden, keep);
    total += data.length;
    rendered.push({
      t: Math.round(entry.t * 10) / 10,
      from: entry.from,
      connection: entry.connection,
      event: entry.event,
      data,
      ...(omitted === undefined ? {} : { omitted }),
    });
    maps.push(map);
  }
  return {
    entries: rendered,
    locate: ({ connection, from, offset }) => {
      let nearest: Position | undefined;
      for (const [index, { entry, streamStart }] of placed.entries()) {
        if (entry.connection !== connection || entry.from !== from || entry.event !== 'data') continue;
        if (streamStart > offset) break;
        const within = Math.min(offset - streamStart, entry.octets.length - 1);
        nearest = { entry: index, offset: maps[index]?.(within) ?? 0 };
      }
      return nearest;
    },
    hides: ({ connection, from, offset }) =>
      placed.some(
        ({ entry, streamStart, secrets: hidden }) =>
          entry.connection === connection &&
          entry.from === from &&
          hidden.some(({ start, end }) => start <= offset - streamStart && offset - streamStart < end),
      ),
  };
}

/** Joins what one side sent without a break, once there are more segments than anyone reads. */
function join(entries: readonly WireEntry[]): readonly WireEntry[] {
  const joined: WireEntry[] = entries.slice(0, MOST_SEGMENTS);
  let run: WireEntry[] = [];
  const close = (): void => {
    const [first] = run;
    if (first === undefined) return;
    let length = 0;
    const secrets = run.flatMap((entry) => {
      const ranges = entry.secrets.map((range) => ({ ...range, start: range.start + length, end: range.end + length }));
      length += entry.octets.length;
      return ranges;
    });
    joined.push({ ...first, octets: Buffer.concat(run.map((entry) => entry.octets)), secrets });
    run = [];
  };
  for (const entry of entries.slice(MOST_SEGMENTS)) {
    const [first] = run;
    if (
      first !== undefined &&
      (first.from !== entry.from || first.connection !== entry.connection || entry.event !== 'data')
    )
      close();
    if (entry.event === 'data') run.push(entry);
    else joined.push(entry);
  }
  close();
  return joined;
}

/** Finds each entry's place in its stream, and the echoes of secrets in what the server sent. */
function place(entries: readonly WireEntry[], secrets: readonly Buffer[]): Placed[] {
  const streams = new Map<string, { length: number; chunks: Buffer[] }>();
  const starts = entries.map((entry) => {
    const key = `${entry.connection}${entry.from}`;
    const stream = streams.get(key) ?? { length: 0, chunks: [] };
    streams.set(key, stream);
    const start = stream.length;
    stream.length += entry.octets.length;
    if (entry.from === 'S') stream.chunks.push(entry.octets);
    return start;
  });
  const find = echoFinder(secrets);
  const hidden = new Map([...streams].map(([key, stream]) => [key, find(Buffer.concat(stream.chunks))]));
  return entries.map((entry, index) => {
    const streamStart = starts[index] ?? 0;
    const end = streamStart + entry.octets.length;
    const echoed = (hidden.get(`${entry.connection}${entry.from}`) ?? []).filter(
      (range) => range.start < end && range.end > streamStart,
    );
    const own = echoed.map((range) => ({
      start: Math.max(0, range.start - streamStart),
      end: Math.min(range.end, end) - streamStart,
    }));
    return { entry, streamStart, secrets: entry.from === 'S' ? own : entry.secrets };
  });
}

/** An entry's data with its secrets replaced, and where each of its octets went. */
function render(
  entry: WireEntry,
  secrets: readonly SecretRange[],
  keep: number,
): { data: string; map: (offset: number) => number; omitted?: NonNullable<TranscriptEntry['omitted']> } {
  const { octets } = entry;
  let data = '';
  /** From `from` on, octet by octet (`steps`) or all at one place: where the octets of the entry stand in `data`. */
  const shifts: { from: number; at: number; steps: boolean }[] = [];
  let next = 0;
  for (const range of secrets) {
    shifts.push({ from: next, at: data.length, steps: true });
    data += latin1(octets.subarray(next, range.start));
    shifts.push({ from: range.start, at: data.length, steps: entry.from === 'S' });
    // Our own secrets become their label, so that not even their length is told; an echo keeps its length.
    data +=
      entry.from === 'S' ? '*'.repeat(range.end - range.start) : range.label === undefined ? '' : `{${range.label}}`;
    next = range.end;
  }
  shifts.push({ from: next, at: data.length, steps: true });
  data += latin1(octets.subarray(next));
  const whole = data.length;
  const half = keep >> 1;
  const cut = whole > keep;
  const omittedOctets = whole - 2 * half;
  const map = (offset: number): number => {
    const {
      from,
      at: start,
      steps,
    } = shifts.findLast((shift) => shift.from <= offset) ?? { from: 0, at: 0, steps: true };
    const at = Math.min(start + (steps ? offset - from : 0), whole - 1);
    if (!cut || at < half) return Math.max(0, at);
    return at >= whole - half ? at - omittedOctets : half;
  };
  if (!cut) return { data, map };
  return { data: data.slice(0, half) + data.slice(whole - half), map, omitted: { at: half, octets: omittedOctets } };
}
