/** `pop3spec replay`: a recording played as the server, or as the client. */

import { octetsOf, visible } from '../protocol/octets.ts';
import type { Credentials } from '../protocol/sasl.ts';
import { FILLED } from '../replay/credentials.ts';
import { ANYTHING, placeholdersIn } from '../replay/recorded.ts';
import { isSame, replay, type Difference, type ReplayOutcome, type ReplayTarget } from '../replay/replay.ts';
import { writePattern } from '../script/pattern.ts';
import { describeMistake, parseScript, type Places } from '../script/parse.ts';
import type { Conversation } from '../script/syntax.ts';
import { EXIT } from '../verdict/summary.ts';
import { ConnectionError } from '../wire/socket-waits.ts';
import { parseAddress, portFor } from './address.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './errors.ts';
import { givenPassword, PASSWORD_VARIABLE, textOf, verification } from './given-target.ts';
import * as value from './option-values.ts';
import type { ReplayFlags } from './replay-program.ts';
import { judged } from './run-settings.ts';
import { serveCommand } from './serve-command.ts';

/** The default of --timeout. */
const TIMEOUT_MS = 20_000;

/** Of a difference no more lines are shown. */
const MOST_LINES = 40;
/** And of a line no more octets. */
const MOST_OCTETS = 300;

/** A recording, read. */
export interface Recording {
  readonly conversation: Conversation;
  readonly places: Places;
}

/**
 * Runs the command.
 * @returns the exit status
 * @throws {UsageError} where it can't replay as it was asked to
 */
export async function replayCommand(file: string, flags: ReplayFlags, environment: Environment): Promise<number> {
  if (flags.to === undefined) return await asServer(file, flags, environment);
  const recording = await recordingIn(file);
  const { conversation } = recording;
  const target = await targetOf(flags.to, conversation, flags, environment);
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

/** A whole conversation from a file. @throws {UsageError} where it is none, or can't be read */
export async function recordingIn(file: string): Promise<Recording> {
  const parsed = parseScript(await textOf('the recording', file), file);
  if (!parsed.ok) throw new UsageError(parsed.mistakes.map(describeMistake).join('\n'));
  const { script, places } = parsed;
  if (script.kind === 'conversation') return { conversation: script, places };
  throw new UsageError(`${file} is no recording: it changes the answers of a correct server, for "pop3spec serve"`);
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
  const { conversation } = await recordingIn(file);
  const { host, port, cert, key, once, log, timing = false } = flags;
  const tls = flags.tls ?? (conversation.underTls ? 'implicit' : 'stls');
  const given = Object.entries({ host, port, cert, key, once, log }).filter(([, each]) => each !== undefined);
  return await serveCommand(file, { ...Object.fromEntries(given), tls }, environment, { timing });
}

async function targetOf(
  to: string,
  conversation: Conversation,
  flags: ReplayFlags,
  environment: Environment,
): Promise<ReplayTarget> {
  const address = parseAddress(to);
  const tls = judged('--tls', (text) => value.oneOf(['none', 'implicit'], text), flags.tls);
  if (address.implicitTls && tls === 'none') {
    throw new UsageError('pop3s:// is TLS from the first octet, which contradicts --tls none');
  }
  const mode = tls ?? (address.implicitTls || conversation.underTls ? 'implicit' : 'none');
  const ca = judged('--ca', value.path, flags.ca);
  const credentials = await credentialsFor(conversation, address.user, flags, environment);
  return {
    host: address.host,
    port: portFor(address, mode),
    underTls: mode === 'implicit',
    verification: await verification({ ca, insecure: flags.insecure }, 'stls'),
    ...(credentials === undefined ? {} : { credentials }),
    timeoutMs: judged('--timeout', value.positiveTime, flags.timeout) ?? TIMEOUT_MS,
    timing: flags.timing ?? false,
    signal: environment.interruption.signal,
  };
}

/** Who logs in, as far as the recording leaves it open. */
async function credentialsFor(
  conversation: Conversation,
  addressUser: string | undefined,
  flags: ReplayFlags,
  environment: Environment,
): Promise<Credentials | undefined> {
  const needed = placeholdersIn(conversation);
  const stranger = needed.find((name) => !FILLED.some((each) => each === name));
  if (stranger !== undefined) {
    const what = stranger === ANYTHING ? '"..."' : `{${stranger}}`;
    throw new UsageError(`the recording does not say what the client sends in place of ${what}: write it down there`);
  }
  const user = judged('--user', value.userName, flags.user ?? addressUser);
  const password = await givenPassword(
    {
      password: judged('--password', value.password, flags.password),
      passwordFile: judged('--password-file', value.path, flags.passwordFile),
    },
    environment.variables[PASSWORD_VARIABLE],
  );
  if (password !== undefined) environment.secrets.push(Buffer.from(password, 'utf8'));
  const needsPassword = needed.some((name) => name !== 'user');
  if (needed.length > 0 && user === undefined) {
    throw new UsageError(`the recording leaves open who logs in (${braced(needed)}): give --user NAME`);
  }
  if (needsPassword && password === undefined) {
    throw new UsageError(
      `the recording leaves the password open (${braced(needed)}): give --password-file FILE, ${PASSWORD_VARIABLE} or --password`,
    );
  }
  return user === undefined ? undefined : { user, password: password ?? '' };
}

function braced(names: readonly string[]): string {
  return names.map((name) => `{${name}}`).join(', ');
}

function summary({ answers, recorded, differences, remarks }: ReplayOutcome): string {
  const came = `${Math.min(answers, recorded)} of ${recorded} answers came`;
  if (differences.length === 0 && remarks.length === 0) return `the same: ${came}, all as they were recorded`;
  return `different: ${came}, ${differences.length === 0 ? 'each' : `all but ${differences.length}`} as recorded`;
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
