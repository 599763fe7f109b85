/** A client that is a subject: the suite launches it, in this process. */

import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { ReferenceClient } from '../client/reference/launcher.ts';
import { examineClient, type ClientExaminationOptions } from '../suite/examine-client.ts';
import { certificates } from '../server/certificates.ts';
import { surveyClient, type ClientSurvey } from '../target/client-survey.ts';
import type { ClientTarget } from '../target/client-target.ts';
import { Untestable } from '../target/untestable.ts';
import type { RunResult } from '../verdict/result.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import type { ProofRun } from './run-subject.ts';
import type { ClientSubject } from './subject.ts';
import { NOTHING_SEEN, observe, type Observation } from './trial.ts';

/** How long a line of the server's may take, and a whole launch, in milliseconds: a fault may be to wait for ever. */
export const LAUNCHING = { timeoutMs: 1_500, limitMs: 2_500 } as const;
/** How long a scenario may wait for time to pass, in milliseconds. */
const MAX_WAIT_MS = 5_000;

/** Runs the suite on a client. */
export async function runClient(subject: ClientSubject, run: ProofRun): Promise<Observation> {
  try {
    return observe(await examineReference(launcherOf(subject), subject, run), subject.owner, []);
  } catch (error) {
    if (!(error instanceof Untestable)) throw error;
    return { ...NOTHING_SEEN, errors: [`the suite could not test it: ${error.message}`] };
  }
}

/**
 * Surveys a client, and no more.
 * @throws {Untestable} where it can't be tested
 */
export async function surveyClientSubject(subject: ClientSubject, segmentation: Segmentation): Promise<ClientSurvey> {
  const target = targetOf(subject, launcherOf(subject), segmentation);
  // What is said of one that can't be tested goes nowhere, so nothing in it needs hiding.
  return await surveyClient(target, await certificates(), (text) => text, new AbortController().signal);
}

function launcherOf({ name, manner }: ClientSubject): ReferenceClient {
  return new ReferenceClient({ ...LAUNCHING, name, manner });
}

/**
 * Takes a reference client through the suite.
 * @param subject what the suite is told of it
 * @throws {Untestable} where it can't be tested
 */
export async function examineReference(
  launcher: ReferenceClient,
  subject: Pick<ClientSubject, 'tls' | 'maxWait'>,
  { requirements, selected, segmentation }: ProofRun,
  others: Pick<ClientExaminationOptions, 'onMessage' | 'onScenario' | 'onSurvey' | 'apart'> = {},
): Promise<RunResult> {
  return await examineClient({
    target: targetOf(subject, launcher, segmentation),
    requirements,
    root: suiteRoot(),
    version: 'proof',
    strict: false,
    ...(selected === undefined ? {} : { selected }),
    ...others,
  });
}

/** The reference client as the suite is told of it. */
function targetOf(
  { tls, maxWait }: Pick<ClientSubject, 'tls' | 'maxWait'>,
  launcher: ReferenceClient,
  segmentation: Segmentation,
): ClientTarget {
  return {
    launcher,
    tls,
    user: 'alice',
    password: 'wonderland',
    timeoutMs: LAUNCHING.limitMs,
    maxWaitMs: maxWait === undefined ? MAX_WAIT_MS : 1_000 * maxWait,
    segmentation,
    temporaryExits: [],
  };
}
