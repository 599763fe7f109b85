/** What of a result is published: small, and the same for the same verdicts as far as that can be. Pure. */

import type { Finding, RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';

/** Scenarios of these verdicts keep their exchange. */
const SHOWN: ReadonlySet<string> = new Set(['fail', 'advice']);

/**
 * The result with the exchange of what failed or brought advice; a sighting in another requirement's scenario (or in the
 * survey, which is long) keeps it only where no scenario of the requirement itself shows the same. Of the other scenarios
 * verdict and reason stay, which for a pass is the evidence, and what was observed.
 */
export function trimmed(result: RunResult): RunResult {
  return { ...result, requirements: result.requirements.map(requirement) };
}

function requirement(value: RequirementResult): RequirementResult {
  const shownByItself = new Set(value.scenarios.filter((each) => each.observed !== true).map(({ verdict }) => verdict));
  const keeps = ({ verdict, observed }: ScenarioResult): boolean =>
    SHOWN.has(verdict) && (observed !== true || !shownByItself.has(verdict));
  return { ...value, scenarios: value.scenarios.map((each) => (keeps(each) ? each : withoutExchange(each))) };
}

function withoutExchange(scenario: ScenarioResult): ScenarioResult {
  const findings = scenario.findings.filter(({ kind }) => kind !== 'evidence').map(withoutPlace);
  // Which connections were of which launch means nothing without them.
  const { launches: _, ...rest } = scenario;
  return { ...rest, transcript: [], findings };
}

/** A place in an exchange means nothing without it. */
function withoutPlace(finding: Finding): Finding {
  const { at, ...rest } = finding;
  return at === undefined ? finding : rest;
}
