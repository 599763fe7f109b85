/** A server that is a subject: it is started here, and the suite drives it. */

import { readFile } from 'node:fs/promises';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import type { ServerConfig } from '../server/config.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import { scriptedConfig } from '../server/scripted.ts';
import { examineServer, type ServerExamination } from '../suite/examine-server.ts';
import { survey, type Survey } from '../target/survey.ts';
import { Untestable } from '../target/untestable.ts';
import type { ServerTarget } from '../target/target.ts';
import type { RunResult } from '../verdict/result.ts';
import type { Segmentation } from '../wire/segmentation.ts';
import type { ProofRun } from './run-subject.ts';
import { SubjectError, type ServerSubject } from './subject.ts';
import { NOTHING_SEEN, observe, type Observation } from './trial.ts';

/** How long an answer may take, in milliseconds: everything is on this machine, and a fault may be silence. */
const TIMEOUT_MS = 1_500;
/** Enough for the LOGIN-DELAY of the built-in server's accounts, which is one second. */
const MAX_WAIT_MS = 3_000;

let base: Promise<ServerConfig> | undefined;

/** The correct server, which scripts change: made once, since a certificate takes longer than some runs. */
export async function correctServer(): Promise<ServerConfig> {
  base ??= builtInConfig();
  return await base;
}

/** Who is told of a run while it goes on. */
export interface Listeners extends Pick<ServerExamination, 'onMessage' | 'onScenario' | 'onSurvey'> {
  /** A message is delivered to the server. */
  readonly onDelivery?: (user: string, message: Buffer) => void;
}

/** Runs the suite on a server. */
export async function runServer(subject: ServerSubject, run: ProofRun): Promise<Observation> {
  const config = await configOf(subject);
  try {
    const { result, faults } = await examineConfigured(config, subject, run);
    return observe(result, subject.owner, faults);
  } catch (error) {
    if (!(error instanceof Untestable)) throw error;
    return {
      ...NOTHING_SEEN,
      errors: [`the suite could not test it: ${error.message}`],
    };
  }
}

/** @throws {SubjectError} where the script has mistakes */
async function configOf({ file }: ServerSubject): Promise<ServerConfig> {
  const scripted = scriptedConfig(await readFile(file, 'utf8'), await correctServer(), { file });
  if (scripted.ok) return scripted.config;
  const [first] = scripted.mistakes;
  throw new SubjectError(`${file}:${first?.line}:${first?.column}: expected ${first?.expected}, came ${first?.came}`);
}

/**
 * Takes a server through the suite.
 * @param subject what the suite is told of it
 * @returns the result, and what went wrong in the server itself
 * @throws {Untestable} where it can't be tested
 */
export async function examineConfigured(
  config: ServerConfig,
  subject: ServerSubject,
  { requirements, selected, segmentation }: ProofRun,
  { onDelivery, ...listeners }: Listeners = {},
): Promise<{ result: RunResult; faults: string[] }> {
  return await served(config, subject, async (server) => {
    const result = await examineServer({
      target: targetOf(subject, server, config.accounts, segmentation, onDelivery),
      requirements,
      root: suiteRoot(),
      version: 'proof',
      strict: false,
      ...(selected === undefined ? {} : { selected }),
      ...listeners,
    });
    return { result, faults: server.faults.map(String) };
  });
}

/**
 * Surveys a server, and no more.
 * @throws {Untestable} where it can't be tested
 */
export async function surveyServerSubject(subject: ServerSubject, segmentation: Segmentation): Promise<Survey> {
  const config = await configOf(subject);
  return await served(config, subject, (server) => survey(targetOf(subject, server, config.accounts, segmentation)));
}

/** Does something with a server, of which nothing is left. */
async function served<Outcome>(
  config: ServerConfig,
  { tls }: ServerSubject,
  use: (server: Pop3Server) => Promise<Outcome>,
): Promise<Outcome> {
  const mode = tls === 'implicit' ? ('implicit' as const) : ('stls' as const);
  const server = await Pop3Server.start(
    config.tls === undefined ? config : { ...config, tls: { ...config.tls, mode } },
  );
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

function targetOf(
  subject: ServerSubject,
  server: Pop3Server,
  accounts: ReadonlyArray<{ user: string; password: string }>,
  segmentation: Segmentation,
  onDelivery?: Listeners['onDelivery'],
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
    maxWaitMs: subject.maxWait === undefined ? MAX_WAIT_MS : 1_000 * subject.maxWait,
    segmentation,
    allowDelete: true,
    deliver: async (user, message) => {
      server.deliver(user, message);
      onDelivery?.(user, message);
    },
  };
}
