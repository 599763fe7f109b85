/** For the tests of the verbs: an examination of a server that is bent in one thing. */

import { expect, onTestFinished } from 'vitest';
import type { Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { startServer } from '../server/testing.ts';
import { survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { Examination } from './examination.ts';
import { Stop, type RawFinding } from './stop.ts';

/** Long enough for any machine: no test waits for it to pass. */
const TIMEOUT_MS = 10_000;

/** An examination of the built-in server with a bend, and with some of its configuration changed; both end with the test. */
export async function examine(bend: Bend = {}, changes: Partial<ServerConfig> = {}, tls: ServerTarget['tls'] = 'none'): Promise<Examination> {
  const server = await startServer({ ...changes, bend: () => bend });
  const target: ServerTarget = {
    name: 'the built-in server',
    host: server.host,
    port: server.port,
    tls,
    verification: { insecure: true },
    accounts: [{ user: 'alice', password: 'wonderland' }],
    timeoutMs: TIMEOUT_MS,
    maxWaitMs: 0,
    segmentation: WHOLE,
    allowDelete: false,
  };
  const run = { target, survey: await survey(target), timestamps: new Map(), interrupted: undefined, running: new Set<never>() };
  const x = new Examination(run, '');
  onTestFinished(() => x.leave());
  return x;
}

/** The finding with which a verb stops the scenario. @throws where it does not stop it */
export async function stopOf(act: () => unknown): Promise<RawFinding> {
  try {
    await act();
  } catch (error) {
    if (error instanceof Stop) return error.finding;
    throw error;
  }
  throw new Error('the verb did not stop the scenario');
}

/** The kinds of what was found so far, observations left out, each once. */
export function kinds(x: Examination): string[] {
  return [...new Set(x.findings.map(({ kind }) => kind))].filter((kind) => kind !== 'observation').toSorted();
}

/** The scenario would pass: there is evidence, and nothing else. */
export function expectPass(x: Examination): void {
  expect(kinds(x)).toEqual(['evidence']);
}
