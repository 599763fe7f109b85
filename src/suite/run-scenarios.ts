/** The scenarios of a run, of either role: Cucumber runs them, and their outcomes are collected. */

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { addressOf, compareAddresses, type CatalogueScenario, type Requirement } from '../catalogue/requirement.ts';
import { forgetRun, registerRun, type Run } from '../examination/scenario.ts';
import { Collector, type ScenarioOutcome } from '../verdict/collect.ts';
import type { Shard } from '../verdict/result.ts';
import type { WireEntry } from '../wire/transcript.ts';
import { aloneBecause, runsInTurn } from './alone.ts';
import { inLanes } from './lanes.ts';
import { OneRun } from './one-run.ts';
import { runFeatures } from './run-cucumber.ts';

/** Which scenarios run, and who is told. */
export interface Selection {
  /** The requirements that the result lists. */
  readonly requirements: readonly Requirement[];
  /** The scenarios to run, as `uri:line` with the uri relative to `root`; all where undefined. */
  readonly selected?: ReadonlySet<string>;
  /** The expressions that the user selected with, for the result. */
  readonly only?: readonly string[];
  /** Where `selected` is one part of what is to be tested: which. */
  readonly shard?: Shard;
  /** The folder that the uris of the catalogue are relative to. */
  readonly root: string;
  readonly onMessage?: (envelope: Envelope) => void;
  /** Called at the end of each scenario, with its uri relative to the root. */
  readonly onScenario?: (outcome: ScenarioOutcome, done: number, of: number) => void;
  /** Ends the run early: what was found so far is kept. */
  readonly signal?: AbortSignal;
}

/** A whole run, of whichever role, but for its target. */
export interface SuiteOptions extends Selection {
  readonly version: string;
  /** SHOULD counts as MUST. */
  readonly strict: boolean;
  /** How many scenarios may run at the same time. One where undefined. */
  readonly parallel?: number;
  /** By how many faulty targets each requirement is proved. */
  readonly proofs?: Readonly<Record<string, number>>;
  /** Is given each scenario's transcript, with every octet: nothing of it may be written down. */
  readonly onTranscript?: (entries: readonly WireEntry[]) => void;
}

/** What came of the scenarios. */
export interface ScenarioRun {
  /** With the uris relative to the root. */
  readonly outcomes: readonly ScenarioOutcome[];
  /** What went wrong in the harness. */
  readonly faults: readonly string[];
  /** Why the run ended before its end, where it did. */
  readonly interrupted?: string;
}

/** After so many scenarios in a row that could not even begin with the target, it counts as lost. */
const LOST_AFTER = 5;

/** So many scenarios at most are given to a lane at a time: enough that starting Cucumber costs little, and so few that none waits for long. */
const SHARE = 8;

/**
 * Runs scenarios: in one lane all in the order of the features; else those that bear it side by side, and then the others, one
 * by one.
 * @param lanes how many run at the same time
 * @param isLost whether the target was not to be had in a scenario
 */
export async function runScenarios(
  selection: Selection,
  run: Run,
  lanes: number,
  isLost: (outcome: ScenarioOutcome) => boolean,
): Promise<ScenarioRun> {
  const { root, signal } = selection;
  const id = randomUUID();
  registerRun(id, run);
  const collector = new Collector();
  const outcomes: ScenarioOutcome[] = [];
  const faults: string[] = [];
  const scenarios = scenariosOf(selection);
  let lost = 0;
  const onAbort = (): void => run.interrupt('the run was interrupted');
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort(); // during the survey
  const messages = new OneRun((envelope) => {
    selection.onMessage?.(envelope);
    const taken = collector.take(envelope);
    if (taken === undefined) return;
    const outcome = { ...taken, uri: path.relative(root, taken.uri) };
    outcomes.push(outcome);
    lost = isLost(outcome) ? lost + 1 : 0;
    if (lost >= LOST_AFTER) run.closes(`the target could not be reached any more in ${LOST_AFTER} scenarios in a row`);
    selection.onScenario?.(outcome, outcomes.length, scenarios.length);
  });
  const work = async (share: readonly CatalogueScenario[], lane: number): Promise<void> => {
    if (share.length === 0) return; // which Cucumber would take for whatever it finds
    const paths = pathsOf(share).map((each) => path.resolve(root, each));
    try {
      await runFeatures({ paths, parameters: { run: id, lane }, onMessage: (envelope) => messages.take(envelope) });
    } catch (error) {
      // What was found so far is kept: the fault is ours, and the exit status says so.
      faults.push(error instanceof Error ? error.message : String(error));
    }
  };
  // Each scenario that runs has Cucumber listen to what nobody caught.
  process.setMaxListeners(process.getMaxListeners() + lanes);
  try {
    if (lanes === 1) await work(scenarios, 0);
    else {
      const together = scenarios.filter((scenario) => aloneBecause(scenario) === undefined);
      await inLanes(lanes, sharesOf(together), work);
      const alone = scenarios.filter((scenario) => aloneBecause(scenario) !== undefined);
      await work(alone, 0);
    }
    messages.end();
  } finally {
    process.setMaxListeners(process.getMaxListeners() - lanes);
    signal?.removeEventListener('abort', onAbort);
    forgetRun(id);
  }
  outcomes.sort(compareAddresses);
  for (const { name, uri, line, fault } of outcomes) {
    if (fault !== undefined) faults.push(`${uri}:${line} (${name}): ${fault}`);
  }
  if (outcomes.length !== scenarios.length) {
    faults.push(`${outcomes.length} scenarios ran, and ${scenarios.length} should have`);
  }
  return { outcomes, faults, ...(run.interrupted === undefined ? {} : { interrupted: run.interrupted }) };
}

/** Scenarios as Cucumber takes them: each file once, with its lines. It looks for the files of every path anew. */
function pathsOf(scenarios: readonly CatalogueScenario[]): string[] {
  const paths = new Map<string, string>();
  for (const { uri, line } of scenarios) paths.set(uri, `${paths.get(uri) ?? uri}:${line}`);
  return [...paths.values()];
}

/** What is selected, in the order of the features. */
function scenariosOf({ requirements, selected }: Selection): CatalogueScenario[] {
  return requirements
    .flatMap(({ scenarios }) => scenarios.filter((scenario) => selected?.has(addressOf(scenario)) ?? true))
    .toSorted(compareAddresses);
}

/**
 * In parts that lanes take one after the other, the longest first; the others are of one feature each, since Cucumber
 * reads a whole file for one scenario.
 */
function sharesOf(scenarios: readonly CatalogueScenario[]): CatalogueScenario[][] {
  const shares: CatalogueScenario[][] = [];
  for (const scenario of scenarios) {
    if (runsInTurn(scenario)) continue;
    const last = shares.at(-1);
    if (last?.[0]?.uri === scenario.uri && last.length < SHARE) last.push(scenario);
    else shares.push([scenario]);
  }
  return [scenarios.filter(runsInTurn), ...shares];
}
