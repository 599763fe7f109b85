/** From what the scenarios found to a verdict on each requirement. Pure. */

import { quotationOf, type Requirement } from '../catalogue/requirement.ts';
import { PASSIVE, requirementOf } from '../catalogue/tags.ts';
import type { ScenarioOutcome } from './collect.ts';
import type { Finding, Level, RequirementResult, ScenarioResult, Verdict } from './result.ts';

/** From the worst to the best, as the design orders them: a requirement's verdict is the worst of its scenarios'. */
const WORST_FIRST: readonly Verdict[] = ['fail', 'advice', 'inconclusive', 'pass', 'not-applicable', 'not-run'];

/** The same breach in many scenarios is shown so many times. */
const MOST_SIGHTINGS = 5;

export interface JudgingOptions {
  /** SHOULD counts as MUST. */
  readonly strict: boolean;
  /** By how many faults each requirement is proved; absent where that is not known. */
  readonly proofs?: Readonly<Record<string, number>>;
}

/** What a breach comes to at a level: a SHOULD is advice unless the user is strict, and a MAY never more than that. */
export function weigh(kind: 'fail' | 'advice', level: Level, { strict }: JudgingOptions): 'fail' | 'advice' {
  return kind === 'fail' && (level === 'MUST' || (level === 'SHOULD' && strict)) ? 'fail' : 'advice';
}

/** The worst of some verdicts; `not-run` where there are none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'not-run';
}

/** Judges every requirement of the catalogue by what the scenarios of the run found. */
export function judgeRequirements(
  requirements: readonly Requirement[],
  outcomes: readonly ScenarioOutcome[],
  options: JudgingOptions,
): RequirementResult[] {
  const totals = judgedInAll(outcomes);
  return requirements.map((requirement) => {
    const own = outcomes
      .filter((outcome) => requirementOf(outcome.tags) === requirement.id)
      .map((outcome) => judgeScenario(requirement, outcome, totals, options));
    const scenarios = [...own, ...sightings(requirement, outcomes, options)];
    const verdict = worst(scenarios.map((scenario) => scenario.verdict));
    const proofs = options.proofs?.[requirement.id];
    const decisive = scenarios.filter((scenario) => scenario.verdict === verdict);
    return {
      id: requirement.id,
      rfc: requirement.rfc,
      section: requirement.section,
      role: requirement.role,
      level: requirement.level,
      title: requirement.title,
      quote: quotationOf(requirement),
      quotes: requirement.quotes.map(({ rfc, section, kind, text }) => ({
        rfc,
        section,
        ...(kind === undefined ? {} : { kind }),
        text,
      })),
      readings: requirement.readings,
      verdict,
      reason: reasonOf(verdict, decisive[0], totals.get(requirement.id)),
      ...(proofs === undefined ? {} : { proofs }),
      scenarios,
    };
  });
}

/** A requirement's reason: that of its first decisive scenario, and for a pass how much of the whole run it stood. */
function reasonOf(verdict: Verdict, decisive: ScenarioResult | undefined, total: Total | undefined): string {
  if (decisive === undefined) return 'left out of this run';
  // A scenario that met nothing itself tells the same already.
  const own = decisive.findings.some(({ kind }) => kind === 'evidence');
  if (verdict !== 'pass' || total === undefined || !own) return decisive.reason;
  return `${decisive.reason} (in the whole run ${total.places} places of ${total.scenarios} scenarios)`;
}

/** In how many places of how many scenarios a requirement was judged in passing. */
interface Total {
  readonly places: number;
  readonly scenarios: number;
}

/** For each requirement, in how many places of the whole run it was judged in passing, and in how many scenarios. */
function judgedInAll(outcomes: readonly ScenarioOutcome[]): Map<string, Total> {
  const totals = new Map<string, Total>();
  for (const { judged } of outcomes) {
    for (const [id, places] of Object.entries(judged)) {
      const total = totals.get(id) ?? { places: 0, scenarios: 0 };
      totals.set(id, { places: total.places + places, scenarios: total.scenarios + 1 });
    }
  }
  return totals;
}

function judgeScenario(
  requirement: Requirement,
  outcome: ScenarioOutcome,
  totals: ReadonlyMap<string, Total>,
  options: JudgingOptions,
): ScenarioResult {
  const findings = outcome.findings.filter((finding) => finding.requirement === requirement.id);
  const conclusion = concludeScenario(requirement, outcome, findings, options);
  const total = totals.get(requirement.id);
  const metNothing = conclusion.verdict === 'not-applicable' || conclusion.verdict === 'inconclusive';
  const elsewhere = outcome.tags.includes(PASSIVE) && metNothing && outcome.fault === undefined && total !== undefined;
  return {
    name: outcome.name,
    uri: outcome.uri,
    line: outcome.line,
    verdict: elsewhere ? 'pass' : conclusion.verdict,
    reason: elsewhere
      ? `judged in ${total.places} places of the run, in ${total.scenarios} scenarios (in this one: ${conclusion.reason})`
      : conclusion.reason,
    durationMs: outcome.durationMs,
    findings,
    transcript: outcome.transcript,
  };
}

function concludeScenario(
  { level }: Requirement,
  outcome: ScenarioOutcome,
  findings: readonly Finding[],
  options: JudgingOptions,
): { verdict: Verdict; reason: string } {
  // A fault of the harness says nothing of the target; the run's exit status speaks of it.
  if (outcome.fault !== undefined)
    return { verdict: 'inconclusive', reason: 'the harness itself failed in this scenario' };
  for (const kind of ['fail', 'advice'] as const) {
    const breaches = findings.filter((finding) => isBreach(finding) && weigh(finding.kind, level, options) === kind);
    if (breaches[0] !== undefined) return { verdict: kind, reason: breaches[0].message };
  }
  for (const kind of ['inconclusive', 'not-applicable', 'not-run'] as const) {
    const stopped = findings.find((finding) => finding.kind === kind);
    if (stopped !== undefined) return { verdict: kind, reason: stopped.message };
  }
  const evidence = findings.filter((finding) => finding.kind === 'evidence');
  const last = evidence.at(-1);
  if (last === undefined) return { verdict: 'inconclusive', reason: 'nothing was seen that would support a pass' };
  return { verdict: 'pass', reason: last.message };
}

function isBreach(finding: Finding): finding is Finding & { kind: 'fail' | 'advice' } {
  return finding.kind === 'fail' || finding.kind === 'advice';
}

/** The breaches of a requirement that were seen while the scenarios of others ran. */
function sightings(
  requirement: Requirement,
  outcomes: readonly ScenarioOutcome[],
  options: JudgingOptions,
): ScenarioResult[] {
  const seen: ScenarioResult[] = [];
  for (const outcome of outcomes) {
    if (requirementOf(outcome.tags) === requirement.id) continue;
    const findings = outcome.findings.filter(isBreach).filter((finding) => finding.requirement === requirement.id);
    const weight = ({ kind }: (typeof findings)[number]): Verdict => weigh(kind, requirement.level, options);
    const verdict = worst(findings.map(weight));
    const decisive = findings.find((finding) => weight(finding) === verdict);
    if (decisive === undefined) continue;
    seen.push({
      name: outcome.name,
      uri: outcome.uri,
      line: outcome.line,
      verdict,
      reason: decisive.message,
      durationMs: outcome.durationMs,
      findings,
      transcript: outcome.transcript,
      observed: true,
    });
  }
  seen.sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict));
  return seen.slice(0, MOST_SIGHTINGS);
}
