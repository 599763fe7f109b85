/** A whole run against a server: survey, scenarios, verdicts. */

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Envelope } from '@cucumber/messages';
import type { Requirement } from '../catalogue/requirement.ts';
import { describe } from '../client/answer.ts';
import { conclude, knowledgeOf } from '../examination/conclude.ts';
import { NO_SESSION } from '../examination/examination.ts';
import { forgetRun, newRun, registerRun } from '../examination/run.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { secretsOf } from '../examination/secrets.ts';
import { announced } from '../client/capabilities.ts';
import { survey as lookAt, type Survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import { serverClaims } from '../verdict/claims.ts';
import { Collector, type ScenarioOutcome } from '../verdict/collect.ts';
import { SCHEMA, type RunResult } from '../verdict/result.ts';
import { runVerdict, summarize } from '../verdict/summary.ts';
import { judgeRequirements } from '../verdict/verdicts.ts';
import type { WireEntry } from '../wire/transcript.ts';
import { runFeatures } from './run-cucumber.ts';

export interface Examination {
  readonly target: ServerTarget;
  /** The requirements that the result lists. */
  readonly requirements: readonly Requirement[];
  /** The scenarios to run, as `uri:line` with the uri relative to `root`; all where undefined. */
  readonly selected?: ReadonlySet<string>;
  /** The folder that the uris of the catalogue are relative to. */
  readonly root: string;
  readonly version: string;
  readonly strict: boolean;
  /** By how many faulty servers each requirement is proved. */
  readonly proofs?: Readonly<Record<string, number>>;
  readonly cucumberHtml?: string;
  readonly onMessage?: (envelope: Envelope) => void;
  /** Called at the end of each scenario. */
  readonly onScenario?: (outcome: ScenarioOutcome, done: number, of: number) => void;
  /** Is given each scenario's transcript, with every octet: nothing of it may be written down. */
  readonly onTranscript?: (entries: readonly WireEntry[]) => void;
  /** Ends the run early: what was found so far is kept. */
  readonly signal?: AbortSignal;
}

/** After so many scenarios in a row that could not even open a session, the target counts as lost. */
const LOST_AFTER = 5;

/**
 * Examines a server.
 * @throws {Untestable} where it can't be tested at all
 */
export async function examineServer(examination: Examination): Promise<RunResult> {
  const started = new Date();
  const began = performance.now();
  const { target } = examination;
  const survey = await lookAt(target);
  const scenarios = await runScenarios(examination, survey);
  const outcomes = [surveyed(survey, target), ...scenarios.outcomes];
  const requirements = judgeRequirements(examination.requirements, outcomes, {
    strict: examination.strict,
    proofs: examination.proofs ?? {},
  });
  const complete =
    examination.selected === undefined && scenarios.interrupted === undefined && scenarios.faults.length === 0;
  return {
    schema: SCHEMA,
    suite: { name: 'pop3spec', version: examination.version },
    role: 'server',
    target: {
      name: target.name,
      address: `${target.host}:${target.port}`,
      tls: target.tls,
      greeting: describe(survey.greeting),
      implementation: implementationOf(survey),
    },
    started: started.toISOString(),
    durationMs: Math.round(performance.now() - began),
    verdict: runVerdict(requirements, complete),
    summary: summarize(requirements),
    claims: serverClaims(survey, target.tls !== 'none', requirements),
    requirements,
    faults: scenarios.faults,
    ...(scenarios.interrupted === undefined ? {} : { interrupted: scenarios.interrupted }),
  };
}

async function runScenarios(
  examination: Examination,
  survey: Survey,
): Promise<{ outcomes: readonly ScenarioOutcome[]; faults: string[]; interrupted?: string }> {
  const paths = pathsOf(examination);
  const id = randomUUID();
  const run = newRun(examination.target, survey, examination.onTranscript);
  registerRun(id, run);
  const collector = new Collector();
  const faults: string[] = [];
  let unreachable = 0;
  const onAbort = (): void => {
    run.interrupted ??= 'the run was interrupted';
    for (const running of run.running) running.abort();
  };
  examination.signal?.addEventListener('abort', onAbort);
  if (examination.signal?.aborted === true) onAbort(); // during the survey
  try {
    await runFeatures({
      paths: paths.map((each) => path.resolve(examination.root, each)),
      parameters: { run: id },
      ...(examination.cucumberHtml === undefined ? {} : { html: examination.cucumberHtml }),
      onMessage: (envelope) => {
        examination.onMessage?.(envelope);
        const outcome = collector.take(envelope);
        if (outcome === undefined) return;
        unreachable = outcome.findings.some(({ message }) => message.startsWith(NO_SESSION)) ? unreachable + 1 : 0;
        if (unreachable >= LOST_AFTER)
          run.interrupted ??= `the target could not be reached any more in ${LOST_AFTER} scenarios in a row`;
        examination.onScenario?.(outcome, collector.outcomes.length, collector.planned);
      },
    });
  } catch (error) {
    // What was found so far is kept: the fault is ours, and the exit status says so.
    faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    examination.signal?.removeEventListener('abort', onAbort);
    forgetRun(id);
  }
  const outcomes = collector.outcomes.map((outcome) => ({
    ...outcome,
    uri: path.relative(examination.root, outcome.uri),
  }));
  for (const { name, uri, line, fault } of outcomes) {
    if (fault !== undefined) faults.push(`${uri}:${line} (${name}): ${fault}`);
  }
  const expected =
    examination.selected?.size ?? examination.requirements.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  if (outcomes.length !== expected) faults.push(`${outcomes.length} scenarios ran, and ${expected} should have`);
  return { outcomes, faults, ...(run.interrupted === undefined ? {} : { interrupted: run.interrupted }) };
}

/** Cucumber's paths: with lines where only some scenarios are selected. */
function pathsOf({ requirements, selected }: Examination): string[] {
  if (selected === undefined) return [...new Set(requirements.map(({ uri }) => uri))].toSorted();
  return [...selected].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** The survey's own conversation, judged as any other: its breaches are seen by whoever they concern. */
function surveyed(survey: Survey, target: ServerTarget): ScenarioOutcome {
  const { findings, transcript } = conclude(
    [],
    '',
    survey.transcript.entries,
    knowledgeOf(survey, target),
    secretsOf(target),
  );
  return {
    name: 'The survey before the scenarios',
    uri: 'survey',
    line: 0,
    tags: [],
    durationMs: 0,
    ...findings,
    transcript,
    fault: undefined,
  };
}

function implementationOf(survey: Survey): string {
  const lists = [survey.accounts[0].capabilities, survey.secured, survey.clear];
  const line = lists.map((list) => announced(list, 'IMPLEMENTATION')).find((capability) => capability !== undefined);
  return visible(octetsOf(line?.parameters.join(' ') ?? ''));
}
