/** One subject: it is started, the suite is run on it, and what the suite made of it is observed. */

import type { Requirement } from '../catalogue/requirement.ts';
import type { Role } from '../verdict/result.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import { runServer } from './run-server.ts';
import type { Subject } from './subject.ts';
import type { Observation } from './trial.ts';

/** What of the suite is run, and how. */
export interface ProofRun {
  readonly requirements: readonly Requirement[];
  /** The scenarios to run, as `uri:line`; all where undefined. */
  readonly selected: ReadonlySet<string> | undefined;
  readonly segmentation: Segmentation;
}

/** How a subject of each role is run; a role without an entry has no subjects yet. */
const RUNNERS: Readonly<Partial<Record<Role, (subject: Subject, run: ProofRun) => Promise<Observation>>>> = {
  server: runServer,
};

/** Runs the suite on a subject. */
export async function runSubject(subject: Subject, run: ProofRun): Promise<Observation> {
  const runner = RUNNERS[subject.role];
  if (runner === undefined) throw new Error(`${subject.name}: nothing runs a ${subject.role}`);
  return await runner(subject, run);
}
