/** The counts of a run, its verdict, and the exit status that follows. Pure. */

import type { Counts, Level, RequirementResult, RunResult, RunVerdict, Verdict } from './result.ts';

const NONE: Counts = { pass: 0, fail: 0, advice: 0, inconclusive: 0, 'not-applicable': 0, 'not-run': 0 };

/** How many requirements of each level have each verdict. */
export function summarize(
  requirements: ReadonlyArray<Pick<RequirementResult, 'level' | 'verdict'>>,
): Record<Level, Counts> {
  const summary: Record<Level, Record<Verdict, number>> = { MUST: { ...NONE }, SHOULD: { ...NONE }, MAY: { ...NONE } };
  for (const { level, verdict } of requirements) summary[level][verdict] += 1;
  return summary;
}

/**
 * The verdict on the target.
 * @param complete whether every requirement was to be judged, and could be: no --only, no interruption, no fault of ours
 */
export function runVerdict(requirements: readonly RequirementResult[], complete: boolean): RunVerdict {
  if (requirements.some(({ verdict }) => verdict === 'fail')) return 'non-conforming';
  const open = requirements.some(({ verdict }) => verdict === 'inconclusive');
  return complete && !open && judgedAny(requirements) ? 'conforming' : 'incomplete';
}

/** Whether anything was judged at all: a run of nothing but "not applicable" says nothing. */
function judgedAny(requirements: readonly RequirementResult[]): boolean {
  return requirements.some(({ verdict }) => verdict === 'pass' || verdict === 'advice');
}

/** The exit statuses of the command (design, section 2). */
export const EXIT = { conforming: 0, broken: 1, usage: 2, untestable: 3, nothingJudged: 4, harness: 70 } as const;

/** Whether a requirement is broken and no baseline expects it to be. */
export function isUnexpectedFailure({ verdict, baseline }: Pick<RequirementResult, 'verdict' | 'baseline'>): boolean {
  return verdict === 'fail' && baseline !== 'expected';
}

/**
 * The exit status of a run. A broken harness never looks like a broken target, and a stale baseline fails the run: what it says
 * of the target is not true.
 */
export function exitStatus(result: Pick<RunResult, 'faults' | 'requirements' | 'interrupted' | 'baseline'>): number {
  if (result.faults.length > 0) return EXIT.harness;
  if (result.requirements.some(isUnexpectedFailure) || (result.baseline?.stale.length ?? 0) > 0) return EXIT.broken;
  if (result.interrupted !== undefined) return EXIT.untestable;
  const judged = judgedAny(result.requirements) || result.requirements.some(({ verdict }) => verdict === 'fail');
  return judged ? EXIT.conforming : EXIT.nothingJudged;
}
