/** Packets of a session, caught by tcpdump where it and tshark are installed. */

import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { start } from './running.ts';

const execute = promisify(execFile);

/** Between two looks at the file, in milliseconds, and how many show that nothing more comes. */
const LOOK_MS = 100;
const LOOKS = 3;

/** Whether packets can be caught and read here. */
export async function canCapture(): Promise<boolean> {
  try {
    for (const program of ['tcpdump', 'tshark']) await execute(program, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Catches what goes to a port of loopback and comes from it.
 * @returns undefined where it can't be caught, or not be read afterwards
 */
export async function capturing(
  port: number,
  file: string,
  signal: AbortSignal,
): Promise<{ stop: () => Promise<void> } | undefined> {
  if (!(await canCapture())) return undefined;
  const options = ['-i', 'lo', '-s', '0', '-U', '--immediate-mode', '-Z', 'root', '-w', file];
  const running = start(['tcpdump', ...options, `tcp port ${port}`], path.dirname(file), signal);
  await running.finds(/listening on/);
  return {
    stop: async () => {
      // What the kernel still has of it comes in the next moments.
      for (let size = -1, quiet = 0; quiet < LOOKS; await wait(LOOK_MS)) {
        const now = (await stat(file)).size;
        quiet = now === size ? quiet + 1 : 0;
        size = now;
      }
      running.kill('SIGINT');
      await running.ended;
    },
  };
}
