/** Two runs of one target: what changed from the first to the second, and only that. Pure. */

import type { Claim, RequirementResult, RunResult, ScenarioResult, Verdict } from '../verdict/result.ts';
import { headline, inOrder } from './tally.ts';

/** Something that was said once so and once so; empty where it was not said. */
export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/**
 * `broken`: it fails, and did not before. `mended`: it failed, and holds now. `other`: another verdict, neither of the two (what
 * failed and can't be judged now is not mended). `scenarios`: the same verdict, by other scenarios. `added`, `removed`: only one of
 * the runs knows it.
 */
export type ChangeKind = 'broken' | 'mended' | 'other' | 'scenarios' | 'added' | 'removed';

export const CHANGE_KINDS: readonly ChangeKind[] = ['broken', 'mended', 'other', 'scenarios', 'added', 'removed'];

/** A scenario whose verdict changed. */
export interface ScenarioChange {
  readonly name: string;
  readonly before: Verdict | undefined;
  readonly after: Verdict | undefined;
}

export interface Change {
  readonly kind: ChangeKind;
  readonly before: RequirementResult | undefined;
  readonly after: RequirementResult | undefined;
  readonly scenarios: readonly ScenarioChange[];
}

export interface Comparison {
  readonly before: RunResult;
  readonly after: RunResult;
  /** What is different about the runs themselves: versions, options, what the target calls itself. */
  readonly circumstances: readonly Difference[];
  /** What CAPA announced, and whether it works. */
  readonly claims: readonly Difference[];
  /** In the order of {@link CHANGE_KINDS}, and within one as the RFCs have them. */
  readonly changes: readonly Change[];
  /** How many requirements came to the same, by the same scenarios. */
  readonly same: number;
}

/** Compares two runs, the earlier one first. Reasons and transcripts do not count: times and greetings differ each time. */
export function compareRuns(before: RunResult, after: RunResult): Comparison {
  const old = new Map(before.requirements.map((each) => [each.id, each]));
  const fresh = new Map(after.requirements.map((each) => [each.id, each]));
  const every = inOrder([...after.requirements, ...before.requirements.filter(({ id }) => !fresh.has(id))]);
  const changes = every.flatMap(({ id }) => changeOf(old.get(id), fresh.get(id)) ?? []);
  return {
    before,
    after,
    circumstances: circumstances(before, after),
    claims: differencesIn(claimsOf(before), claimsOf(after)),
    changes: CHANGE_KINDS.flatMap((kind) => changes.filter((change) => change.kind === kind)),
    same: every.length - changes.length,
  };
}

function changeOf(before: RequirementResult | undefined, after: RequirementResult | undefined): Change | undefined {
  const scenarios = scenarioChanges(before, after);
  const kind = kindOf(before?.verdict, after?.verdict, scenarios.length > 0);
  return kind === undefined ? undefined : { kind, before, after, scenarios };
}

function kindOf(
  before: Verdict | undefined,
  after: Verdict | undefined,
  otherScenarios: boolean,
): ChangeKind | undefined {
  if (after === 'fail' && before !== 'fail') return 'broken';
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  if (before === after) return otherScenarios ? 'scenarios' : undefined;
  return before === 'fail' && (after === 'pass' || after === 'advice') ? 'mended' : 'other';
}

/** What a scenario is known by in both runs: its line may be another one in another version. */
function keysOf(scenarios: readonly ScenarioResult[]): Map<string, ScenarioResult> {
  const keys = new Map<string, ScenarioResult>();
  for (const scenario of scenarios.filter(({ observed }) => observed !== true)) {
    const key = `${scenario.uri} ${scenario.name}`;
    let twin = key;
    for (let number = 2; keys.has(twin); number += 1) twin = `${key} ${number}`;
    keys.set(twin, scenario);
  }
  return keys;
}

function scenarioChanges(
  before: RequirementResult | undefined,
  after: RequirementResult | undefined,
): ScenarioChange[] {
  const old = keysOf(before?.scenarios ?? []);
  const fresh = keysOf(after?.scenarios ?? []);
  return [...new Set([...fresh.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), fresh.get(key)];
    if (was?.verdict === is?.verdict) return [];
    return [{ name: (is ?? was)?.name ?? '', before: was?.verdict, after: is?.verdict }];
  });
}

function circumstances(before: RunResult, after: RunResult): Difference[] {
  return differencesIn(factsOf(before), factsOf(after));
}

function factsOf(result: RunResult): Map<string, string> {
  const { suite, target, options } = result;
  return new Map([
    ['verdict', headline(result).title],
    ['pop3spec', suite.version],
    ['target', target.name],
    ['TLS', target.tls],
    ['implementation', target.implementation],
    ...Object.entries(options ?? {}).map(([name, value]): [string, string] => [`option ${name}`, String(value)]),
  ]);
}

function claimsOf({ claims }: RunResult): Map<string, string> {
  return new Map(
    claims.flatMap((claim) => [
      ...claim.announcements.map((each): [string, string] => [
        `${claim.capability} in ${each.state}${each.tls ? ' under TLS' : ''}`,
        announced(each),
      ]),
      [`${claim.capability} works`, claim.accepted === null ? 'not seen' : claim.accepted ? 'yes' : 'no'],
    ]),
  );
}

function announced({ announced: is, arguments: parameters }: Claim['announcements'][number]): string {
  if (is === null) return 'not seen';
  return is ? ['announced', parameters].filter((word) => word !== '').join(' ') : 'not announced';
}

function differencesIn(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Difference[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((what) => {
    const difference = { what, before: before.get(what) ?? '', after: after.get(what) ?? '' };
    return difference.before === difference.after ? [] : [difference];
  });
}
