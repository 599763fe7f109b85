/**
 * What a judgement gives back. Judging is pure: octets go in, data comes out, and nothing throws on
 * any input, since what a peer sends is data however broken it is.
 */

/** One breach of one requirement, as data. */
export interface Violation {
  /** The requirement that is broken, such as `2449-3-S2`. */
  readonly requirement: string;
  /** `advice` where a reading leaves doubt (see the readings of the catalogue); else `fail`. */
  readonly severity: 'fail' | 'advice';
  /** Where the breach is: the offset, in octets, from the start of what was judged. */
  readonly offset: number;
  /** What would have been right, in words that follow "expected". */
  readonly expected: string;
  /** What came instead, with every octet visible (see `visible` in octets.ts). */
  readonly actual: string;
  /** The reading that the judgement rests on, such as `R4`. */
  readonly reading?: string;
}

/** Either a value, with the remarks (advice only) made on the way, or at least one violation. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly remarks: readonly Violation[] }
  | { readonly ok: false; readonly violations: readonly [Violation, ...Violation[]] };
