/** What tests of the verbs about clients share: a scenario about the reference client, by the book or bent. See also bent.test.support.ts. */

import { onTestFinished } from 'vitest';
import { ReferenceClient, type ReferenceOptions } from '../../client/reference/launcher.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { certificates } from '../../server/certificates.ts';
import type { ClientLauncher } from '../../target/client.ts';
import { surveyClient } from '../../target/client-survey.ts';
import type { ClientTarget } from '../../target/client-target.ts';
import { WHOLE } from '../../wire/segmentation.ts';
import { ClientExamination } from './client-examination.ts';

/** The client of a test. */
export interface Subject {
  /** What the reference client does otherwise than by the book. */
  readonly manner?: Partial<Manner>;
  /** How it is launched, besides. */
  readonly options?: ReferenceOptions;
  /** What its user says of it. */
  readonly target?: Partial<ClientTarget>;
  /** Another client altogether. */
  readonly launcher?: ClientLauncher;
  readonly requirement?: string;
}

/** A scenario about a client that the survey has looked at; it ends with the test. */
export async function examineClient(subject: Subject = {}): Promise<ClientExamination> {
  const { manner = {}, options = {}, requirement = '' } = subject;
  const launcher = subject.launcher ?? new ReferenceClient({ timeoutMs: 5_000, manner: () => manner, ...options });
  const target: ClientTarget = {
    launcher,
    tls: 'none',
    user: 'alice',
    password: 'wonderland',
    timeoutMs: 20_000,
    maxWaitMs: 10_000,
    segmentation: WHOLE,
    temporaryExits: [],
    ...subject.target,
  };
  const shown = await certificates();
  const survey = await surveyClient(target, shown, (text) => text, new AbortController().signal);
  const c = new ClientExamination({ target, survey, certificates: shown }, requirement);
  onTestFinished(() => c.abort());
  return c;
}

/** The requirements that the client's octets break, of those that are always judged; each once. */
export function brokenBy(c: ClientExamination): string[] {
  return [...new Set(c.judged().sightings.map(({ violation }) => violation.requirement))].toSorted();
}
