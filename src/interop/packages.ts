/** Debian packages of the clients: installed where they are missing. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** How long an installation may take, and how long it may wait for another one to end, in milliseconds and in seconds. */
const INSTALL_LIMIT_MS = 300_000;
const LOCK_S = 240;

/** The installations of this process: one at a time, and each package once. */
const installations = new Map<string, Promise<string>>();
let last: Promise<unknown> = Promise.resolve();

/**
 * Sees to it that a package is there.
 * @returns its version
 * @throws {Error} with what apt-get printed where it can't be installed
 */
export function needPackage(name: string): Promise<string> {
  const known = installations.get(name);
  if (known !== undefined) return known;
  const installation = last.then(async () => (await versionOf(name)) ?? (await install(name)));
  installations.set(name, installation);
  last = installation.catch(() => undefined);
  return installation;
}

/** The version that is installed. */
async function versionOf(name: string): Promise<string | undefined> {
  try {
    const { stdout } = await execute('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Version}', name]);
    return /^installed (\S+)$/.exec(stdout)?.[1];
  } catch {
    return undefined; // dpkg-query knows no such package, or is not there
  }
}

async function install(name: string): Promise<string> {
  const options = ['-qq', '-y', '--no-install-recommends', '-o', `DPkg::Lock::Timeout=${LOCK_S}`];
  const aptGet = async (...words: readonly string[]): Promise<unknown> =>
    await execute('apt-get', [...options, ...words], {
      timeout: INSTALL_LIMIT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  try {
    // The lists of packages may be missing, or older than what the mirror has.
    await aptGet('install', name).catch(async () => {
      await aptGet('update');
      await aptGet('install', name);
    });
  } catch (error) {
    const printed = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`${name} can't be installed (that takes root on Debian): ${printed || String(error)}`, {
      cause: error,
    });
  }
  const version = await versionOf(name);
  if (version === undefined) throw new Error(`${name} is not there although apt-get has installed it`);
  return version;
}
