/** What becomes of a client when our own process ends; that one is compiled, as `npm test` does first. */

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';

const LAUNCHER = pathToFileURL(
  fileURLToPath(new URL('../../../dist/src/target/launch/command-launcher.js', import.meta.url)),
).href;

/** Launches a client that says where it is and who it is, in `$FILE`, and then does something. */
const PROGRAM = `
  import { existsSync } from 'node:fs';
  import { setTimeout as pause } from 'node:timers/promises';
  if (process.argv[2] === 'a signal that somebody else hears') process.once('SIGTERM', () => setTimeout(() => process.exit(7), 10));
  const { CommandLauncher } = await import(${JSON.stringify(LAUNCHER)});
  const [file, deed] = process.argv.slice(1);
  const words = ['sh', '-c', "trap '' TERM HUP; (echo $$; pwd) >" + file + '.part; mv ' + file + '.part ' + file + '; while :; do sleep 1; done'];
  const command = { words, env: [], files: [], stdin: undefined };
  const launcher = new CommandLauncher({ name: 'x', command, tls: 'none', limitMs: 60_000, cwd: '/', path: process.env.PATH });
  await launcher.launch({ host: 'localhost', port: 1, user: 'a', password: 'b', tls: 'none', ca: '', signal: new AbortController().signal });
  while (!existsSync(file)) await pause(5);
  if (deed === 'exit') process.exit(3);
  if (deed === 'throw') setTimeout(() => { throw new Error('a fault'); });
  if (deed.startsWith('SIG')) process.kill(process.pid, deed);
  if (deed === 'a signal that somebody else hears') process.kill(process.pid, 'SIGTERM');
`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

it.runIf(existsSync('/proc/self/stat')).each([
  ['exit', 3],
  ['throw', 1],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['a signal that somebody else hears', 7],
])('leaves nothing of it on %s', async (deed, status) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pop3spec-launch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'client');
  const words = ['--input-type=module', '-e', PROGRAM, file, deed];
  const ended = await new Promise<unknown>((resolve) => {
    execFile(process.execPath, words, { timeout: 60_000 }, (error) => resolve(error?.code));
  });
  expect(ended).toBe(status);
  const [pid, home] = readFileSync(file, 'utf8').split('\n');
  while (isAlive(Number(pid))) await pause(2); // the kernel takes its time
  expect(existsSync(path.dirname(home ?? ''))).toBe(false);
});
