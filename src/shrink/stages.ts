/**
 * What can be left out of a conversation, from the largest to the smallest: exchanges; lines of answers and of messages; octets;
 * borders of segments. Whoever is played by us is shortened: at a server what the client sends, at a client what the server
 * answers. The other side's octets are its own. Pure.
 */

import type { Pattern, Text } from '../script/syntax.ts';
import { exchangesIn, type Part } from './parts.ts';

/** Parts cut into pieces of which some can be kept. */
export interface Cutting {
  readonly pieces: number;
  /** @param kept the pieces that are kept, counted from 0, in order */
  readonly keeping: (kept: readonly number[]) => readonly Part[];
}

/** One way to shorten a conversation. */
export interface Stage {
  /** What its pieces are, in the plural. */
  readonly name: string;
  readonly cut: (parts: readonly Part[]) => Cutting;
}

/** Exchanges, each a command with all that belongs to it. */
export const EXCHANGES: Stage = {
  name: 'exchanges',
  cut: (parts) => {
    const all = exchangesIn(parts);
    return {
      pieces: all.length,
      keeping: (kept) => {
        const left = new Set(kept.map((index) => all[index]));
        return parts.filter(({ exchange }) => exchange === undefined || left.has(exchange));
      },
    };
  },
};

/** What numbers of messages and their sizes stand in: they have to agree with each other. */
const OF_THE_MAILDROP: readonly string[] = ['STAT', 'LIST', 'UIDL', 'LAST'];

/** Lines behind first lines, of capability lists and of messages. */
export const LINES: Stage = {
  name: 'lines',
  cut: (parts) =>
    ofSome(parts, (part) => part.kind === 'server' && isBehindFirst(part) && !OF_THE_MAILDROP.includes(part.keyword)),
};

function isBehindFirst({ line }: Extract<Part, { kind: 'server' }>): boolean {
  return line === 'list line' || line === 'message line';
}

/** Where one side's segments end, and its pauses. */
export const CLIENT_BORDERS: Stage = {
  name: 'borders of segments',
  cut: (parts) =>
    ofSome(parts, (part) => part.kind === 'act' && (part.act.kind === 'client cut' || part.act.kind === 'client wait')),
};

const CUTS: readonly string[] = ['cut', 'cut every', 'cut after', 'wait', 'wait for more'];

/** The same of the server. */
export const SERVER_BORDERS: Stage = {
  name: 'borders of segments',
  cut: (parts) => ofSome(parts, (part) => part.kind === 'act' && CUTS.includes(part.act.kind)),
};

/** Pieces that are a part each. */
function ofSome(parts: readonly Part[], isPiece: (part: Part) => boolean): Cutting {
  const places = parts.flatMap((part, index) => (isPiece(part) ? [index] : []));
  return {
    pieces: places.length,
    keeping: (kept) => {
      const left = new Set(kept.map((index) => places[index]));
      return parts.filter((part, index) => left.has(index) || !isPiece(part));
    },
  };
}

/**
 * Octets of the arguments of commands. Keywords stay, and what is filled in stays.
 * @param untouched the exchange of which it is said what should come: that is said of its command as it is
 */
export function argumentsBut(untouched: number | undefined): Stage {
  return {
    name: 'octets of arguments',
    cut: (parts) =>
      ofOctets(parts, (part, index) =>
        untouched !== undefined && part.exchange === untouched ? [] : argumentsOf(part, parts[index + 1]),
      ),
  };
}

/** Octets of what a server says: of texts behind a status, and of lines behind first lines. */
export const TEXTS: Stage = { name: 'octets of texts', cut: (parts) => ofOctets(parts, saidIn) };

/** Octets at the end of an `octets` part of a part, that can be left out. */
interface Removable {
  /** Which of the part's own parts, counted from 0. */
  readonly at: number;
  /** From which of its octets on. */
  readonly from: number;
}

/** A keyword, and what may stand before it. */
const KEYWORD = /^[^ ]*/;

/**
 * What of a command is an argument that is written out. Of one that is told in part only nothing is: who logs in, and how, stays
 * whole. So does which message is deleted: one that was not deleted in the recording must not be.
 */
function argumentsOf(part: Part, next: Part | undefined): Removable[] {
  if (part.kind !== 'client' || !part.begins || !part.crlf || next?.kind === 'client') return [];
  const [only, ...others] = part.client.parts;
  if (only?.kind !== 'octets' || others.length > 0 || /^ *DELE\b/i.test(only.octets)) return [];
  return [{ at: 0, from: KEYWORD.exec(only.octets)?.[0].length ?? 0 }];
}

/** What a line needs to be what it is: the status of a first line, the SP behind it, and a dot line's dot. */
const STATUS = /^(?:\+OK|-ERR|\+) ?/i;

function saidIn(part: Part): Removable[] {
  if (part.kind !== 'server' || part.line === 'dot line' || OF_THE_MAILDROP.includes(part.keyword)) return [];
  const isListed = isBehindFirst(part);
  return part.text.parts.flatMap((piece, at) => {
    if (piece.kind !== 'octets') return [];
    const from = isListed || at > 0 || !part.begins ? 0 : (STATUS.exec(piece.octets)?.[0].length ?? 0);
    return [{ at, from }];
  });
}

/** An octet, by the part in which it stands, the piece of that, and its place there. */
type Place = readonly [part: number, piece: number, octet: number];

function ofOctets(parts: readonly Part[], removable: (part: Part, index: number) => readonly Removable[]): Cutting {
  const places = parts.flatMap((part, index) =>
    removable(part, index).flatMap(({ at, from }) => {
      const { length } = octetsAt(part, at);
      return Array.from({ length: length - from }, (_, octet): Place => [index, at, from + octet]);
    }),
  );
  return {
    pieces: places.length,
    keeping: (kept) => {
      const left = new Set(kept);
      const gone = new Map<number, Map<number, Set<number>>>();
      for (const [number, [index, at, octet]] of places.entries()) {
        if (left.has(number)) continue;
        const ofPart = gone.get(index) ?? new Map<number, Set<number>>();
        gone.set(index, ofPart.set(at, (ofPart.get(at) ?? new Set()).add(octet)));
      }
      return parts.map((part, index) => without(part, gone.get(index)));
    },
  };
}

function octetsAt(part: Part, at: number): string {
  const piece =
    part.kind === 'client' ? part.client.parts[at] : part.kind === 'server' ? part.text.parts[at] : undefined;
  return piece?.kind === 'octets' ? piece.octets : '';
}

function without(part: Part, gone: ReadonlyMap<number, ReadonlySet<number>> | undefined): Part {
  if (gone === undefined || part.kind === 'act') return part;
  if (part.kind === 'client') return { ...part, client: { parts: thinned(part.client.parts, gone) } };
  return { ...part, text: { ...part.text, parts: withoutBlank(thinned(part.text.parts, gone)) } };
}

/** A status alone has no SP behind it (RFC 2449 section 3). */
function withoutBlank(parts: Text['parts'][number][]): Text['parts'][number][] {
  const [only, ...others] = parts;
  const isStatus = only?.kind === 'octets' && others.length === 0 && /^(?:\+OK|-ERR) $/i.test(only.octets);
  return isStatus ? [{ kind: 'octets', octets: only.octets.trimEnd() }] : parts;
}

/** Parts without some octets, in the normal form: none is empty, and no two `octets` stand side by side. */
function thinned<Piece extends Text['parts'][number] | Pattern['parts'][number]>(
  pieces: readonly Piece[],
  gone: ReadonlyMap<number, ReadonlySet<number>>,
): Piece[] {
  return pieces.flatMap((piece, at) => {
    const octets = gone.get(at);
    if (octets === undefined || piece.kind !== 'octets') return [piece];
    const left = Array.from(piece.octets).filter((_, index) => !octets.has(index));
    return left.length === 0 ? [] : [{ ...piece, octets: left.join('') }];
  });
}

/** What is tried at a server: the conversation is the client's. @param untouched see {@link argumentsBut} */
export function atAServer(untouched?: number): readonly Stage[] {
  return [EXCHANGES, argumentsBut(untouched), CLIENT_BORDERS];
}

/** What is tried at a client: the answers are the server's. */
export const AT_A_CLIENT: readonly Stage[] = [EXCHANGES, LINES, SERVER_BORDERS, TEXTS];
