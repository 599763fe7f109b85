/** A process of the proof: takes subjects by name, runs the suite, and gives back what it observed. */

import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import { parseSegmentation, WHOLE } from '../wire/segmentation.ts';
import { loadSubjects } from './load-subjects.ts';
import { reachOf, type Reach } from './reach.ts';
import { runSubject } from './run-subject.ts';
import type { Subject } from './subject.ts';
import type { Observation } from './trial.ts';

/** What the parent asks: a subject to be tried, or how far subjects of one role reach. */
export type Job = TrialJob | ReachJob;

/** The suite, or a part of it, on one subject; an {@link Observation} comes back. */
export interface TrialJob {
  /** The subject's name. */
  readonly name: string;
  /** The scenarios to run, as `uri:line`; all where undefined. */
  readonly selected?: readonly string[];
  readonly segmentation: string;
}

/** The suite on the correct peer, in whose shadow stand these subjects; the {@link Reach} of each comes back. */
export interface ReachJob {
  readonly shadows: readonly string[];
  readonly segmentation: string;
}

/** What it gets back. */
export interface Report<Outcome> {
  /** What came of it, or in words what went wrong. */
  readonly outcome: Outcome | string;
  /** How long it took, and how much of a processor's time this process used for it, in milliseconds. */
  readonly tookMs: number;
  readonly usedMs: number;
}

const { requirements } = await loadCatalogue([ownFeatures('server'), ownFeatures('client')]);
const subjects = new Map((await loadSubjects()).map((subject) => [subject.name, subject]));

function subjectOf(name: string): Subject {
  const subject = subjects.get(name);
  if (subject === undefined) throw new Error(`there is no subject ${name}`);
  return subject;
}

async function observe({ name, selected, segmentation }: TrialJob): Promise<Observation> {
  const subject = subjectOf(name);
  return await runSubject(subject, {
    requirements: requirements.filter(({ role }) => role === subject.role),
    selected: selected === undefined ? undefined : new Set(selected),
    segmentation: parseSegmentation(segmentation) ?? WHOLE,
  });
}

async function reach({ shadows, segmentation }: ReachJob): Promise<Reach[]> {
  const all = shadows.map(subjectOf);
  return await reachOf(all, {
    requirements: requirements.filter(({ role }) => role === all[0]?.role),
    segmentation: parseSegmentation(segmentation) ?? WHOLE,
  });
}

async function outcomeOf(job: Job): Promise<Observation | Reach[] | string> {
  try {
    return await ('shadows' in job ? reach(job) : observe(job));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function work(job: Job): Promise<void> {
  const began = performance.now();
  const before = process.cpuUsage();
  const outcome = await outcomeOf(job);
  const { user, system } = process.cpuUsage(before);
  const tookMs = performance.now() - began;
  const report: Report<Observation | Reach[]> = { outcome, tookMs, usedMs: (user + system) / 1_000 };
  process.send?.(report);
}

process.on('disconnect', () => process.exit()); // whoever asked has gone
process.on('message', (job: Job) => void work(job));
process.send?.('ready');
