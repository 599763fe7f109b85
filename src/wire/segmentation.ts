/** How our octets are cut into TCP segments. Segmentation is an axis of the whole run: no verdict may depend on it. */

import { CR, LF } from '../protocol/octets.ts';

/**
 * `whole`: one write, one segment. `octet`: each octet in a segment of its own. `crlf`: a border inside each CRLF.
 * `random`: pieces of 1 to 16 octets from a seeded generator, the same for the same seed.
 */
export type Segmentation =
  | { readonly kind: 'whole' }
  | { readonly kind: 'octet' }
  | { readonly kind: 'crlf' }
  | { readonly kind: 'random'; readonly seed: number };

export const WHOLE: Segmentation = { kind: 'whole' };
export const OCTET: Segmentation = { kind: 'octet' };

/** Reads `whole`, `octet`, `crlf` or `random:SEED`; undefined where the text is none of them. */
export function parseSegmentation(text: string): Segmentation | undefined {
  if (text === 'whole' || text === 'octet' || text === 'crlf') return { kind: text };
  const random = /^random:(\d{1,9})$/.exec(text);
  return random === null ? undefined : { kind: 'random', seed: Number(random[1]) };
}

/** The text that {@link parseSegmentation} reads as this. */
export function segmentationText(segmentation: Segmentation): string {
  return segmentation.kind === 'random' ? `random:${segmentation.seed}` : segmentation.kind;
}

/** A function that says where to cut: it takes octets and gives the offsets at which its segments end, the last one included. */
export type Cutter = (octets: Buffer) => number[];

/** The cutter for one connection; a random one goes on where it left off, so that each write is cut differently. */
export function cutter(segmentation: Segmentation): Cutter {
  switch (segmentation.kind) {
    case 'whole':
      return (octets) => [octets.length];
    case 'octet':
      return (octets) => Array.from({ length: octets.length }, (_, index) => index + 1);
    case 'crlf':
      return insideEachCrlf;
    default:
      return atRandom(segmentation.seed);
  }
}

function insideEachCrlf(octets: Buffer): number[] {
  const ends: number[] = [];
  for (let at = 0; at + 1 < octets.length; at++) {
    if (octets[at] === CR && octets[at + 1] === LF) ends.push(at + 1);
  }
  return [...ends, octets.length];
}

/** The longest piece of a random cutting, in octets. */
const LONGEST_PIECE = 16;

function atRandom(seed: number): Cutter {
  const next = generator(seed);
  return (octets) => {
    const ends: number[] = [];
    for (let at = 0; at < octets.length;) {
      at = Math.min(octets.length, at + 1 + Math.floor(next() * LONGEST_PIECE));
      ends.push(at);
    }
    return ends;
  };
}

/** mulberry32: a small generator of numbers in [0, 1), enough to choose where to cut. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
