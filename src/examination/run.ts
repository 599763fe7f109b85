/** What the scenarios of one run share: the target, what the survey found, and what earlier scenarios saw. */

import type { Survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import type { WireEntry } from '../wire/transcript.ts';

export interface ServerRun {
  readonly target: ServerTarget;
  readonly survey: Survey;
  /** Every APOP timestamp that a greeting had (RFC 1939 section 7: never the same twice). */
  readonly timestamps: Map<string, number>;
  /** LOGIN-DELAYs that answers have taught and nothing announces, by user, in milliseconds. */
  readonly learnedDelays: Map<string, number>;
  /** Why the run ends early: no scenario begins any more. */
  interrupted: string | undefined;
  /** What ends the scenarios that are running. */
  readonly running: Set<{ abort(): void }>;
  /** Is given each scenario's transcript at its end, with every octet. */
  readonly onTranscript?: ((entries: readonly WireEntry[]) => void) | undefined;
}

/** A run that has seen nothing but the survey. */
export function newRun(target: ServerTarget, survey: Survey, onTranscript?: ServerRun['onTranscript']): ServerRun {
  return {
    target,
    survey,
    timestamps: new Map(),
    learnedDelays: new Map(),
    interrupted: undefined,
    running: new Set(),
    onTranscript,
  };
}

const runs = new Map<string, ServerRun>();

/** Makes a run known to the scenarios of this process under an id; Cucumber's world parameters can only carry the id. */
export function registerRun(id: string, run: ServerRun): void {
  runs.set(id, run);
}

/** Forgets a run. */
export function forgetRun(id: string): void {
  runs.delete(id);
}

/** The run of that id. @throws {Error} where there is none: a fault of the harness */
export function findRun(id: string): ServerRun {
  const run = runs.get(id);
  if (run === undefined) throw new Error(`no run is registered as ${id}`);
  return run;
}
