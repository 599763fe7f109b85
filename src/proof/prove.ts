/** Many subjects tried: which runs that takes, and what came of each. */

import { availableParallelism } from 'node:os';
import { addressOf, type Requirement } from '../catalogue/requirement.ts';
import { ALONE, runJobs, type Room } from './pool.ts';
import type { Subject } from './subject.ts';
import type { Reach } from './reach.ts';
import { isRight, judgeTrial, NOTHING_SEEN, type Trial } from './trial.ts';
import type { ReachJob, TrialJob } from './worker.ts';

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

/** Where subjects can be felt, by {@link runKey}; in every scenario where nothing is said. */
export type Reaches = ReadonlyMap<string, Reach>;

/** Every scenario of the suite is run on every subject. */
export const NO_REACHES: Reaches = new Map();

/** A run of the whole suite by the subject's name and the segmentation. */
function runKey({ name, segmentation }: Pick<TrialJob, 'name' | 'segmentation'>): string {
  return `${name} ${segmentation}`;
}

/**
 * So many turns there are where scenarios take turns. On the average one about servers meets 17 faults of others all the same, and five
 * variants under each segmentation; one about clients five and two.
 */
export const TURNS = 8;

/** How thoroughly subjects are tried. */
export interface Terms {
  readonly requirements: readonly Requirement[];
  readonly reaches: Reaches;
  /** The only way of cutting; else as a subject's kind needs it. */
  readonly segmentation?: string | undefined;
  /**
   * Whether scenarios take turns: of those that are not its own a subject meets one in {@link TURNS} under each segmentation that it
   * is run under, and another one under each. Whoever is run everywhere, or felt in few, meets all of them under the first.
   */
  readonly inTurn: boolean;
}

/**
 * {@link wholeRuns}, without the scenarios in which a subject can't be felt; a fault's own are always there. A variant that
 * is felt nowhere is the correct peer itself, on which all that is left out rests: it is run everywhere. So is whoever is
 * not known to be felt in some only: it may count what is run.
 * @param turn which scenario has which turn: another number is another choice
 */
export function feltRuns(
  subject: Subject,
  { requirements, reaches, segmentation, inTurn }: Terms,
  turn = 0,
): TrialJob[] {
  const own: ReadonlySet<string> = new Set(ownRun(subject, requirements).selected);
  const all = requirements.filter(({ role }) => role === subject.role).flatMap((each) => each.scenarios.map(addressOf));
  return wholeRuns(subject, segmentation).flatMap((run, way) => {
    // Where they take turns they are those that are felt uncut: whether others are under this cutting was not asked.
    const known = reaches.get(runKey(inTurn ? { ...run, segmentation: SEGMENTATIONS[0] } : run))?.scenarios;
    const felt = [...new Set([...own, ...(known ?? [])])];
    const isEverywhere = known === undefined || felt.length === 0;
    const meetsAll = !inTurn || (way === 0 && (isEverywhere || felt.length < TURNS));
    if (isEverywhere && meetsAll) return [run];
    const selected = (isEverywhere ? all : felt).filter(
      (scenario, index) => meetsAll || own.has(scenario) || (index + turn) % TURNS === way,
    );
    return selected.length === 0 ? [] : [{ ...run, selected }];
  });
}

/** So few subjects are run as soon as the correct peer beside them. */
const FEWEST_SHADOWS = 3;

/** So many servers stand in one shadow at the most: several shadows are found at the same time. */
const MOST_SHADOWS = 150;

/**
 * Finds where subjects can be felt.
 * @returns what was found; nothing of those of which it could not be found
 */
export async function findReaches(subjects: readonly Subject[], segmentation?: string): Promise<Reaches> {
  const reaches = new Map<string, Reach>();
  await runJobs(reachJobs(subjects, segmentation), PROCESSORS, (job, found) => {
    if (typeof found === 'string') return;
    for (const reach of found) reaches.set(runKey({ name: reach.name, segmentation: job.segmentation }), reach);
  });
  return reaches;
}

/** Those that are run alike, together. */
export function reachJobs(subjects: readonly Subject[], segmentation?: string): ReachJob[] {
  const alike = new Map<string, ReachJob & { readonly shadows: string[] }>();
  for (const subject of subjects) {
    const { role, tls, maxWait } = subject;
    // Whoever needs more time than others is one of a few: the correct peer would take that time too.
    if (maxWait !== undefined) continue;
    for (const { name, segmentation: way } of wholeRuns(subject, segmentation)) {
      const key = `${role} ${tls} ${way}`;
      const job = alike.get(key) ?? { shadows: [], segmentation: way };
      alike.set(key, job);
      job.shadows.push(name);
    }
  }
  const roles = new Map(subjects.map(({ name, role }) => [name, role]));
  return [...alike.values()]
    .filter(({ shadows }) => shadows.length >= FEWEST_SHADOWS)
    .flatMap((job) => {
      const most = roles.get(job.shadows[0] ?? '') === 'server' ? MOST_SHADOWS : job.shadows.length;
      const parts = Math.ceil(job.shadows.length / most);
      return Array.from({ length: parts }, (_, part) => ({
        ...job,
        shadows: job.shadows.filter((_name, index) => index % parts === part),
      }));
    });
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
  const place = new Map(jobs.map((job, index) => [runKey(job), index]));
  const order = ({ subject, segmentation }: Trial): number =>
    place.get(runKey({ name: subject.name, segmentation })) ?? 0;
  return trials.toSorted((a, b) => order(a) - order(b));
}
