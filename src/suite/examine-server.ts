/** A whole run against a server: survey, scenarios, verdicts. */

import { describe } from '../client/answer.ts';
import { conclude, judgeTranscript, knowledgeOf } from '../examination/conclude.ts';
import { Examination, NO_SESSION } from '../examination/examination.ts';
import { inMaildrop, newRun } from '../examination/run.ts';
import { Run } from '../examination/scenario.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { secretsOf } from '../examination/secrets.ts';
import { announced } from '../client/capabilities.ts';
import { laneMaildrops } from '../target/lane-maildrops.ts';
import { survey as lookAt, type Survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import { serverClaims } from '../verdict/claims.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import type { RunResult } from '../verdict/result.ts';
import { SURVEY } from '../verdict/verdicts.ts';
import { runScenarios, type SuiteOptions } from './run-scenarios.ts';
import { begin, optionsOf, resultOf } from './run-result.ts';

export interface ServerExamination extends SuiteOptions {
  readonly target: ServerTarget;
  /** Called once the survey is made: the scenarios go by what it gives. */
  readonly onSurvey?: (survey: Survey) => Survey;
}

/**
 * Examines a server.
 * @throws {Untestable} where it can't be tested at all
 */
export async function examineServer(examination: ServerExamination): Promise<RunResult> {
  const beginning = begin();
  const { target } = examination;
  const found = await lookAt(target);
  const survey = examination.onSurvey?.(found) ?? found;
  const shared = newRun(target, survey, examination.onTranscript);
  const asked = examination.parallel ?? 1;
  const { maildrops, shortcomings } = await laneMaildrops(target, survey, asked);
  const runs = maildrops.map((maildrop, lane) => (lane === 0 ? shared : inMaildrop(shared, maildrop)));
  // Each wait has its own deadline; this limit is for a peer that stretches them one after the other.
  const limitMs = 60_000 + 30 * target.timeoutMs + 2 * target.maxWaitMs;
  const run = new Run(limitMs, (requirement, lane) => new Examination(runs[lane] ?? shared, requirement));
  const scenarios = await runScenarios(examination, run, maildrops.length, isUnreached);
  return resultOf(examination, beginning, {
    role: 'server',
    target: {
      name: target.name,
      address: `${target.host}:${target.port}`,
      tls: target.tls,
      greeting: describe(survey.greeting),
      implementation: implementationOf(survey),
    },
    options: {
      ...optionsOf(examination, target),
      accounts: target.accounts.length,
      deliver: target.deliver !== undefined,
      allowDelete: target.allowDelete,
    },
    survey: surveyed(survey, target),
    scenarios,
    lanes: { asked, used: maildrops.length, shortcomings },
    claims: (requirements) => serverClaims(survey, target.tls !== 'none', requirements),
  });
}

/** Whether the target could not be reached in a scenario. */
function isUnreached({ findings }: ScenarioOutcome): boolean {
  return findings.some(({ message }) => message.startsWith(NO_SESSION));
}

/** The survey's own conversation, judged as any other: its breaches are seen by whoever they concern. */
function surveyed(survey: Survey, target: ServerTarget): ScenarioOutcome {
  const { findings, transcript } = conclude(
    [],
    '',
    survey.transcript.entries,
    judgeTranscript(survey.transcript.entries, knowledgeOf(survey, target)),
    secretsOf(target),
  );
  return {
    name: 'The survey before the scenarios',
    uri: SURVEY,
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
