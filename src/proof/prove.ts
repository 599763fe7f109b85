/** Many subjects tried: which runs that takes, and what came of each. */

import { availableParallelism } from 'node:os';
import { addressOf, type Requirement } from '../catalogue/requirement.ts';
import { ALONE, runJobs, type Room } from './pool.ts';
import type { Subject } from './subject.ts';
import { isRight, judgeTrial, type Trial } from './trial.ts';
import type { Job } from './worker.ts';

/** Every way of cutting what the suite sends. A fault is met under the first; no variant may be blamed under any. */
export const SEGMENTATIONS = ['whole', 'octet', 'crlf', 'random:1'] as const;

/** More processes than this for a processor would crowd out each other's deadlines. */
const MOST_PER_PROCESSOR = 3;

/** The runs that a subject takes: the whole suite in each. @param segmentation for all; else as its kind needs it */
export function wholeRuns({ name, kind }: Subject, segmentation?: string): Job[] {
  const ways = segmentation === undefined ? SEGMENTATIONS : [segmentation];
  return (kind === 'fault' ? ways.slice(0, 1) : ways).map((each) => ({ name, segmentation: each }));
}

/** The run in which a fault meets only its owner's scenarios, and those of the requirement by which it is seen. */
export function ownRun({ name, owner, seenBy }: Subject, requirements: readonly Requirement[]): Job {
  const own = requirements.filter(({ id }) => id === owner || id === seenBy);
  return { name, segmentation: SEGMENTATIONS[0], selected: own.flatMap(({ scenarios }) => scenarios.map(addressOf)) };
}

/**
 * Tries subjects. A busy machine can miss a deadline, and that proves nothing: what goes wrong is tried once more when
 * nothing else runs, and that counts.
 * @param onTrial called as each is known
 */
export async function tryAll(
  jobs: readonly Job[],
  subjects: readonly Subject[],
  onTrial: (trial: Trial) => void = () => undefined,
): Promise<Trial[]> {
  const byName = new Map(subjects.map((subject) => [subject.name, subject]));
  const trials: Trial[] = [];
  const run = async (some: readonly Job[], room: Room, counts: (trial: Trial) => boolean): Promise<Job[]> => {
    const doubted: Job[] = [];
    await runJobs(some, room, (job, observation) => {
      const subject = byName.get(job.name);
      if (subject === undefined) return;
      const trial = judgeTrial(subject, job.segmentation, observation);
      if (counts(trial)) {
        trials.push(trial);
        onTrial(trial);
      } else doubted.push(job);
    });
    return doubted;
  };
  const processors = availableParallelism();
  const doubted = await run(jobs, { processors, most: processors * MOST_PER_PROCESSOR }, isRight);
  await run(doubted, ALONE, () => true);
  const place = new Map(jobs.map(({ name, segmentation }, index) => [`${name} ${segmentation}`, index]));
  const order = ({ subject, segmentation }: Trial): number => place.get(`${subject.name} ${segmentation}`) ?? 0;
  return trials.toSorted((a, b) => order(a) - order(b));
}
