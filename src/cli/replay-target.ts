/** A recording that the user names, and the server that it is to be played at. */

import type { Credentials } from '../protocol/sasl.ts';
import { FILLED } from '../replay/credentials.ts';
import { firstDeletion } from '../replay/deletions.ts';
import type { ReplayTarget } from '../replay/outcome.ts';
import { ANYTHING, placeholdersIn } from '../replay/recorded.ts';
import { describeMistake, parseScript, type Places } from '../script/parse.ts';
import type { Conversation } from '../script/syntax.ts';
import { parseAddress, portFor } from './address.ts';
import type { Environment } from './environment.ts';
import { noRecording, UsageError } from './errors.ts';
import { givenPassword, PASSWORD_VARIABLE, textOf, verification } from './given-target.ts';
import * as value from './option-values.ts';
import { judged } from './run-settings.ts';

/** The default of --timeout. */
const TIMEOUT_MS = 20_000;

/** What says how a server is reached, and who logs in; what was not given is undefined. */
export interface TargetFlags {
  readonly timing?: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly tls?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly timeout?: string;
}

/** A recording, read. */
export interface Recording {
  readonly conversation: Conversation;
  readonly places: Places;
}

/** A whole conversation from a file. @throws {UsageError} where it is none, or can't be read */
export async function recordingIn(file: string): Promise<Recording> {
  const parsed = parseScript(await textOf('the recording', file), file);
  if (!parsed.ok) throw new UsageError(parsed.mistakes.map(describeMistake).join('\n'));
  const { script, places } = parsed;
  if (script.kind === 'conversation') return { conversation: script, places };
  throw noRecording(file);
}

/**
 * A recording that deletes messages deletes others where it is played again.
 * @throws {UsageError} where it does, and nobody permits it
 */
export function refuseDeletion(file: string, { conversation, places }: Recording, isAllowed = false): void {
  const deleting = isAllowed ? undefined : firstDeletion(conversation);
  if (deleting === undefined) return;
  throw new UsageError(
    `${file}:${places.get(deleting) ?? 1}: the recording deletes a message, and would do so again: --allow-delete permits it`,
  );
}

/**
 * The server at an address, and who logs in there as far as the recording leaves it open.
 * @throws {UsageError} where something is missing, or contradicts itself
 */
export async function replayTarget(
  to: string,
  conversation: Conversation,
  flags: TargetFlags,
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
  flags: TargetFlags,
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
