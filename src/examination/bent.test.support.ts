/** For the tests of the verbs: an examination of a server that is bent in one thing. */

import { onTestFinished } from 'vitest';
import type { Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { startServer } from '../server/testing.ts';
import { survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { Examination } from './examination.ts';
import { newRun } from './run.ts';
import { Stop, type RawFinding } from './stop.ts';

/** Long enough for any machine: no test waits for it to pass. */
const TIMEOUT_MS = 10_000;

/**
 * An examination of the built-in server, with some of its configuration changed, and bent once the survey is over.
 * Both end with the test.
 */
export async function examine(
  bend: Bend = {},
  changes: Partial<ServerConfig> = {},
  tls: ServerTarget['tls'] = 'none',
): Promise<Examination> {
  let surveyed = false;
  const server = await startServer({ ...changes, bend: () => (surveyed ? bend : {}) });
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
  const run = newRun(target, await survey(target));
  surveyed = true;
  const x = new Examination(run, '');
  onTestFinished(() => x.abort());
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

/** The kinds of what was found so far, observations left out, each once: only `evidence` where the scenario would pass. */
export function kinds(x: Pick<Examination, 'findings'>): string[] {
  return [...new Set(x.findings.map(({ kind }) => kind))].filter((kind) => kind !== 'observation').toSorted();
}
