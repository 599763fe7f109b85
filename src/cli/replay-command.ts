/** `pop3spec replay`: a recording played as the client, or as the server (replay-as-server.ts). */

import path from 'node:path';
import type { Claim } from '../emit/steps.ts';
import { octetsOf, visible } from '../protocol/octets.ts';
import { isSame, type Difference, type ReplayOutcome } from '../replay/outcome.ts';
import { replay } from '../replay/replay.ts';
import { writePattern } from '../script/pattern.ts';
import type { Conversation } from '../script/syntax.ts';
import { assembled, exchangesIn, partsOf } from '../shrink/parts.ts';
import { kindOf } from '../shrink/wrong.ts';
import { EXIT } from '../verdict/summary.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { emit, emitPlan, type Emission } from './emit.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import { version } from './package-info.ts';
import { replayAsServer } from './replay-as-server.ts';
import type { ReplayFlags } from './replay-program.ts';
import { recordingIn, refuseDeletion, replayTarget, type Recording } from './replay-target.ts';

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
  refuseStray(flags);
  if (flags.to === undefined) return await replayAsServer(file, flags, environment);
  const plan = flags.emit === undefined ? undefined : await emitPlan(flags, 'server');
  const recording = await recordingIn(file);
  const { conversation } = recording;
  refuseDeletion(file, recording, flags.allowDelete);
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
  // What is emitted is the output, where it goes to no file.
  const stream = plan !== undefined && plan.file === undefined ? environment.stderr : environment.stdout;
  for (const difference of outcome.differences)
    stream.write(`${environment.hidden(shown(difference, file, recording))}\n\n`);
  for (const remark of outcome.remarks) stream.write(`${environment.hidden(remark)}\n`);
  stream.write(`${summary(outcome)}\n`);
  if (plan !== undefined) {
    const { host, port, underTls } = target;
    const emission: Emission = {
      conversation,
      claim: claimOf(conversation, outcome),
      comments: [`replayed by pop3spec ${version()} from ${path.basename(file)}: ${summary(outcome)}`],
      name: `replayed from ${path.basename(file)}`,
      peer: { role: 'server', host, port, underTls },
    };
    const unsaid = await emit(plan, emission, environment);
    if (unsaid !== undefined) throw new UsageError(`--emit ${plan.kind}: ${unsaid}`);
  }
  return environment.interruption.status ?? (isSame(outcome) ? EXIT.conforming : EXIT.broken);
}

/** @throws {UsageError} where an option is for something that is not asked for */
function refuseStray({ emit: kind, output, requirement }: ReplayFlags): void {
  const stray = output !== undefined ? '--output' : requirement !== undefined ? '--requirement' : undefined;
  if (kind === undefined && stray !== undefined)
    throw new UsageError(`${stray} is for what is written: add --emit KIND`);
}

/** What a scenario claims: that the first answer of another kind than was recorded, else the first that differs, is the recorded one. */
function claimOf(conversation: Conversation, { differences }: ReplayOutcome): Claim | undefined {
  const otherKind = differences.find(({ recorded, came }) => kindOf(recorded) !== kindOf(came));
  const difference = otherKind ?? differences[0];
  if (difference === undefined) return undefined;
  const parts = partsOf(conversation);
  const { exchanges } = assembled(parts, conversation.underTls);
  const exchange = difference.turn === undefined ? undefined : exchanges[difference.turn];
  const at = exchange === undefined ? undefined : exchangesIn(parts).indexOf(exchange);
  return { kind: 'answer', at, came: difference.came };
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
