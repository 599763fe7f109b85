/** What of a result is published: small, and the same for the same verdicts as far as that can be. Pure. */

import type { Finding, RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';

/** Scenarios of these verdicts keep their exchange. */
const SHOWN: ReadonlySet<string> = new Set(['fail', 'advice']);

/**
 * The result with the exchange of what failed or brought advice. Of the other scenarios verdict and reason stay, which
 * for a pass is the evidence, and what was observed.
 */
export function trimmed(result: RunResult): RunResult {
  return { ...result, requirements: result.requirements.map(requirement) };
}

function requirement(value: RequirementResult): RequirementResult {
  return { ...value, scenarios: value.scenarios.map(scenario) };
}

function scenario(value: ScenarioResult): ScenarioResult {
  if (SHOWN.has(value.verdict)) return value;
  const findings = value.findings.filter(({ kind }) => kind !== 'evidence').map(withoutPlace);
  return { ...value, transcript: [], findings };
}

/** A place in an exchange means nothing without it. */
function withoutPlace(finding: Finding): Finding {
  const { at, ...rest } = finding;
  return at === undefined ? finding : rest;
}
