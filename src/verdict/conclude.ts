/** From what was found to a verdict, and from the verdicts of scenarios to that of their requirement. Pure. */

import type { Finding, Judged, Level, RequirementResult, ScenarioResult, Verdict } from './result.ts';

/** From the worst to the best, as the design orders them: a requirement's verdict is the worst of its scenarios'. */
export const WORST_FIRST: readonly Verdict[] = ['fail', 'advice', 'inconclusive', 'pass', 'not-applicable', 'not-run'];

/** The same breach in many scenarios is shown so many times. */
const MOST_SIGHTINGS = 5;

export interface Strictness {
  /** SHOULD counts as MUST. */
  readonly strict: boolean;
}

/** What a breach comes to at a level: a SHOULD is advice unless the user is strict, and a MAY never more than that. */
export function weigh(kind: 'fail' | 'advice', level: Level, { strict }: Strictness): 'fail' | 'advice' {
  return kind === 'fail' && (level === 'MUST' || (level === 'SHOULD' && strict)) ? 'fail' : 'advice';
}

/** The worst of some verdicts; `not-run` where there are none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'not-run';
}

export function isBreach(finding: Finding): finding is Finding & { kind: 'fail' | 'advice' } {
  return finding.kind === 'fail' || finding.kind === 'advice';
}

/** A scenario of a requirement before anything is concluded from it. Its findings are those on the requirement. */
export type Examined = Omit<ScenarioResult, 'verdict' | 'reason'>;

interface Conclusion {
  readonly verdict: Verdict;
  /** One sentence; for a pass, the evidence. */
  readonly reason: string;
}

/**
 * A scenario of a requirement with its verdict.
 * @param judged how often the requirement was judged in passing in the whole run: the evidence of a passive rule that
 *   met nothing in its own scenario
 */
export function concludeScenario(
  examined: Examined,
  level: Level,
  judged: Judged | undefined,
  strictness: Strictness,
): ScenarioResult {
  const own = conclude(examined, level, strictness);
  const metNothing = own.verdict === 'not-applicable' || own.verdict === 'inconclusive';
  const elsewhere = examined.passive === true && metNothing && examined.fault !== true && judged !== undefined;
  const reason = elsewhere
    ? `judged in ${judged.places} places of the run, in ${judged.scenarios} scenarios (in this one: ${own.reason})`
    : own.reason;
  return { ...examined, verdict: elsewhere ? 'pass' : own.verdict, reason };
}

function conclude({ findings, fault }: Examined, level: Level, strictness: Strictness): Conclusion {
  // A fault of the harness says nothing of the target; the run's exit status speaks of it.
  if (fault === true) return { verdict: 'inconclusive', reason: 'the harness itself failed in this scenario' };
  for (const kind of ['fail', 'advice'] as const) {
    const breach = findings.find((finding) => isBreach(finding) && weigh(finding.kind, level, strictness) === kind);
    if (breach !== undefined) return { verdict: kind, reason: breach.message };
  }
  for (const kind of ['inconclusive', 'not-applicable', 'not-run'] as const) {
    const stopped = findings.find((finding) => finding.kind === kind);
    if (stopped !== undefined) return { verdict: kind, reason: stopped.message };
  }
  const evidence = findings.findLast((finding) => finding.kind === 'evidence');
  if (evidence === undefined) return { verdict: 'inconclusive', reason: 'nothing was seen that would support a pass' };
  return { verdict: 'pass', reason: evidence.message };
}

/** Of the sightings of a requirement's breaches in the order of the run, those that are shown: the worst. */
export function mostTelling(sightings: readonly ScenarioResult[]): ScenarioResult[] {
  return sightings
    .toSorted((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict))
    .slice(0, MOST_SIGHTINGS);
}

/** A requirement's verdict with its reason: that of its first decisive scenario, and for a pass how much of the whole run it stood. */
export function concludeRequirement({
  scenarios,
  judged,
}: Pick<RequirementResult, 'scenarios' | 'judged'>): Conclusion {
  const verdict = worst(scenarios.map((scenario) => scenario.verdict));
  const decisive = scenarios.find((scenario) => scenario.verdict === verdict);
  if (decisive === undefined) return { verdict, reason: 'left out of this run' };
  // A scenario that met nothing itself tells the same already.
  const own = decisive.findings.some(({ kind }) => kind === 'evidence');
  if (verdict !== 'pass' || judged === undefined || !own) return { verdict, reason: decisive.reason };
  const { places, scenarios: all } = judged;
  return { verdict, reason: `${decisive.reason} (in the whole run ${places} places of ${all} scenarios)` };
}
