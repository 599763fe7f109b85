/** Which findings of a scenario a short report tells of. */

import type { Finding, RequirementResult, ScenarioResult } from '../verdict/result.ts';

/**
 * The findings that led to the scenario's verdict on the requirement: its breaches, or, where it has none, its advice
 * (which counts as a breach under --strict). Nothing for a scenario that neither failed nor advises.
 */
export function decisive(requirement: RequirementResult, scenario: ScenarioResult): readonly Finding[] {
  if (scenario.verdict !== 'fail' && scenario.verdict !== 'advice') return [];
  const own = scenario.findings.filter((finding) => finding.requirement === requirement.id);
  const breaches = own.filter(({ kind }) => kind === 'fail');
  return breaches.length > 0 ? breaches : own.filter(({ kind }) => kind === 'advice');
}
