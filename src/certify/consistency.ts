/** Whether what a result file concludes follows from what it holds: verdicts from findings, findings from transcripts. Pure. */

import { judgeClaim } from '../verdict/claims.ts';
import { concludeRequirement, concludeScenario, isBreach, weigh, worst, type Strictness } from '../verdict/conclude.ts';
import type { RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';
import { runVerdict, summarize } from '../verdict/summary.ts';
import { canonicalJson } from './canonical.ts';
import { placeOf, rejudge } from './rejudge.ts';

/** What in a result does not follow from the rest of it, one sentence each. */
export function contradictions(result: RunResult): string[] {
  const strictness = { strict: result.options?.strict ?? false };
  return [
    ...rejudge(result),
    ...result.requirements.flatMap((requirement) => inRequirement(requirement, strictness)),
    ...inRun(result),
  ];
}

function inRequirement(requirement: RequirementResult, strictness: Strictness): string[] {
  const { id, level, judged, scenarios, verdict, reason } = requirement;
  const problems = scenarios.flatMap((scenario) => {
    const { verdict: _, reason: __, ...examined } = scenario;
    const concluded =
      scenario.observed === true
        ? concludeSighting(scenario, requirement, strictness)
        : concludeScenario(examined, level, judged, strictness);
    return told(`${id}, ${placeOf(scenario)}`, scenario, concluded, 'its findings');
  });
  return [...problems, ...told(id, { verdict, reason }, concludeRequirement(requirement), 'its scenarios')];
}

type Concluded = Pick<ScenarioResult, 'verdict' | 'reason'>;

function told(what: string, found: Concluded, concluded: Concluded, from: string): string[] {
  if (found.verdict !== concluded.verdict) {
    return [`${what}: the verdict is "${found.verdict}", and ${from} come to "${concluded.verdict}"`];
  }
  return found.reason === concluded.reason ? [] : [`${what}: the reason is not that of ${from}: ${found.reason}`];
}

/** What a breach that was seen in passing comes to. */
function concludeSighting(
  { findings }: ScenarioResult,
  { level }: RequirementResult,
  strictness: Strictness,
): Concluded {
  const breaches = findings.filter(isBreach);
  const verdict = worst(breaches.map(({ kind }) => weigh(kind, level, strictness)));
  return { verdict, reason: breaches.find(({ kind }) => weigh(kind, level, strictness) === verdict)?.message ?? '' };
}

function inRun({ requirements, summary, verdict, claims, options, shard, faults, interrupted }: RunResult): string[] {
  const complete =
    options?.only === undefined && shard === undefined && faults.length === 0 && interrupted === undefined;
  const due = runVerdict(requirements, complete);
  return [
    ...(canonicalJson(summary) === canonicalJson(summarize(requirements))
      ? []
      : ['the counts are not those of the verdicts of the requirements']),
    ...(verdict === due ? [] : [`the verdict of the run is "${verdict}", and its requirements come to "${due}"`]),
    ...claims.flatMap((claim) =>
      canonicalJson(claim) === canonicalJson(judgeClaim(claim, requirements))
        ? []
        : [`the claim on ${claim.capability} is not judged as the verdicts of the requirements say`],
    ),
  ];
}
