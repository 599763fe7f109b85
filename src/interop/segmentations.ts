/** No verdict may depend on how our octets are cut into TCP segments (RFC 793 has no record borders). Pure. */

import { folded } from '../report/printable.ts';
import type { RequirementResult, RunResult, ScenarioResult } from '../verdict/result.ts';

/** What a whole interop run is made with. */
export const SEGMENTATIONS = ['whole', 'octet', 'crlf', 'random:1'] as const;

export interface Difference {
  /** A requirement, or one of its scenarios. */
  readonly what: string;
  /** Its verdict and reason for each segmentation. */
  readonly verdicts: ReadonlyArray<{
    readonly segmentation: string;
    readonly verdict: string;
    readonly reason: string;
  }>;
}

/**
 * The requirements and scenarios whose verdicts differ among runs against the same server.
 * A scenario in which only another's requirement was observed is left out: which of many sightings is kept is chance.
 * @param runs the result for each segmentation
 */
export function differences(runs: ReadonlyMap<string, RunResult>): Difference[] {
  const rows = new Map<string, Array<Difference['verdicts'][number]>>();
  for (const [segmentation, { requirements }] of runs) {
    for (const [what, { verdict, reason }] of requirements.flatMap(judged)) {
      rows.set(what, [...(rows.get(what) ?? []), { segmentation, verdict, reason }]);
    }
  }
  return [...rows]
    .filter(([, verdicts]) => verdicts.length !== runs.size || new Set(verdicts.map(({ verdict }) => verdict)).size > 1)
    .map(([what, verdicts]) => ({ what, verdicts }));
}

function judged(requirement: RequirementResult): ReadonlyArray<readonly [string, RequirementResult | ScenarioResult]> {
  const own = requirement.scenarios.filter(({ observed }) => observed !== true);
  return [
    [requirement.id, requirement],
    ...own.map((scenario): readonly [string, ScenarioResult] => [
      `${requirement.id} ${scenario.uri}:${scenario.line}`,
      scenario,
    ]),
  ];
}

/** A difference as lines for a log. */
export function described({ what, verdicts }: Difference): string {
  return [
    `${what}: the verdict depends on the segmentation`,
    ...verdicts.map(({ segmentation, verdict, reason }) => `    ${segmentation}: ${verdict}: ${folded(reason)}`),
  ].join('\n');
}
