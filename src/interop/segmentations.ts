/** No verdict may depend on how our octets are cut into TCP segments: TCP has no record borders. Pure. */

import { folded } from '../report/printable.ts';
import type { RequirementResult, Role, RunResult, ScenarioResult } from '../verdict/result.ts';

/** What a whole interop run is made with. A client is started anew for each conversation, so two have to do. */
export const SEGMENTATIONS: Readonly<Record<Role, readonly string[]>> = {
  server: ['whole', 'octet', 'crlf', 'random:1'],
  client: ['whole', 'octet'],
};

export interface Difference {
  /** The id of a requirement, with the place of the scenario where only one of its scenarios differs. */
  readonly what: string;
  /**
   * Whether the requirement's own verdict differs. Where only a scenario's does, the cause may be a race in the server,
   * which is there whatever the segmentation: worth a look, and no failure.
   */
  readonly ofRequirement: boolean;
  /** Its verdict and reason for each segmentation. */
  readonly verdicts: ReadonlyArray<{
    readonly segmentation: string;
    readonly verdict: string;
    readonly reason: string;
  }>;
}

/**
 * What differs among runs against the same server. A scenario of another requirement in which a breach was merely observed
 * is left out: which of many sightings are kept is chance.
 * @param runs the result for each segmentation
 */
export function differences(runs: ReadonlyMap<string, RunResult>): Difference[] {
  const rows = new Map<string, { ofRequirement: boolean; verdicts: Array<Difference['verdicts'][number]> }>();
  for (const [segmentation, { requirements }] of runs) {
    for (const { what, ofRequirement, outcome } of requirements.flatMap(judged)) {
      const row = rows.get(what) ?? { ofRequirement, verdicts: [] };
      row.verdicts.push({ segmentation, verdict: outcome.verdict, reason: outcome.reason });
      rows.set(what, row);
    }
  }
  return [...rows]
    .filter(
      ([, { verdicts }]) => verdicts.length !== runs.size || new Set(verdicts.map((each) => each.verdict)).size > 1,
    )
    .map(([what, row]) => ({ what, ...row }));
}

interface Outcome {
  readonly what: string;
  readonly ofRequirement: boolean;
  readonly outcome: RequirementResult | ScenarioResult;
}

/** A requirement and its own scenarios. */
function judged(requirement: RequirementResult): Outcome[] {
  const own = requirement.scenarios.filter(({ observed }) => observed !== true);
  return [
    { what: requirement.id, ofRequirement: true, outcome: requirement },
    ...own.map((scenario) => ({
      what: `${requirement.id} ${scenario.uri}:${scenario.line}`,
      ofRequirement: false,
      outcome: scenario,
    })),
  ];
}

/** A difference as lines for a log. */
export function described({ what, verdicts }: Difference): string {
  return [
    `${what}: the verdict depends on the segmentation`,
    ...verdicts.map(({ segmentation, verdict, reason }) => `    ${segmentation}: ${verdict}: ${folded(reason)}`),
  ].join('\n');
}
