/** The making of judgements: a breach as data, and the value or the breaches that a parse gives back. */

import { isLineEnd } from './abnf.ts';
import { visibleOctet } from './octets.ts';
import type { Parsed, Violation } from './violation.ts';

/** What stands at an offset, for a reader: the octet made visible, or that the line ends there. */
export function octetAt(content: Uint8Array, offset: number): string {
  const octet = content[offset];
  return octet === undefined ? 'the end of the line' : visibleOctet(octet);
}

/** A breach of a requirement: the verdict is fail. See {@link Violation} for the fields. */
export function breach(requirement: string, offset: number, expected: string, actual: string): Violation {
  return { requirement, severity: 'fail', offset, expected, actual };
}

/** The same breach as advice, with the reading that leaves it in doubt, where the catalogue names one. */
export function asAdvice(violation: Violation, reading?: string): Violation {
  return { ...violation, severity: 'advice', ...(reading === undefined ? {} : { reading }) };
}

/** The same breach, judged from an offset further to the left: octets that were cut from a line are put back in their place. */
export function shifted(violation: Violation, by: number): Violation {
  return { ...violation, offset: violation.offset + by };
}

/**
 * The result of a parse.
 * @param found what was found, in the order of its discovery
 * @param value the value; it is asked for only where nothing failed
 * @returns the value with what is advice, or else all that was found, failures first
 */
export function conclude<T>(found: readonly Violation[], value: () => T): Parsed<T> {
  const [first, ...others] = found.filter((violation) => violation.severity === 'fail');
  const advice = found.filter((violation) => violation.severity === 'advice');
  if (first === undefined) return { ok: true, value: value(), remarks: advice };
  return { ok: false, violations: [first, ...others, ...advice] };
}

/**
 * All that is wrong with a line: its frame, and what is wrong in it before the first stray CR or LF. What stands at one
 * or behind it is left out: nobody can tell whether it belongs to the same line, and one wrong octet is one breach.
 * @param frame what is wrong with the line's frame
 * @param found what is wrong in it; offsets in `content`
 */
export function together(frame: readonly Violation[], found: readonly Violation[], content: Uint8Array): Violation[] {
  const stray = frame.find(({ severity, offset }) => {
    const octet = content[offset];
    return severity === 'fail' && octet !== undefined && isLineEnd(octet);
  });
  const end = stray?.offset ?? Number.POSITIVE_INFINITY;
  return [...frame, ...found.filter(({ offset }) => offset < end)];
}

/**
 * The result for a line so wrong that nothing further in it can be told apart.
 * @param frame what is wrong with the line's frame
 * @param wrong the breach that ends the parse; left out where the frame accounts for it, see {@link together}
 */
export function refuse(frame: readonly Violation[], content: Uint8Array, wrong: Violation): Parsed<never> {
  const [first, ...others] = together(frame, [wrong], content);
  return { ok: false, violations: [first ?? wrong, ...others] };
}
