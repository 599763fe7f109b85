/** One subject: it is started, the suite is run on it, and what the suite made of it is observed. */

import type { Requirement } from '../catalogue/requirement.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import { runClient } from './run-client.ts';
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

/** Runs the suite on a subject. */
export async function runSubject(subject: Subject, run: ProofRun): Promise<Observation> {
  return await (subject.role === 'server' ? runServer(subject, run) : runClient(subject, run));
}
