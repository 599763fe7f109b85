/** One subject: its server is started, the suite is run on it, and what the suite made of it is observed. */

import { readFile } from 'node:fs/promises';
import type { Requirement } from '../catalogue/requirement.ts';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import { scriptedConfig } from '../server/scripted.ts';
import { examineServer } from '../suite/examine-server.ts';
import { Untestable } from '../target/untestable.ts';
import type { ServerTarget } from '../target/target.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import { SubjectError, type Subject } from './subject.ts';
import { NOTHING_SEEN, observe, type Observation } from './trial.ts';

/** How long an answer may take, in milliseconds: everything is on this machine, and a fault may be silence. */
const TIMEOUT_MS = 1_500;
/** Enough for the LOGIN-DELAY of the built-in server's accounts, which is one second. */
const MAX_WAIT_MS = 3_000;

export interface ProofRun {
  readonly requirements: readonly Requirement[];
  /** The scenarios to run, as `uri:line`; all where undefined. */
  readonly selected: ReadonlySet<string> | undefined;
  readonly segmentation: Segmentation;
}

/** Runs the suite on a subject. */
export async function runSubject(subject: Subject, run: ProofRun): Promise<Observation> {
  const scripted = scriptedConfig(await readFile(subject.file, 'utf8'), await builtInConfig(), { file: subject.file });
  if (!scripted.ok) {
    const [first] = scripted.mistakes;
    throw new SubjectError(
      `${subject.file}:${first?.line}:${first?.column}: expected ${first?.expected}, came ${first?.came}`,
    );
  }
  const { config } = scripted;
  const mode = subject.tls === 'implicit' ? ('implicit' as const) : ('stls' as const);
  const server = await Pop3Server.start(
    config.tls === undefined ? config : { ...config, tls: { ...config.tls, mode } },
  );
  try {
    const { selected } = run;
    const result = await examineServer({
      target: targetOf(subject, server, config.accounts, run.segmentation),
      requirements: run.requirements,
      root: suiteRoot(),
      version: 'proof',
      strict: false,
      ...(selected === undefined ? {} : { selected }),
    });
    return observe(result, subject.owner, server.faults.map(String));
  } catch (error) {
    if (!(error instanceof Untestable)) throw error;
    return {
      ...NOTHING_SEEN,
      errors: [`the suite could not test it: ${error.message}`],
    };
  } finally {
    await server.close();
  }
}

function targetOf(
  subject: Subject,
  server: Pop3Server,
  accounts: ReadonlyArray<{ user: string; password: string }>,
  segmentation: Segmentation,
): ServerTarget {
  const [main, ...others] = accounts.map(({ user, password }) => ({ user, password }));
  if (main === undefined) throw new SubjectError(`${subject.file}: the server has no account`);
  return {
    name: subject.name,
    host: server.host,
    port: server.port,
    tls: subject.tls,
    verification: { insecure: true },
    accounts: [main, ...others],
    timeoutMs: TIMEOUT_MS,
    maxWaitMs: MAX_WAIT_MS,
    segmentation,
    allowDelete: true,
    deliver: async (user, message) => {
      server.deliver(user, message);
    },
  };
}
