/** A process of the proof: takes the numbers of subjects, runs the suite on each, and gives back what it observed. */

import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import { parseSegmentation, WHOLE } from '../wire/segmentation.ts';
import { loadSubjects } from './load-subjects.ts';
import { runSubject } from './run-subject.ts';
import type { Observation } from './trial.ts';

/** What the parent asks. */
export interface Job {
  /** The subject's place in the order of {@link loadSubjects}. */
  readonly index: number;
  readonly ownScenariosOnly: boolean;
  readonly segmentation: string;
}

/** What the worker answers. */
export interface Done {
  readonly index: number;
  readonly observation: Observation;
}

const { requirements } = await loadCatalogue([ownFeatures('server')]);
const subjects = await loadSubjects();

async function work({ index, ownScenariosOnly, segmentation }: Job): Promise<Done> {
  const subject = subjects[index];
  if (subject === undefined) throw new Error(`there is no subject number ${index}`);
  const run = { requirements, ownScenariosOnly, segmentation: parseSegmentation(segmentation) ?? WHOLE };
  try {
    return { index, observation: await runSubject(subject, run) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { index, observation: { blamed: {}, killers: [], verdicts: {}, errors: [message], durationMs: 0 } };
  }
}

process.on('message', (job: Job) => {
  void work(job).then((done) => process.send?.(done));
});
process.send?.('ready');
