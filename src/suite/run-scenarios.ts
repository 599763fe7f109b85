/** The scenarios of a run, of either role: Cucumber runs them, and their outcomes are collected. */

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { addressOf, compareAddresses, type Requirement } from '../catalogue/requirement.ts';
import { forgetRun, registerRun, type Run } from '../examination/scenario.ts';
import { Collector, type ScenarioOutcome } from '../verdict/collect.ts';
import type { Shard } from '../verdict/result.ts';
import type { WireEntry } from '../wire/transcript.ts';
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
  readonly cucumberHtml?: string;
  readonly onMessage?: (envelope: Envelope) => void;
  /** Called at the end of each scenario. */
  readonly onScenario?: (outcome: ScenarioOutcome, done: number, of: number) => void;
  /** Ends the run early: what was found so far is kept. */
  readonly signal?: AbortSignal;
}

/** A whole run, of whichever role, but for its target. */
export interface SuiteOptions extends Selection {
  readonly version: string;
  /** SHOULD counts as MUST. */
  readonly strict: boolean;
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

/**
 * Runs scenarios.
 * @param isLost whether the target was not to be had in a scenario
 */
export async function runScenarios(
  selection: Selection,
  run: Run,
  isLost: (outcome: ScenarioOutcome) => boolean,
): Promise<ScenarioRun> {
  const { root, signal } = selection;
  const id = randomUUID();
  registerRun(id, run);
  const collector = new Collector();
  const faults: string[] = [];
  let lost = 0;
  const onAbort = (): void => run.interrupt('the run was interrupted');
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort(); // during the survey
  try {
    await runFeatures({
      paths: pathsOf(selection).map((each) => path.resolve(root, each)),
      parameters: { run: id },
      ...(selection.cucumberHtml === undefined ? {} : { html: selection.cucumberHtml }),
      onMessage: (envelope) => {
        selection.onMessage?.(envelope);
        const outcome = collector.take(envelope);
        if (outcome === undefined) return;
        lost = isLost(outcome) ? lost + 1 : 0;
        if (lost >= LOST_AFTER)
          run.closes(`the target could not be reached any more in ${LOST_AFTER} scenarios in a row`);
        selection.onScenario?.(outcome, collector.outcomes.length, collector.planned);
      },
    });
  } catch (error) {
    // What was found so far is kept: the fault is ours, and the exit status says so.
    faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    signal?.removeEventListener('abort', onAbort);
    forgetRun(id);
  }
  const outcomes = collector.outcomes.map((outcome) => ({ ...outcome, uri: path.relative(root, outcome.uri) }));
  for (const { name, uri, line, fault } of outcomes) {
    if (fault !== undefined) faults.push(`${uri}:${line} (${name}): ${fault}`);
  }
  const expected =
    selection.selected?.size ?? selection.requirements.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  if (outcomes.length !== expected) faults.push(`${outcomes.length} scenarios ran, and ${expected} should have`);
  return { outcomes, faults, ...(run.interrupted === undefined ? {} : { interrupted: run.interrupted }) };
}

/** Cucumber's paths: with lines where only some scenarios are selected. */
function pathsOf({ requirements, selected }: Selection): string[] {
  if (selected === undefined)
    return [...new Set(requirements.flatMap(({ scenarios }) => scenarios.map(({ uri }) => uri)))].toSorted();
  return requirements
    .flatMap(({ scenarios }) => scenarios.filter((scenario) => selected.has(addressOf(scenario))))
    .toSorted(compareAddresses)
    .map(addressOf);
}
