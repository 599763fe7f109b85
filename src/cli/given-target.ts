/** The server that the user names, made of the settings and the files that they speak of. */

import { readFile } from 'node:fs/promises';
import type { Account, ServerTarget } from '../target/target.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { parseAddress, portFor } from './address.ts';
import { deliverBy } from './deliver-command.ts';
import { reasonOf, UsageError } from './errors.ts';
import { password as judgePassword } from './option-values.ts';
import { judged, type RunSettings } from './run-settings.ts';
import { refuseOtherTls, type Settings } from './settings.ts';

/** The defaults of --timeout and --max-wait. */
const TIMEOUT_MS = 20_000;
const MAX_WAIT_MS = 10_000;

/** Where a password may stand so that nobody else reads it. */
export const PASSWORD_VARIABLE = 'POP3SPEC_PASSWORD';

/** What a target has whichever it is. */
export function pace(settings: RunSettings): Pick<ServerTarget, 'timeoutMs' | 'maxWaitMs' | 'segmentation'> {
  return {
    timeoutMs: settings.timeoutMs ?? TIMEOUT_MS,
    maxWaitMs: settings.maxWaitMs ?? MAX_WAIT_MS,
    segmentation: settings.segmentation ?? WHOLE,
  };
}

/**
 * The target at an address.
 * @param variable what the environment holds as {@link PASSWORD_VARIABLE}
 * @throws {UsageError} where something is missing, contradicts itself, or is in a file that can't be read
 */
export async function givenTarget(
  text: string,
  settings: Settings,
  variable: string | undefined,
): Promise<ServerTarget> {
  const address = parseAddress(text);
  if (address.implicitTls) refuseOtherTls(settings.tls);
  const tls = address.implicitTls ? 'implicit' : (settings.tls ?? 'none');
  const main = await mainAccount(settings, variable);
  const others = settings.accounts ?? [];
  refuseTwins([main, ...others]);
  return {
    name: text,
    host: address.host,
    port: portFor(address, tls),
    tls,
    verification: await verification(settings, tls),
    accounts: [main, ...others],
    ...pace(settings),
    allowDelete: settings.allowDelete ?? false,
    ...(settings.deliver === undefined ? {} : { deliver: deliverBy(settings.deliver) }),
  };
}

async function mainAccount(settings: Settings, variable: string | undefined): Promise<Account> {
  const { user } = settings;
  if (user === undefined) {
    throw new UsageError(
      'a server is tested with an account: give its --user NAME and --password-file FILE (nothing is deleted without --allow-delete)',
    );
  }
  return { user, password: await passwordOf(settings, user, variable) };
}

async function passwordOf(settings: Settings, user: string, variable: string | undefined): Promise<string> {
  const password = await givenPassword(settings, variable);
  if (password !== undefined) return password;
  throw new UsageError(
    `the password of ${user} is missing: give it by --password-file FILE, in the environment as ${PASSWORD_VARIABLE}, or by --password`,
  );
}

/**
 * The password that the user gives, from the first of its places that has one; undefined where none has.
 * @param variable what the environment holds as {@link PASSWORD_VARIABLE}
 * @throws {UsageError} where the file can't be read, or what stands there is no password
 */
export async function givenPassword(
  settings: Pick<RunSettings, 'password' | 'passwordFile'>,
  variable: string | undefined,
): Promise<string | undefined> {
  if (settings.password !== undefined) return settings.password;
  if (settings.passwordFile !== undefined) {
    const [line = ''] = (await textOf('--password-file', settings.passwordFile)).split(/\r?\n/, 1);
    return judged(`--password-file ${settings.passwordFile}`, judgePassword, line);
  }
  return judged(PASSWORD_VARIABLE, judgePassword, variable);
}

/** A requirement on two users is none on one user twice: its maildrop would be locked by ourselves. */
function refuseTwins(accounts: readonly Account[]): void {
  const twin = accounts.find(({ user }, index) => accounts.findIndex((other) => other.user === user) !== index);
  if (twin !== undefined) throw new UsageError(`the user ${twin.user} is given twice: --account is for further users`);
}

/** How the certificate of a server is verified. @throws {UsageError} */
export async function verification(
  { ca, insecure }: Pick<Settings, 'ca' | 'insecure'>,
  tls: ServerTarget['tls'],
): Promise<ServerTarget['verification']> {
  if (ca !== undefined && insecure === true)
    throw new UsageError('--ca and --insecure contradict each other: choose one');
  if (tls === 'none' && ca !== undefined) {
    throw new UsageError('--ca is for TLS: add --tls stls or --tls implicit, or write pop3s://');
  }
  return {
    ...(ca === undefined ? {} : { ca: await certificates(ca) }),
    ...(insecure === true ? { insecure } : {}),
  };
}

async function certificates(file: string): Promise<string> {
  const text = await textOf('--ca', file);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(`--ca: ${file} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)`);
}

/** What stands in a file that the user names. @throws {UsageError} where it can't be read */
export async function textOf(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: ${file} can't be read: ${reasonOf(error)}`);
  }
}
