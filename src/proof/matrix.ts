/** The kill matrix: all trials together, for a reader and for programs. Pure. */

import { addressOf, type Requirement } from '../catalogue/requirement.ts';
import type { Exceptions } from './exceptions.ts';
import { isRight, type Fate, type Trial } from './trial.ts';

/** A scenario that killed no fault. */
export interface Idle {
  /** Its requirement and its name, see `nameOf`. */
  readonly scenario: string;
  /** Why; undefined where nobody has said so. */
  readonly reason: string | undefined;
}

export interface Matrix {
  readonly counts: Readonly<Record<Fate, number>>;
  readonly faults: number;
  readonly variants: number;
  /** The ways of cutting what was sent under which variants were tried. */
  readonly segmentations: readonly string[];
  /** Of the scenarios that are not its own a subject met one in so many under each, see `Terms` in `prove.ts`; 1: it met all. */
  readonly turns: number;
  /** By how many faults each requirement is proved: killed, for the stated reason, and nobody else blamed. */
  readonly proofs: Readonly<Record<string, number>>;
  readonly idle: readonly Idle[];
  /** What is missing for a proof, beside trials that went wrong; in sentences. */
  readonly gaps: readonly string[];
  readonly trials: readonly Trial[];
}

/** How many faults a requirement must be proved by. */
const FEWEST_FAULTS = 2;

/** What a scenario is called in the matrix and among the exceptions: lines move, names seldom do. */
export function nameOf({ id }: Pick<Requirement, 'id'>, { name }: { readonly name: string }): string {
  return `${id}: ${name}`;
}

/**
 * Puts trials together.
 * @param exceptions what needs no proof, with the reasons
 * @param turns how many turns there were, where scenarios took turns
 */
export function matrixOf(
  trials: readonly Trial[],
  requirements: readonly Requirement[],
  exceptions: Exceptions,
  turns = 1,
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
  const of = (kind: string): Trial[] => trials.filter(({ subject }) => subject.kind === kind);
  const proofs = proofsOf(trials);
  const idle = idleIn(trials, requirements, exceptions);
  return {
    counts,
    faults: distinct(of('fault').map(({ subject }) => subject.name)).length,
    variants: distinct(of('variant').map(({ subject }) => subject.name)).length,
    segmentations: distinct(of('variant').map(({ segmentation }) => segmentation)),
    turns,
    proofs,
    idle,
    gaps: [...unproved(proofs, requirements, exceptions), ...unexplained(idle), ...stale(proofs, idle, exceptions)],
    trials,
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function proofsOf(trials: readonly Trial[]): Record<string, number> {
  const proofs: Record<string, number> = {};
  for (const { subject, fate } of trials) {
    if (fate === 'killed' && subject.owner !== undefined) proofs[subject.owner] = (proofs[subject.owner] ?? 0) + 1;
  }
  return proofs;
}

function idleIn(trials: readonly Trial[], requirements: readonly Requirement[], exceptions: Exceptions): Idle[] {
  const killers = new Set(trials.flatMap(({ observation }) => observation.killers));
  return requirements.flatMap((requirement) =>
    requirement.scenarios
      .filter((scenario) => !killers.has(addressOf(scenario)))
      .map((scenario) => nameOf(requirement, scenario))
      .map((scenario) => ({ scenario, reason: exceptions.scenarios[scenario] })),
  );
}

function unproved(
  proofs: Matrix['proofs'],
  requirements: readonly Requirement[],
  { requirements: excepted }: Exceptions,
): string[] {
  return requirements
    .filter(({ level, id }) => level !== 'MAY' && excepted[id] === undefined && (proofs[id] ?? 0) < FEWEST_FAULTS)
    .map(({ id }) => `${id} is proved by ${proofs[id] ?? 0} faults, and ${FEWEST_FAULTS} it should be`);
}

function unexplained(idle: readonly Idle[]): string[] {
  return idle
    .filter(({ reason }) => reason === undefined)
    .map(({ scenario }) => `the scenario "${scenario}" kills no fault, and nobody says why`);
}

/** Exceptions that except nothing (any more). */
function stale(proofs: Matrix['proofs'], idle: readonly Idle[], exceptions: Exceptions): string[] {
  const needless = Object.keys(exceptions.requirements).filter((id) => (proofs[id] ?? 0) >= FEWEST_FAULTS);
  const names = new Set(idle.map(({ scenario }) => scenario));
  return [...needless, ...Object.keys(exceptions.scenarios).filter((scenario) => !names.has(scenario))].map(
    (what) => `the exception of "${what}" is not needed: the proof is there, or nothing is called so`,
  );
}

/** Whether the suite is proved: every fault killed by its owner, no false alarm, no gap. */
export function holds({ trials, gaps }: Matrix): boolean {
  return trials.every(isRight) && gaps.length === 0;
}
