/** The kill matrix: all trials together, for a reader and for programs. Pure. */

import type { Requirement } from '../catalogue/requirement.ts';
import type { Fate, Trial } from './trial.ts';

export interface Matrix {
  readonly counts: Readonly<Record<Fate, number>>;
  readonly faults: number;
  readonly variants: number;
  /** MUST and SHOULD requirements with fewer than two faults that nobody has explained. */
  readonly unproved: readonly string[];
  /** Scenarios that killed no fault: `uri:line` and the name. */
  readonly idle: readonly { readonly scenario: string; readonly name: string }[];
  readonly trials: readonly Trial[];
}

/** How many faults a requirement must be proved by. */
const FEWEST_FAULTS = 2;

/**
 * Puts trials together.
 * @param exceptions requirements that can't be broken alone or from outside, each with the reason
 */
export function matrixOf(
  trials: readonly Trial[],
  requirements: readonly Requirement[],
  exceptions: Readonly<Record<string, string>>,
): Matrix {
  const counts: Record<Fate, number> = {
    killed: 0,
    misjudged: 0,
    framed: 0,
    survived: 0,
    passed: 0,
    'false-alarm': 0,
    error: 0,
  };
  for (const { fate } of trials) counts[fate] += 1;
  const proofs = proofsOf(trials);
  const killers = new Set(trials.flatMap(({ observation }) => observation.killers));
  return {
    counts,
    faults: trials.filter(({ subject }) => subject.kind === 'fault').length,
    variants: trials.filter(({ subject }) => subject.kind === 'variant').length,
    unproved: requirements
      .filter(({ level, id }) => level !== 'MAY' && exceptions[id] === undefined && (proofs[id] ?? 0) < FEWEST_FAULTS)
      .map(({ id }) => id),
    idle: requirements.flatMap(({ scenarios }) =>
      scenarios
        .map(({ uri, line, name }) => ({ scenario: `${uri}:${line}`, name }))
        .filter(({ scenario }) => !killers.has(scenario)),
    ),
    trials,
  };
}

/** By how many faults each requirement is proved: killed, for the stated reason, and nobody else blamed. */
export function proofsOf(trials: readonly Trial[]): Record<string, number> {
  const proofs: Record<string, number> = {};
  for (const { subject, fate } of trials) {
    if (fate === 'killed' && subject.owner !== undefined) proofs[subject.owner] = (proofs[subject.owner] ?? 0) + 1;
  }
  return proofs;
}

/** Whether the suite is proved: every fault killed by its owner, no false alarm, nothing unproved. */
export function holds({ counts, unproved }: Matrix): boolean {
  const wrong = counts.misjudged + counts.framed + counts.survived + counts['false-alarm'] + counts.error;
  return wrong === 0 && unproved.length === 0;
}
