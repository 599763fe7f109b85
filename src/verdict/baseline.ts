/** A run held against the failures that are known: which of them were expected, and what of the baseline no longer holds. Pure. */

import { nearest } from '../catalogue/nearest.ts';
import { addressOf, type CatalogueScenario, type Requirement } from '../catalogue/requirement.ts';
import { PASSIVE } from '../catalogue/tags.ts';
import type { BaselineEntry, RequirementResult, RunResult, ScenarioResult, Verdict } from './result.ts';

export interface Baseline {
  /** Its name as the user knows it. */
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

/** What a run could have shown: an entry about anything else can't be stale. */
export interface Reach {
  /** The requirements of the run's role. */
  readonly requirements: readonly Requirement[];
  /** The scenarios that were to run, as `uri:line`; all where undefined. */
  readonly selected: ReadonlySet<string> | undefined;
}

/** How a verdict is told in a sentence about an entry. */
const TOLD: Readonly<Record<Verdict, string>> = {
  pass: 'it passed',
  fail: 'it failed',
  advice: 'it came to advice',
  inconclusive: 'it was inconclusive',
  'not-applicable': 'it was not applicable',
  'not-run': 'it was not run',
};

/** What became of one entry: it holds, it is stale (and why), or the run says nothing of it. */
type Fate = 'holds' | 'open' | { readonly stale: string };

/**
 * The result with what the baseline expects marked, and with the entries that are stale. The run's verdict stays what it is: a known
 * failure is a failure.
 */
export function applyBaseline(result: RunResult, baseline: Baseline, reach: Reach): RunResult {
  const fates = baseline.entries.map((entry) => ({ entry, fate: fateOf(entry, result, reach) }));
  const holding = fates.filter(({ fate }) => fate === 'holds').map(({ entry }) => entry);
  // A run that broke off shows of nothing that it no longer happens.
  const whole = result.faults.length === 0 && result.interrupted === undefined;
  const stale = fates.flatMap(({ entry, fate }) =>
    whole && typeof fate === 'object' ? [{ ...entry, message: fate.stale }] : [],
  );
  return {
    ...result,
    requirements: result.requirements.map((requirement) => marked(requirement, holding)),
    baseline: { file: baseline.file, expected: holding, stale },
  };
}

/** The result as it was before it was held against any baseline. */
export function withoutBaseline(result: RunResult): RunResult {
  return {
    ...unmarked(result),
    requirements: result.requirements.map((requirement) => ({
      ...unmarked(requirement),
      scenarios: requirement.scenarios.map(unmarked),
    })),
  };
}

function unmarked<T extends { readonly baseline?: unknown }>(value: T): Omit<T, 'baseline'> {
  const { baseline: _, ...rest } = value;
  return rest;
}

/** What a baseline has to be for this run to be as expected. */
export interface Revision {
  /** The entries that stay, each as it was read. */
  readonly kept: readonly BaselineEntry[];
  /** What fails and is in none of them. */
  readonly added: readonly NewEntry[];
}

/** An entry before anybody has said why it is accepted. */
export type NewEntry = Pick<BaselineEntry, 'requirement' | 'scenario' | 'verdict'>;

/**
 * The revision that a run calls for: stale entries go, failures that none expects come.
 * @param result what {@link applyBaseline} made of the run
 */
export function reviseBaseline(result: RunResult, baseline: Baseline, reach: Reach): Revision {
  const stale = new Set(result.baseline?.stale.map(subjectOf));
  const kept = baseline.entries.filter((entry) => !stale.has(subjectOf(entry)));
  const named = new Set(kept.flatMap((entry) => scenariosOf(entry, reach)).map(addressOf));
  const added = result.requirements
    .filter(({ verdict, baseline: mark }) => verdict === 'fail' && mark !== 'expected')
    .flatMap((requirement): NewEntry[] => {
      const { id, scenarios } = requirement;
      const failed = scenarios.filter(({ verdict, baseline: mark }) => verdict === 'fail' && mark !== 'expected');
      // Who has told the scenarios of a requirement apart goes on doing so. What was seen in passing has no scenario of its own.
      const apart = scenarios.some((scenario) => isOwn(scenario) && named.has(addressOf(scenario)));
      if (!apart || failed.length === 0 || !failed.every(isOwn)) return [{ requirement: id, verdict: 'fail' }];
      return failed.map((scenario) => ({ scenario: nameFor(scenario, reach), verdict: 'fail' }));
    });
  return { kept, added };
}

/** What an entry is about, for a reader; no two entries of a baseline are about the same. */
export function subjectOf({ requirement, scenario }: Pick<BaselineEntry, 'requirement' | 'scenario'>): string {
  return requirement ?? `"${scenario ?? ''}"`;
}

/** The scenarios that an entry's name may mean: more than one is a mistake in the baseline. */
export function scenariosOf(
  { scenario }: Pick<BaselineEntry, 'scenario'>,
  { requirements }: Reach,
): CatalogueScenario[] {
  if (scenario === undefined) return [];
  return requirements
    .flatMap((requirement) => requirement.scenarios)
    .filter((each) => each.name === scenario || addressOf(each) === scenario);
}

/** A name outlives a change in the lines of a feature file, but several scenarios may have the same. */
function nameFor(scenario: ScenarioResult, reach: Reach): string {
  return scenariosOf({ scenario: scenario.name }, reach).length === 1 ? scenario.name : addressOf(scenario);
}

function isOwn({ observed }: ScenarioResult): boolean {
  return observed !== true;
}

function fateOf(entry: BaselineEntry, result: RunResult, reach: Reach): Fate {
  return entry.requirement === undefined
    ? scenarioFate(entry, result, reach)
    : requirementFate(entry, entry.requirement, result, reach);
}

function requirementFate(entry: BaselineEntry, id: string, result: RunResult, reach: Reach): Fate {
  const found = result.requirements.find((each) => each.id === id);
  if (found !== undefined && found.verdict === entry.verdict) return 'holds';
  const known = reach.requirements.find((each) => each.id === id);
  if (found === undefined || known === undefined) {
    return { stale: `the ${result.role} has no requirement ${id}${hint(id, reach)}` };
  }
  return isDecided(known, found, reach) ? differing(entry, found) : 'open';
}

/** Whether a run of the selected scenarios shows what a requirement comes to in a whole run. */
function isDecided({ scenarios }: Requirement, { judged }: RequirementResult, { selected }: Reach): boolean {
  if (selected === undefined) return true;
  // What is judged on every octet may be broken in any scenario that was left out.
  if (judged !== undefined || scenarios.some(({ tags }) => tags.includes(PASSIVE))) return false;
  return scenarios.every((scenario) => selected.has(addressOf(scenario)));
}

function scenarioFate(entry: BaselineEntry, result: RunResult, reach: Reach): Fate {
  const [known] = scenariosOf(entry, reach);
  if (known === undefined) return { stale: `the run has no scenario ${subjectOf(entry)}` };
  const address = addressOf(known);
  const found = result.requirements
    .flatMap(({ scenarios }) => scenarios)
    .find((scenario) => isOwn(scenario) && addressOf(scenario) === address);
  return found === undefined ? 'open' : differing(entry, found);
}

/** What was left out by the user (a wait that --max-wait does not allow) shows nothing. */
function differing(entry: BaselineEntry, { verdict, reason }: Pick<RequirementResult, 'verdict' | 'reason'>): Fate {
  if (verdict === entry.verdict) return 'holds';
  if (verdict === 'not-run') return 'open';
  return { stale: `${subjectOf(entry)} is expected to be "${entry.verdict}", and ${TOLD[verdict]}: ${reason}` };
}

function hint(id: string, { requirements }: Reach): string {
  const [near] = nearest(
    id,
    requirements.map((each) => each.id),
    1,
  );
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** A requirement with what is expected of it marked: by an entry of its own, or by entries for all of the scenarios that decide it. */
function marked(requirement: RequirementResult, holding: readonly BaselineEntry[]): RequirementResult {
  const { id, verdict } = requirement;
  const wholly = holding.some((entry) => entry.requirement === id);
  const scenarios = requirement.scenarios.map((scenario) => {
    const named = isOwn(scenario) && holding.some((entry) => isNamed(scenario, entry));
    return named || (wholly && scenario.verdict === verdict)
      ? { ...scenario, baseline: 'expected' as const }
      : scenario;
  });
  const decisive = scenarios.filter((scenario) => scenario.verdict === verdict);
  const expected = wholly || (decisive.length > 0 && decisive.every(({ baseline }) => baseline === 'expected'));
  return { ...requirement, scenarios, ...(expected ? { baseline: 'expected' as const } : {}) };
}

function isNamed(scenario: ScenarioResult, entry: BaselineEntry): boolean {
  return entry.scenario === scenario.name || entry.scenario === addressOf(scenario);
}
