/** A whole run against a client: survey, scenarios, verdicts. */

import { ClientExamination, NO_LAUNCH } from '../examination/client/client-examination.ts';
import type { ClientRun } from '../examination/client/client-run.ts';
import { concludeClient } from '../examination/client/conclude-client.ts';
import { Run } from '../examination/scenario.ts';
import { accountSecrets } from '../client/account-secrets.ts';
import { certificates } from '../server/certificates.ts';
import { surveyClient, type ClientSurvey } from '../target/client-survey.ts';
import type { ClientTarget } from '../target/client-target.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import type { RunResult } from '../verdict/result.ts';
import { SURVEY } from '../verdict/verdicts.ts';
import { hideEchoes } from '../wire/secret.ts';
import { runScenarios, type SuiteOptions } from './run-scenarios.ts';
import { begin, optionsOf, resultOf } from './run-result.ts';

export interface ClientExaminationOptions extends SuiteOptions {
  readonly target: ClientTarget;
  /** Each scenario finds out anew what one before it has found out of the client: none rests on launches of another. */
  readonly apart?: boolean;
  /** Called once the survey is made: the scenarios go by what it gives. */
  readonly onSurvey?: (survey: ClientSurvey) => ClientSurvey;
}

/** Of a scenario the longest: a pair is launched twice, and once more each where the two differ. */
const MOST_LAUNCHES = 10;

/**
 * Examines a client.
 * @throws {Untestable} where it can't be tested at all
 */
export async function examineClient(options: ClientExaminationOptions): Promise<RunResult> {
  const beginning = begin();
  const { target } = options;
  const shown = await certificates();
  const secrets = accountSecrets(target);
  const signal = options.signal ?? new AbortController().signal;
  const found = await surveyClient(target, shown, (text) => hideEchoes(text, secrets), signal);
  const shared: ClientRun = {
    target,
    survey: options.onSurvey?.(found) ?? found,
    certificates: shown,
    ...(options.onTranscript === undefined ? {} : { onTranscript: options.onTranscript }),
  };
  const ofScenario = (): ClientRun => (options.apart === true ? { ...shared } : shared);
  const limitMs = MOST_LAUNCHES * (target.timeoutMs + 1_000) + 2 * target.maxWaitMs;
  const asked = options.parallel ?? 1;
  const run = new Run(limitMs, (requirement) => new ClientExamination(ofScenario(), requirement));
  const scenarios = await runScenarios(options, run, asked, isUnstarted);
  return resultOf(options, beginning, {
    role: 'client',
    target: { name: target.launcher.name, address: '', tls: target.tls, greeting: '', implementation: '' },
    options: {
      ...optionsOf(options, target),
      ...(target.pollsMs === undefined ? {} : { pollsMs: target.pollsMs }),
      pipelines: target.pipelines ?? false,
    },
    survey: surveyed(found, target),
    scenarios,
    lanes: { asked, used: asked, shortcomings: [] },
    claims: () => [],
  });
}

/** Whether the client could not be started in a scenario. */
function isUnstarted({ findings }: ScenarioOutcome): boolean {
  return findings.some(({ message }) => message.startsWith(NO_LAUNCH));
}

/** The survey's own launch, judged as any other. */
function surveyed({ fetched, transcript }: ClientSurvey, target: ClientTarget): ScenarioOutcome {
  const concluded = concludeClient([], '', transcript.entries, [fetched], accountSecrets(target));
  return {
    name: 'The look at the client before the scenarios',
    uri: SURVEY,
    line: 0,
    tags: [],
    durationMs: 0,
    ...concluded.findings,
    transcript: concluded.transcript,
    fault: undefined,
  };
}
