/** Verdicts as words and numbers: the one place where a report learns what to call them and how to count them. */

import type {
  BaselineOutcome,
  Counts,
  Lanes,
  Level,
  RequirementResult,
  RunResult,
  Verdict,
} from '../verdict/result.ts';
import { counted } from './printable.ts';

/** The verdicts, in the order in which a reader wants them: what needs an answer first, then what was not judged. */
export const VERDICTS = [
  'fail',
  'advice',
  'inconclusive',
  'pass',
  'not-applicable',
  'not-run',
] as const satisfies readonly Verdict[];

export const LEVELS = ['MUST', 'SHOULD', 'MAY'] as const satisfies readonly Level[];

/** How a verdict is written and marked. Colour is never the only mark. */
export const VERDICT: Readonly<Record<Verdict, { readonly word: string; readonly symbol: string }>> = {
  pass: { word: 'passed', symbol: '✓' },
  fail: { word: 'failed', symbol: '✗' },
  advice: { word: 'advice', symbol: '!' },
  inconclusive: { word: 'inconclusive', symbol: '?' },
  'not-applicable': { word: 'not applicable', symbol: '–' },
  'not-run': { word: 'not run', symbol: '○' },
};

/** How many requirements a set of counts speaks of. */
export function totalOf(counts: Counts): number {
  return VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
}

/** The counts of all levels together. */
export function overall(result: RunResult): Counts {
  const sum = (verdict: Verdict): number => LEVELS.reduce((total, level) => total + result.summary[level][verdict], 0);
  return {
    pass: sum('pass'),
    fail: sum('fail'),
    advice: sum('advice'),
    inconclusive: sum('inconclusive'),
    'not-applicable': sum('not-applicable'),
    'not-run': sum('not-run'),
  };
}

/** `17 of 81 requirements passed, 3 failed, 58 not applicable`: what passed is never counted against what was judged only. */
export function countSentence(counts: Counts): string {
  const rest = VERDICTS.filter((verdict) => verdict !== 'pass' && (verdict === 'fail' || counts[verdict] > 0));
  const others = rest.map((verdict) => `${counts[verdict]} ${VERDICT[verdict].word}`);
  return [`${counts.pass} of ${counted(totalOf(counts), 'requirement')} passed`, ...others].join(', ');
}

/** What a baseline came to, in one sentence. */
export function baselineSentence({ file, expected, stale }: BaselineOutcome): string {
  const failures = expected.filter(({ verdict }) => verdict === 'fail').length;
  const others = expected.length - failures;
  const parts = [
    failures === 0 ? 'no expected failure' : `${counted(failures, 'expected failure')} (these do not fail the run)`,
    ...(others === 0 ? [] : [counted(others, 'other expected verdict')]),
    ...(stale.length === 0 ? [] : [`${counted(stale.length, 'stale entry', 'stale entries')} (this fails the run)`]),
  ];
  return `The baseline ${file}: ${parts.join('; ')}.`;
}

/** How many lanes a run had, in one sentence: where fewer than were asked for, also why. */
export function lanesSentence({ asked, used, shortcomings }: Lanes): string {
  const had = used === 1 ? 'One scenario ran at a time' : `Up to ${used} scenarios ran at a time`;
  return used === asked ? `${had}.` : `${had}, not ${asked} as asked for: ${shortcomings.join('; ')}.`;
}

/** True where not one requirement was judged: everything is not applicable or was left out (exit status 4). */
export function nothingJudged(result: RunResult): boolean {
  return result.requirements.every(({ verdict }) => verdict === 'not-applicable' || verdict === 'not-run');
}

/** The outcome of a run in one or two words, and in one sentence that claims no more than was seen. */
export function headline(result: RunResult): { readonly title: string; readonly sentence: string } {
  const counts = overall(result);
  if (result.faults.length > 0) {
    return { title: 'No verdict', sentence: 'pop3spec itself went wrong, so this says nothing about the target.' };
  }
  if (result.verdict === 'non-conforming') {
    const broken = counts.fail === 1 ? '1 requirement is broken.' : `${counts.fail} requirements are broken.`;
    return { title: 'Non-conforming', sentence: broken };
  }
  if (result.shard !== undefined) {
    const { index, of } = result.shard;
    return {
      title: 'Incomplete',
      sentence: `This is part ${index} of ${of}, and nothing in it is seen to be broken: merge the parts for a verdict.`,
    };
  }
  if (nothingJudged(result)) {
    return {
      title: 'Incomplete',
      sentence: 'Nothing was judged: every requirement is not applicable or was left out.',
    };
  }
  if (result.verdict === 'incomplete') {
    return {
      title: 'Incomplete',
      sentence: 'Nothing is seen to be broken, but not everything that applies was judged.',
    };
  }
  return { title: 'Conforming', sentence: 'No requirement that applies to this target is seen to be broken.' };
}

/** Requirements that share a reason, in the order of the first of each: one line for many of the same kind. */
export function byReason(
  requirements: readonly RequirementResult[],
): ReadonlyArray<{ readonly reason: string; readonly requirements: readonly RequirementResult[] }> {
  const groups = new Map<string, RequirementResult[]>();
  for (const requirement of requirements) {
    const group = groups.get(requirement.reason);
    if (group === undefined) groups.set(requirement.reason, [requirement]);
    else group.push(requirement);
  }
  return [...groups].map(([reason, members]) => ({ reason, requirements: members }));
}

/** RFC 2449 is what the suite is about; the RFCs that complete it follow by number. */
const MAIN_RFC = 2449;

const NATURAL = new Intl.Collator('en', { numeric: true });

function rank(rfc: number): number {
  return rfc === MAIN_RFC ? 0 : rfc;
}

/** The requirements by RFC, section and id, each as a reader counts: section 6.10 comes after 6.9. */
export function inOrder(requirements: readonly RequirementResult[]): RequirementResult[] {
  return requirements.toSorted(
    (a, b) => rank(a.rfc) - rank(b.rfc) || NATURAL.compare(a.section, b.section) || NATURAL.compare(a.id, b.id),
  );
}
