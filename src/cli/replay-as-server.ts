/** `pop3spec replay` as the server: the recorded one, for a client; and what the client does there, written down. */

import path from 'node:path';
import { withoutPauses } from '../script/pauses.ts';
import { brokenByClient } from '../suite/judge-heard.ts';
import { Transcript } from '../wire/transcript.ts';
import { emit, emitPlan, requirementsOf, type Emission, type EmitPlan } from './emit.ts';
import { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import { version } from './package-info.ts';
import type { ReplayFlags } from './replay-program.ts';
import { recordingIn } from './replay-target.ts';
import { serveCommand } from './serve-command.ts';

/**
 * Runs the command until it is interrupted, or with `--once` until the first connection has ended.
 * @returns the exit status
 * @throws {UsageError} where it can't replay as it was asked to, or what is to be written can't be
 */
export async function replayAsServer(file: string, flags: ReplayFlags, environment: Environment): Promise<number> {
  for (const [option, given] of Object.entries({
    '--user': flags.user,
    '--password': flags.password,
    '--password-file': flags.passwordFile,
    '--ca': flags.ca,
    '--insecure': flags.insecure,
    '--timeout': flags.timeout,
    '--allow-delete': flags.allowDelete,
  })) {
    if (given !== undefined) throw new UsageError(`${option} is for the client's side: add --to SERVER`);
  }
  if (flags.emit === undefined) return await serve(file, flags, environment);
  const plan = await emitPlan(flags, 'client');
  if (plan.kind === 'shell') {
    throw new UsageError('--emit shell: nobody tells here how the client is started; "pop3spec shrink" is told');
  }
  const { conversation } = await recordingIn(file);
  const transcript = new Transcript();
  // What is emitted is the output, where it goes to no file; and the server's own accounts are no secrets in it.
  const { variables, stdout, stderr, interruption } = environment;
  const ofServer = new Environment(variables, plan.file === undefined ? stderr : stdout, stderr, interruption);
  const status = await serve(file, flags, ofServer, transcript);
  const { requirement, claim } = await heard(plan, transcript);
  const emission: Emission = {
    conversation: flags.timing === true ? conversation : withoutPauses(conversation),
    claim,
    comments: [
      `replayed by pop3spec ${version()} from ${path.basename(file)}, as the server${claim?.kind === 'rule' ? `: the client breaks ${requirement?.id}` : ''}`,
    ],
    name: `replayed from ${path.basename(file)}`,
    peer: { role: 'client', words: [], tls: 'none' },
  };
  const unsaid = await emit({ ...plan, requirement }, emission, environment);
  if (unsaid !== undefined) throw new UsageError(`--emit ${plan.kind}: ${unsaid}`);
  return status;
}

async function serve(
  file: string,
  { host, port, cert, key, once, log, tls = 'stls', timing = false }: ReplayFlags,
  environment: Environment,
  transcript?: Transcript,
): Promise<number> {
  const given = Object.entries({ host, port, cert, key, once, log }).filter(([, each]) => each !== undefined);
  const manner = { timing, ...(transcript === undefined ? {} : { transcript }) };
  // A recording that begins with TLS says so itself.
  return await serveCommand(file, { ...Object.fromEntries(given), tls }, environment, manner);
}

/** What a scenario is about: the requirement of the user's, or the first, that the clients which came were heard to break. */
async function heard(
  { requirement }: EmitPlan,
  { entries }: Transcript,
): Promise<Pick<EmitPlan, 'requirement'> & Pick<Emission, 'claim'>> {
  // Nobody knows the password, nor whether TLS was wanted.
  const broken = brokenByClient(entries, { password: undefined, wantsTls: false });
  if (requirement !== undefined) {
    const reason = `no client was heard to break ${requirement.id} here: one that does has to come before the end`;
    return { requirement, claim: broken.has(requirement.id) ? { kind: 'rule' } : { kind: 'unsayable', reason } };
  }
  const first = (await requirementsOf('client')).find(({ id }) => broken.get(id) === 'fail');
  const reason = 'no client was heard to break a requirement here: one that does has to come before the end';
  return { requirement: first, claim: first === undefined ? { kind: 'unsayable', reason } : { kind: 'rule' } };
}
