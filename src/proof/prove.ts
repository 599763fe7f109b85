/** Many subjects tried: which runs that takes, and what came of each. */

import { availableParallelism } from 'node:os';
import { addressOf, type Requirement } from '../catalogue/requirement.ts';
import { ALONE, runJobs, type Room } from './pool.ts';
import type { Subject } from './subject.ts';
import type { Reach } from './reach.ts';
import { isRight, judgeTrial, NOTHING_SEEN, type Trial } from './trial.ts';
import type { TrialJob } from './worker.ts';

/** Every way of cutting what the suite sends. A fault is met under the first; no variant may be blamed under any. */
export const SEGMENTATIONS = ['whole', 'octet', 'crlf', 'random:1'] as const;

/** More processes than this for a processor would crowd out each other's deadlines. */
const MOST_PER_PROCESSOR = 3;

const PROCESSORS: Room = { processors: availableParallelism(), most: MOST_PER_PROCESSOR * availableParallelism() };

/** The runs that a subject takes: the whole suite in each. @param segmentation for all; else as its kind needs it */
export function wholeRuns({ name, kind }: Pick<Subject, 'name' | 'kind'>, segmentation?: string): TrialJob[] {
  const ways = segmentation === undefined ? SEGMENTATIONS : [segmentation];
  return (kind === 'fault' ? ways.slice(0, 1) : ways).map((each) => ({ name, segmentation: each }));
}

/** The run in which a fault meets only its owner's scenarios, and those of the requirement by which it is seen. */
export function ownRun(
  { name, owner, seenBy }: Pick<Subject, 'name' | 'owner' | 'seenBy'>,
  requirements: readonly Requirement[],
): Required<TrialJob> {
  const own = requirements.filter(({ id }) => id === owner || id === seenBy);
  return { name, segmentation: SEGMENTATIONS[0], selected: own.flatMap(({ scenarios }) => scenarios.map(addressOf)) };
}

/**
 * {@link wholeRuns}, without the scenarios in which a fault can't be felt; its own are always there.
 * @param reaches where a fault can be felt, by its name; in every scenario where nothing is said
 */
export function feltRuns(
  subject: Subject,
  requirements: readonly Requirement[],
  reaches: ReadonlyMap<string, Reach>,
  segmentation?: string,
): TrialJob[] {
  const runs = wholeRuns(subject, segmentation);
  const felt = reaches.get(subject.name)?.scenarios;
  if (felt === undefined) return runs;
  const selected = [...new Set([...ownRun(subject, requirements).selected, ...felt])];
  return runs.map((run) => ({ ...run, selected }));
}

/**
 * Finds where faults can be felt.
 * @returns what was found, by the fault's name; nothing of those of which it could not be found
 */
export async function findReaches(subjects: readonly Subject[]): Promise<Map<string, Reach>> {
  const alike = new Map<string, string[]>();
  for (const { name, role, kind, tls, maxWait } of subjects) {
    // Whoever needs more time than others is one of a few: the correct peer would take that time too.
    if (kind !== 'fault' || maxWait !== undefined) continue;
    const key = `${role} ${tls}`;
    alike.set(key, [...(alike.get(key) ?? []), name]);
  }
  const reaches = new Map<string, Reach>();
  const jobs = [...alike.values()].map((shadows) => ({ shadows }));
  await runJobs(jobs, PROCESSORS, (_job, found) => {
    if (typeof found === 'string') return;
    for (const reach of found) reaches.set(reach.name, reach);
  });
  return reaches;
}

/**
 * Tries subjects. A busy machine can miss a deadline, and that proves nothing: what goes wrong is tried once more when
 * nothing else runs, and that counts.
 * @param onTrial called as each is known
 */
export async function tryAll(
  jobs: readonly TrialJob[],
  subjects: readonly Subject[],
  onTrial: (trial: Trial) => void = () => undefined,
): Promise<Trial[]> {
  const byName = new Map(subjects.map((subject) => [subject.name, subject]));
  const trials: Trial[] = [];
  const run = async (some: readonly TrialJob[], room: Room, counts: (trial: Trial) => boolean): Promise<TrialJob[]> => {
    const doubted: TrialJob[] = [];
    await runJobs(some, room, (job, outcome) => {
      const subject = byName.get(job.name);
      if (subject === undefined) return;
      const observation = typeof outcome === 'string' ? { ...NOTHING_SEEN, errors: [outcome] } : outcome;
      const trial = judgeTrial(subject, job.segmentation, observation);
      if (counts(trial)) {
        trials.push(trial);
        onTrial(trial);
      } else doubted.push(job);
    });
    return doubted;
  };
  const doubted = await run(jobs, PROCESSORS, isRight);
  await run(doubted, ALONE, () => true);
  const place = new Map(jobs.map(({ name, segmentation }, index) => [`${name} ${segmentation}`, index]));
  const order = ({ subject, segmentation }: Trial): number => place.get(`${subject.name} ${segmentation}`) ?? 0;
  return trials.toSorted((a, b) => order(a) - order(b));
}
