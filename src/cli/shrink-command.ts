/** `pop3spec shrink`: the shortest recording that still shows what is wrong. */

import path from 'node:path';
import type { WrongAtClient } from '../shrink/wrong-client.ts';
import type { ToldOfServer, WrongAtServer } from '../shrink/wrong.ts';
import { shrinkAtServer, type Shrinking } from '../suite/shrink-at-server.ts';
import type { Role } from '../verdict/result.ts';
import { EXIT } from '../verdict/summary.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { clientSettingsOfFlags } from './client-settings.ts';
import { clientTarget } from './client-target.ts';
import { emit, emitPlan, requirementOf, requirementsOf, type Emission, type EmitPlan } from './emit.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import { exitStatus } from './client-values.ts';
import * as value from './option-values.ts';
import { version } from './package-info.ts';
import { recordingIn, refuseDeletion, replayTarget, type Recording } from './replay-target.ts';
import { judged } from './run-settings.ts';
import { claimOf, refuseUnsayable } from './shrink-claim.ts';
import type { ShrinkFlags } from './shrink-program.ts';
import { ShrinkProgress } from './shrink-progress.ts';
import { summaryOf } from './shrink-words.ts';

/** The default of --max-wait. */
const MAX_WAIT_MS = 10_000;

/**
 * Runs the command.
 * @param command how the client is started; empty where the peer is a server
 * @returns the exit status
 * @throws {UsageError} where it can't shrink as it was asked to
 */
export async function shrinkCommand(
  file: string,
  command: readonly string[],
  flags: ShrinkFlags,
  environment: Environment,
): Promise<number> {
  refuseContradictions(command, flags);
  const plan = await emitPlan(flags, flags.to === undefined ? 'client' : 'server');
  refuseUnsayable(plan, flags);
  const recording = await recordingIn(file);
  const job: Job = { file, recording, flags, environment, progress: new ShrinkProgress(environment) };
  try {
    const done = flags.to === undefined ? await atClient(job, command) : await atServer(job, flags.to);
    job.progress.close();
    const [fault] = environment.interruption.faults;
    if (fault !== undefined) throw fault;
    return await told(done, plan, job);
  } catch (error) {
    job.progress.close();
    // Not instanceof: the class of a client that can't be started comes with what starts it.
    const isUntestable = error instanceof ConnectionError || (error instanceof Error && error.name === 'Unstartable');
    if (!isUntestable) throw error;
    environment.say(error.message);
    return EXIT.untestable;
  }
}

/** What is to be done. */
interface Job {
  readonly file: string;
  readonly recording: Recording;
  readonly flags: ShrinkFlags;
  readonly environment: Environment;
  readonly progress: ShrinkProgress;
}

/** What came of it, and who the peer is. */
interface Done {
  readonly shrinking: Shrinking<WrongAtServer | WrongAtClient>;
  readonly peer: Emission['peer'];
}

/** The options that are for one of the two peers only. */
const OF_SERVERS = [
  ['--ca', 'ca'],
  ['--insecure', 'insecure'],
  ['--max-wait', 'maxWait'],
  ['--allow-delete', 'allowDelete'],
] as const;
const OF_CLIENTS = [
  ['--exit', 'exit'],
  ['--env', 'env'],
  ['--file', 'file'],
  ['--stdin', 'stdin'],
] as const;

function refuseContradictions(command: readonly string[], flags: ShrinkFlags): void {
  const isServer = flags.to !== undefined;
  if (isServer && command.length > 0) throw new UsageError('--to and a command are both given: shrink at one of them');
  if (!isServer && command.length === 0) {
    throw new UsageError('at whom? Give a server with --to SERVER, or write a client’s command behind "--"');
  }
  const stray = (isServer ? OF_CLIENTS : OF_SERVERS).find(([, name]) => flags[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`${stray[0]} is for a ${isServer ? 'client' : 'server'}`);
  const wrongs = [
    ['--fails', flags.fails],
    ['--differs', flags.differs],
    ['--hangs', flags.hangs],
    ['--exit', flags.exit],
  ].filter(([, given]) => given !== undefined);
  if (wrongs.length > 1) {
    throw new UsageError(
      `${wrongs.map(([option]) => option).join(' and ')} are given: one thing is looked for at a time`,
    );
  }
}

async function atServer({ file, recording, flags, environment, progress }: Job, to: string): Promise<Done> {
  const { conversation } = recording;
  const requirement = flags.fails === undefined ? undefined : await requirementOf('--fails', flags.fails, 'server');
  refuseDeletion(file, recording, flags.allowDelete);
  const target = await replayTarget(to, conversation, flags, environment);
  const shrinking = await shrinkAtServer({
    conversation: { ...conversation, underTls: target.underTls },
    target,
    told: toldOfServer(flags, requirement?.id),
    maxWaitMs: judged('--max-wait', value.waitingTime, flags.maxWait) ?? MAX_WAIT_MS,
    order: (await requirementsOf('server')).map(({ id }) => id),
    onProgress: progress.show,
    signal: environment.interruption.signal,
  });
  const { host, port, underTls } = target;
  return { shrinking, peer: { role: 'server', host, port, underTls } };
}

function toldOfServer({ differs, hangs }: ShrinkFlags, requirement: string | undefined): ToldOfServer | undefined {
  if (requirement !== undefined) return { kind: 'fails', requirement };
  if (hangs === true) return { kind: 'hangs' };
  return differs === true ? { kind: 'differs' } : undefined;
}

async function atClient({ recording, flags, environment, progress }: Job, command: readonly string[]): Promise<Done> {
  const { conversation } = recording;
  const requirement = flags.fails === undefined ? undefined : await requirementOf('--fails', flags.fails, 'client');
  const status = judged('--exit', exitStatus, flags.exit);
  const { user, password, passwordFile, tls, timeout, env, file, stdin } = flags;
  const given = Object.entries({ user, password, passwordFile, tls, timeout, env, file, stdin }).filter(
    ([, each]) => each !== undefined,
  );
  const settings = clientSettingsOfFlags(command, Object.fromEntries(given));
  const target = await clientTarget(settings, { variables: environment.variables, cwd: process.cwd() }, () =>
    Promise.reject(new Error('no client is built in here')),
  );
  environment.secrets.push(Buffer.from(target.password, 'utf8'));
  const { shrinkAtClient } = await import('../suite/shrink-at-client.ts');
  const shrinking = await shrinkAtClient({
    conversation,
    target,
    told:
      requirement !== undefined
        ? { kind: 'fails', requirement: requirement.id }
        : status !== undefined
          ? { kind: 'exit', status }
          : flags.hangs === true
            ? { kind: 'hangs' }
            : flags.differs === true
              ? { kind: 'differs' }
              : undefined,
    order: (await requirementsOf('client')).map(({ id }) => id),
    onProgress: progress.show,
    signal: environment.interruption.signal,
  });
  return { shrinking, peer: { role: 'client', words: command, tls: target.tls } };
}

/** Writes what was found, and says what it is. @returns the exit status */
async function told({ shrinking, peer }: Done, plan: EmitPlan, { file, environment }: Job): Promise<number> {
  const { interruption } = environment;
  if (shrinking.kind === 'nothing wrong') {
    environment.say(`nothing is wrong in ${file} as it is played here: there is nothing to shorten`);
    return interruption.status ?? EXIT.nothingJudged;
  }
  if (shrinking.kind === 'unsteady') {
    environment.say('played twice, it showed different things: what does not show each time can’t be shortened');
    return interruption.status ?? EXIT.broken;
  }
  const { wrong, isMinimal, isProved, failure } = shrinking;
  const summary = summaryOf(shrinking);
  const emission: Emission = {
    conversation: shrinking.conversation,
    claim: claimOf(shrinking),
    comments: [`shortened by pop3spec ${version()} from ${path.basename(file)}`, ...summary],
    name: `shortened from ${path.basename(file)}`,
    peer,
  };
  const unsaid = await emit(await withRequirement(plan, wrong, peer.role), emission, environment);
  // What was found is not lost for want of words.
  if (unsaid !== undefined) {
    const script = plan.file === undefined ? undefined : `${plan.file}.pop3`;
    await emit({ ...plan, kind: 'script', file: script }, emission, environment);
    environment.say(
      `--emit ${plan.kind}: ${unsaid}; the script is written${script === undefined ? '' : ` to ${script}`} instead`,
    );
  }
  for (const sentence of summary) environment.say(sentence);
  if (failure !== undefined) {
    if (!(failure instanceof ConnectionError)) throw failure;
    environment.say(failure.message);
    return EXIT.untestable;
  }
  if (unsaid !== undefined) return interruption.status ?? EXIT.usage;
  return interruption.status ?? (isMinimal && isProved ? EXIT.conforming : EXIT.broken);
}

/** A scenario is about the requirement that is broken, and about the user's where something else is wrong. */
async function withRequirement(plan: EmitPlan, wrong: WrongAtServer | WrongAtClient, role: Role): Promise<EmitPlan> {
  if (wrong.kind !== 'fails') return plan;
  return { ...plan, requirement: await requirementOf('--fails', wrong.requirement, role) };
}
