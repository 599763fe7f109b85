/** What the tests of the verbs on AUTH share: an examination of a built-in server that is bent in one place. */

import { onTestFinished } from 'vitest';
import type { Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { defaults, startServer } from '../server/testing.ts';
import { survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { Examination } from './examination.ts';
import { newRun } from './run.ts';
import { Stop, type RawFinding } from './stop.ts';

/** Every mechanism in the clear, so that no test needs TLS; alice and bob with mail that tells them apart. */
async function open(): Promise<Partial<ServerConfig>> {
  const { accounts } = await defaults();
  return {
    accounts: accounts.map((account) => ({ ...account, messages: [Buffer.from(`Subject: ${account.user}\r\n\r\n`)] })),
    inTheClear: { mechanisms: ['PLAIN', 'CRAM-MD5', 'SCRAM-SHA-256'], password: true },
  };
}

export interface Circumstances {
  readonly changes?: Partial<ServerConfig>;
  readonly timeoutMs?: number;
  /** Whether the survey meets the bend already. */
  readonly fromTheStart?: boolean;
}

/** An examination of a server that is correct but for its bend, after a survey in which it was correct. */
export async function examining(
  bend: Bend = {},
  { changes = {}, timeoutMs = 10_000, fromTheStart = false }: Circumstances = {},
): Promise<Examination> {
  let surveyed = fromTheStart;
  const server = await startServer({ ...(await open()), ...changes, bend: () => (surveyed ? bend : {}) });
  const target: ServerTarget = {
    name: 'a server of the test',
    host: server.host,
    port: server.port,
    tls: 'none',
    verification: { insecure: true },
    accounts: [
      { user: 'alice', password: 'wonderland' },
      { user: 'bob', password: 'builder' },
    ],
    timeoutMs,
    maxWaitMs: 5_000,
    segmentation: WHOLE,
    allowDelete: true,
  };
  const run = newRun(target, await survey(target));
  surveyed = true;
  const examination = new Examination(run, '5034-4-S1');
  // A server that is out of step would let an orderly farewell wait.
  onTestFinished(() => examination.abort());
  return examination;
}

/** The kinds of what an examination found so far, and of what ends it. */
export async function findingsOf(x: Examination, judge: () => unknown): Promise<RawFinding['kind'][]> {
  const before = x.findings.length;
  try {
    await judge();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    x.findings.push(error.finding);
  }
  return x.findings.slice(before).map(({ kind }) => kind);
}
