/** From what the scenarios found to a verdict on each requirement. Pure. */

import { quotationOf, type Requirement } from '../catalogue/requirement.ts';
import { PASSIVE, requirementOf } from '../catalogue/tags.ts';
import type { ScenarioOutcome } from './collect.ts';
import {
  concludeRequirement,
  concludeScenario,
  isBreach,
  mostTelling,
  weigh,
  worst,
  type Strictness,
} from './conclude.ts';
import type { Judged, RequirementResult, ScenarioResult, Verdict } from './result.ts';

/** The uri of the conversation before the scenarios, which is judged as any other. */
export const SURVEY = 'survey';

export interface JudgingOptions extends Strictness {
  /** By how many faults each requirement is proved; absent where that is not known. */
  readonly proofs?: Readonly<Record<string, number>>;
}

/** Judges every requirement of the catalogue by what the scenarios of the run found. */
export function judgeRequirements(
  requirements: readonly Requirement[],
  outcomes: readonly ScenarioOutcome[],
  options: JudgingOptions,
): RequirementResult[] {
  const totals = judgedInAll(outcomes);
  return requirements.map((requirement) => {
    const judged = totals.get(requirement.id);
    const own = outcomes
      .filter((outcome) => requirementOf(outcome.tags) === requirement.id)
      .map((outcome) => judgeScenario(requirement, outcome, judged, options));
    const scenarios = [...own, ...mostTelling(sightings(requirement, outcomes, options))];
    const proofs = options.proofs?.[requirement.id];
    const counted = judged === undefined ? {} : { judged };
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
      ...concludeRequirement({ scenarios, ...counted }),
      ...(proofs === undefined ? {} : { proofs }),
      ...counted,
      scenarios,
    };
  });
}

/** For each requirement, how often it was judged in passing in the whole run. */
function judgedInAll(outcomes: readonly ScenarioOutcome[]): Map<string, Judged> {
  const totals = new Map<string, Judged>();
  for (const { judged, uri } of outcomes) {
    for (const [id, places] of Object.entries(judged)) {
      const total = totals.get(id) ?? { places: 0, scenarios: 0, survey: 0 };
      totals.set(id, {
        places: total.places + places,
        scenarios: total.scenarios + 1,
        survey: total.survey + (uri === SURVEY ? places : 0),
      });
    }
  }
  return totals;
}

function judgeScenario(
  { id, level }: Requirement,
  { name, uri, line, durationMs, findings, transcript, launches, tags, fault }: ScenarioOutcome,
  judged: Judged | undefined,
  options: JudgingOptions,
): ScenarioResult {
  const examined = {
    name,
    uri,
    line,
    durationMs,
    findings: findings.filter((finding) => finding.requirement === id),
    transcript,
    ...(launches === undefined ? {} : { launches }),
    ...(tags.includes(PASSIVE) ? { passive: true } : {}),
    ...(fault === undefined ? {} : { fault: true }),
  };
  return concludeScenario(examined, level, judged, options);
}

/** The breaches of a requirement that were seen while the scenarios of others ran. */
function sightings(
  requirement: Requirement,
  outcomes: readonly ScenarioOutcome[],
  options: JudgingOptions,
): ScenarioResult[] {
  return outcomes.flatMap((outcome): ScenarioResult[] => {
    if (requirementOf(outcome.tags) === requirement.id) return [];
    const findings = outcome.findings.filter(isBreach).filter((finding) => finding.requirement === requirement.id);
    const weight = ({ kind }: (typeof findings)[number]): Verdict => weigh(kind, requirement.level, options);
    const verdict = worst(findings.map(weight));
    const decisive = findings.find((finding) => weight(finding) === verdict);
    if (decisive === undefined) return [];
    const { name, uri, line, durationMs, transcript, launches } = outcome;
    return [
      {
        name,
        uri,
        line,
        verdict,
        reason: decisive.message,
        durationMs,
        findings,
        transcript,
        ...(launches === undefined ? {} : { launches }),
        observed: true,
      },
    ];
  });
}
