/** `pop3spec replay`: a recording played as the server, or as the client. */

import { octetsOf, visible } from '../protocol/octets.ts';
import { isSame, type Difference, type ReplayOutcome } from '../replay/outcome.ts';
import { replay } from '../replay/replay.ts';
import { writePattern } from '../script/pattern.ts';
import { EXIT } from '../verdict/summary.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import type { ReplayFlags } from './replay-program.ts';
import { recordingIn, replayTarget, type Recording } from './replay-target.ts';
import { serveCommand } from './serve-command.ts';

/** Of a difference no more lines are shown. */
const MOST_LINES = 40;
/** And of a line no more octets. */
const MOST_OCTETS = 300;

/**
 * Runs the command.
 * @returns the exit status
 * @throws {UsageError} where it can't replay as it was asked to
 */
export async function replayCommand(file: string, flags: ReplayFlags, environment: Environment): Promise<number> {
  if (flags.to === undefined) return await asServer(file, flags, environment);
  const recording = await recordingIn(file);
  const { conversation } = recording;
  const target = await replayTarget(flags.to, conversation, flags, environment);
  let outcome: ReplayOutcome;
  try {
    outcome = await replay(conversation, target);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    environment.say(error.message);
    return EXIT.untestable;
  }
  const [fault] = environment.interruption.faults;
  if (fault !== undefined) throw fault;
  environment.secrets.push(...outcome.secrets);
  for (const difference of outcome.differences)
    environment.stdout.write(`${environment.hidden(shown(difference, file, recording))}\n\n`);
  for (const remark of outcome.remarks) environment.stdout.write(`${environment.hidden(remark)}\n`);
  environment.stdout.write(`${summary(outcome)}\n`);
  return environment.interruption.status ?? (isSame(outcome) ? EXIT.conforming : EXIT.broken);
}

async function asServer(file: string, flags: ReplayFlags, environment: Environment): Promise<number> {
  for (const [option, given] of Object.entries({
    '--user': flags.user,
    '--password': flags.password,
    '--password-file': flags.passwordFile,
    '--ca': flags.ca,
    '--insecure': flags.insecure,
    '--timeout': flags.timeout,
  })) {
    if (given !== undefined) throw new UsageError(`${option} is for the client's side: add --to SERVER`);
  }
  const { host, port, cert, key, once, log, timing = false } = flags;
  // A recording that begins with TLS says so itself, and is read once: it may be long.
  const tls = flags.tls ?? 'stls';
  const given = Object.entries({ host, port, cert, key, once, log }).filter(([, each]) => each !== undefined);
  return await serveCommand(file, { ...Object.fromEntries(given), tls }, environment, { timing });
}

function summary({ answers, recorded, differences, remarks, overlooked }: ReplayOutcome): string {
  const came = `${Math.min(answers, recorded)} of ${recorded} answers came`;
  const but = notCompared(overlooked);
  if (differences.length === 0 && remarks.length === 0) return `the same: ${came}, all as they were recorded${but}`;
  return `different: ${came}, ${differences.length === 0 ? 'each' : `all but ${differences.length}`} as recorded${but}`;
}

/** What was taken for the same without being it to the octet. */
function notCompared({ timestamp, challenge, hidden }: ReplayOutcome['overlooked']): string {
  const parts = [
    ...(timestamp > 0 ? ['the timestamp of the greeting'] : []),
    ...(challenge > 0 ? [challenge === 1 ? 'a SASL challenge' : `${challenge} SASL challenges`] : []),
    ...(hidden > 0 ? [`what the recording hides in ${hidden === 1 ? 'a line' : `${hidden} lines`}`] : []),
  ];
  return parts.length === 0 ? '' : `; not compared: ${parts.join(', ')}`;
}

/** A difference as a diff: what was recorded behind "-", what came behind "+". */
function shown({ turn, lines }: Difference, file: string, { conversation, places }: Recording): string {
  const at = turn === undefined ? undefined : conversation.turns[turn];
  const where =
    at === undefined ? `${file}: the greeting` : `${file}:${places.get(at) ?? 1}: C: ${writePattern(at.client)}`;
  const signs = { same: ' ', missing: '-', added: '+' };
  const body = lines
    .slice(0, MOST_LINES)
    .map(({ kind, text }) => `${signs[kind]} ${visible(octetsOf(text), MOST_OCTETS)}`);
  const more = lines.length > MOST_LINES ? [`  and ${lines.length - MOST_LINES} lines more`] : [];
  return [where, ...body, ...more].join('\n');
}
