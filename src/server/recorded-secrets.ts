/**
 * What is secret in what a server recorded of its clients: passwords, SASL responses and APOP digests are marked where they
 * stand, however the lines were cut into segments, so that a transcript can't write them down. Pure.
 */

import { LineSplitter, type Line } from '../protocol/line.ts';
import { flatten, slice, type SecretRange } from '../wire/secret.ts';
import type { Side, WireEntry } from '../wire/transcript.ts';
import { LineSecrets } from './live-log-secrets.ts';

/** Longer than any line that a served connection takes, so nothing is lost here. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** A record in which nothing secret is unmarked, and the secrets that were found. */
export interface MarkedRecord {
  readonly entries: readonly WireEntry[];
  readonly secrets: readonly Buffer[];
}

/** Marks a record. @param known what is secret wherever the client sends it, such as the password that it was told */
export function markSecrets(entries: readonly WireEntry[], known: readonly Buffer[] = []): MarkedRecord {
  const streams = new Map<number, ClientStream>();
  const of = (connection: number): ClientStream => {
    const stream = streams.get(connection) ?? new ClientStream(known);
    streams.set(connection, stream);
    return stream;
  };
  const starts = entries.map((entry) => of(entry.connection).take(entry));
  for (const stream of streams.values()) stream.end();
  const marked = entries.map((entry, index): WireEntry => {
    if (entry.from !== 'C' || entry.event !== 'data') return entry;
    const start = starts[index] ?? 0;
    return { ...entry, secrets: slice(of(entry.connection).ranges, start, start + entry.octets.length) };
  });
  return { entries: marked, secrets: [...streams.values()].flatMap(({ secrets }) => secrets) };
}

/** What one client sent, read line by line in the order in which server and client spoke. */
class ClientStream {
  /** From the beginning of the client's octets on the connection. */
  readonly ranges: SecretRange[] = [];
  readonly secrets: Buffer[] = [];
  readonly #lines: LineSecrets;
  readonly #seen: Record<Side, number> = { S: 0, C: 0 };
  #base = 0;
  #splitters: Record<Side, LineSplitter> = fresh();

  constructor(known: readonly Buffer[]) {
    this.#lines = new LineSecrets(known);
  }

  /** @returns where the entry begins in the octets of its side */
  take({ event, from, octets }: WireEntry): number {
    const start = this.#seen[from];
    if (event === 'tls') this.#startTls();
    if (event !== 'data') return start;
    this.#seen[from] += octets.length;
    for (const line of this.#splitters[from].push(octets)) {
      if (from === 'S') this.#lines.answered(line.octets);
      else this.#mark(line);
    }
    return start;
  }

  /** What is left is the beginning of a line that never ended. */
  end(): void {
    const rest = this.#splitters.C.rest();
    if (rest.length > 0) {
      const offset = this.#seen.C - rest.length - this.#base;
      this.#mark({ octets: rest, content: rest, terminator: 'none', offset });
    }
  }

  #startTls(): void {
    this.end();
    this.#splitters = fresh();
    this.#base = this.#seen.C;
  }

  #mark({ content, offset }: Line): void {
    const { secrets, octets } = flatten(this.#lines.mark(content));
    for (const { start, end, label = 'secret' } of secrets) {
      const at = this.#base + offset;
      this.ranges.push({ start: at + start, end: at + end, label });
      this.secrets.push(octets.subarray(start, end));
    }
  }
}

function fresh(): Record<Side, LineSplitter> {
  return { S: new LineSplitter(LONGEST_LINE), C: new LineSplitter(LONGEST_LINE) };
}
