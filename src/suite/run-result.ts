/** What a run came to, as its result tells it, whichever the role of its target. */

import type { ScenarioOutcome } from '../verdict/collect.ts';
import {
  SCHEMA,
  type Claim,
  type Lanes,
  type RequirementResult,
  type Role,
  type RunOptions,
  type RunResult,
  type Target,
} from '../verdict/result.ts';
import { runVerdict, summarize } from '../verdict/summary.ts';
import { judgeRequirements } from '../verdict/verdicts.ts';
import { segmentationText, type Segmentation } from '../wire/segmentation.ts';
import type { ScenarioRun, SuiteOptions } from './run-scenarios.ts';

/** When a run began, on the calendar and on a clock that does not go back. */
export interface Beginning {
  readonly date: Date;
  /** Milliseconds. */
  readonly clock: number;
}

/** Now. */
export function begin(): Beginning {
  return { date: new Date(), clock: performance.now() };
}

/** What came of a target. */
export interface Examined {
  readonly role: Role;
  readonly target: Target;
  readonly options: RunOptions;
  /** The look at the target before the scenarios, judged as any of them. */
  readonly survey: ScenarioOutcome;
  readonly scenarios: ScenarioRun;
  /** Present where more than one was asked for. */
  readonly lanes?: Lanes;
  /** What the target says of itself, beside what came of it. */
  readonly claims: (requirements: readonly RequirementResult[]) => readonly Claim[];
}

/** The result of a run that ends now. */
export function resultOf(suite: SuiteOptions, beginning: Beginning, examined: Examined): RunResult {
  const { role, target, options, survey, scenarios, lanes, claims } = examined;
  const requirements = judgeRequirements(suite.requirements, [survey, ...scenarios.outcomes], {
    strict: suite.strict,
    proofs: suite.proofs ?? {},
  });
  const complete = suite.selected === undefined && scenarios.interrupted === undefined && scenarios.faults.length === 0;
  return {
    schema: SCHEMA,
    suite: { name: 'pop3spec', version: suite.version },
    role,
    target,
    started: beginning.date.toISOString(),
    durationMs: Math.round(performance.now() - beginning.clock),
    options,
    ...(suite.shard === undefined ? {} : { shard: suite.shard }),
    verdict: runVerdict(requirements, complete),
    summary: summarize(requirements),
    claims: claims(requirements),
    requirements,
    faults: scenarios.faults,
    ...(lanes === undefined || lanes.asked === 1 ? {} : { lanes }),
    ...(scenarios.interrupted === undefined ? {} : { interrupted: scenarios.interrupted }),
  };
}

/** What both roles tell of how a run was made. */
export function optionsOf(
  { strict, only }: Pick<SuiteOptions, 'strict' | 'only'>,
  target: { readonly segmentation: Segmentation; readonly timeoutMs: number; readonly maxWaitMs: number },
): RunOptions {
  return {
    strict,
    segment: segmentationText(target.segmentation),
    timeoutMs: target.timeoutMs,
    maxWaitMs: target.maxWaitMs,
    ...(only === undefined ? {} : { only }),
  };
}
