/** A process of the proof: takes subjects by name, runs the suite on each, and gives back what it observed. */

import { performance } from 'node:perf_hooks';
import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import { parseSegmentation, WHOLE } from '../wire/segmentation.ts';
import { loadSubjects } from './load-subjects.ts';
import { runSubject } from './run-subject.ts';
import { NOTHING_SEEN, type Observation } from './trial.ts';

/** What the parent asks. */
export interface Job {
  /** The subject's name. */
  readonly name: string;
  /** The scenarios to run, as `uri:line`; all where undefined. */
  readonly selected?: readonly string[];
  readonly segmentation: string;
}

/** What it gets back. */
export interface Report {
  readonly observation: Observation;
  /** How long this process had something to do meanwhile, and how long it waited, in milliseconds. */
  readonly active: number;
  readonly idle: number;
}

const { requirements } = await loadCatalogue([ownFeatures('server'), ownFeatures('client')]);
const subjects = new Map((await loadSubjects()).map((subject) => [subject.name, subject]));

async function observe({ name, selected, segmentation }: Job): Promise<Observation> {
  try {
    const subject = subjects.get(name);
    if (subject === undefined) throw new Error(`there is no subject ${name}`);
    return await runSubject(subject, {
      requirements: requirements.filter(({ role }) => role === subject.role),
      selected: selected === undefined ? undefined : new Set(selected),
      segmentation: parseSegmentation(segmentation) ?? WHOLE,
    });
  } catch (error) {
    return { ...NOTHING_SEEN, errors: [error instanceof Error ? error.message : String(error)] };
  }
}

async function work(job: Job): Promise<void> {
  const before = performance.eventLoopUtilization();
  const observation = await observe(job);
  const { active, idle } = performance.eventLoopUtilization(before);
  const report: Report = { observation, active, idle };
  process.send?.(report);
}

process.on('disconnect', () => process.exit()); // whoever asked has gone
process.on('message', (job: Job) => void work(job));
process.send?.('ready');
