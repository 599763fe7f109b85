/** Runs the suite against one real client in one segmentation, and sees to it that nothing of the client is left. */

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { version } from '../cli/package-info.ts';
import { examineClient } from '../suite/examine-client.ts';
import type { ClientTarget } from '../target/client-target.ts';
import { CommandLauncher } from '../target/launch/command-launcher.ts';
import { procFile, procNumbers } from '../target/launch/process-table.ts';
import { clientName, type Client } from './clients.ts';
import { finished, segmentationOf, type PeerRun, type Suite } from './examining.ts';
import { needPackage } from './packages.ts';

/** How long one launch may take, in milliseconds: longer than the clients wait for a server. */
const TIMEOUT_MS = 20_000;
/** The longest that a scenario waits out a timer, in milliseconds. */
const MAX_WAIT_MS = 10_000;
/** How long an examination that was told to end may take to do so, in milliseconds. */
const GRACE_MS = 2 * TIMEOUT_MS;

/** The variable by which the processes of a run are known. */
const RUN = 'POP3SPEC_INTEROP_RUN';

/**
 * Examines a client with one segmentation of our octets. Its package is installed where it is missing.
 * @param segmentation as `parseSegmentation` reads it
 * @throws {Error} where the client can't be installed or tested, the harness has a fault, the run takes too long, or a
 * process of the client outlives it
 */
export async function examineRealClient(client: Client, segmentation: string, suite: Suite): Promise<PeerRun> {
  const packaged = await needPackage(client.package);
  const run = randomUUID();
  const result = await finished(suite.signal, GRACE_MS, (signal) =>
    examineClient({
      target: targetOf(client, segmentation, suite.root, run),
      requirements: suite.requirements.client,
      root: suite.root,
      version: version(),
      strict: false,
      signal,
    }),
  );
  const left = programsWith(`${RUN}=${run}`);
  if (left.length > 0) throw new Error(`these outlive the run: ${left.join(', ')}`);
  return { result, version: packaged };
}

function targetOf(client: Client, segmentation: string, root: string, run: string): ClientTarget {
  const { command, tls } = client;
  return {
    launcher: new CommandLauncher({
      name: clientName(client),
      command: { ...command, env: [...command.env, { name: RUN, template: run }] },
      tls,
      limitMs: TIMEOUT_MS,
      cwd: path.join(root, 'src/interop/clients'),
      path: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    }),
    tls,
    user: 'alice',
    password: 'wonderland',
    timeoutMs: TIMEOUT_MS,
    maxWaitMs: MAX_WAIT_MS,
    segmentation: segmentationOf(segmentation),
    temporaryExits: [],
  };
}

/** The processes with that in their environment, by their command lines. */
function programsWith(variable: string): string[] {
  return procNumbers()
    .filter((pid) => procFile(`${pid}/environ`)?.split('\0').includes(variable))
    .map((pid) => `${procFile(`${pid}/cmdline`)?.replaceAll('\0', ' ').trim()} (${pid})`);
}
