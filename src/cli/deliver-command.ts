/** Delivers a message by a command of the user's. */

import { spawn } from 'node:child_process';
import { octetsOf, latin1 } from '../protocol/octets.ts';
import type { Deliver } from '../target/target.ts';

/** How long a delivery may take, in milliseconds. */
const LIMIT_MS = 30_000;
/** How much of what the command prints is kept, in octets. */
const KEPT = 2_000;
/** How long a failed command's last words are waited for, where something else holds its output open. */
const LAST_WORDS_MS = 500;

/**
 * A delivery by a command, which is run without a shell. `{user}` in its words is replaced by the name of the mailbox; the
 * message stands on its standard input, with LF at the end of each line as mail delivery agents on Unix expect.
 * @param limitMs how long it may take
 * @returns what throws an Error that says what the command printed, where it can't be started, exits with anything but 0, or does
 *   not end in time (it is killed then)
 */
export function deliverBy([program, ...rest]: readonly [string, ...string[]], limitMs = LIMIT_MS): Deliver {
  return async (user, message) => {
    const fill = (word: string): string => word.replaceAll('{user}', () => user);
    await run(fill(program), rest.map(fill), withLf(message), limitMs);
  };
}

function withLf(message: Buffer): Buffer {
  return octetsOf(latin1(message).replaceAll('\r\n', '\n'));
}

function run(program: string, rest: readonly string[], input: Buffer, limitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { stdio: 'pipe' });
    let printed = '';
    let lastWords: NodeJS.Timeout | undefined;
    const finish = (failure?: string): void => {
      clearTimeout(limit);
      clearTimeout(lastWords);
      // What the command has left behind may hold these open; we wait for it no longer.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      if (failure === undefined) resolve();
      else reject(new Error(`${program} ${failure}${printed.trim() === '' ? '' : `: ${printed.trim()}`}`));
    };
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      finish(`did not end within ${limitMs / 1000} s`);
    }, limitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed = (printed + chunk.toString('utf8')).slice(-KEPT);
      });
      stream.on('error', () => undefined);
    }
    // A command that reads only the beginning of its input closes it: its exit status says whether that is well.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => finish(`could not be started (${error.message})`));
    child.on('exit', (status, signal) => {
      if (status === 0) return finish();
      const how = signal === null ? `exited with status ${status}` : `was ended by ${signal}`;
      child.on('close', () => finish(how));
      lastWords = setTimeout(() => finish(how), LAST_WORDS_MS);
    });
    child.stdin.end(input);
  });
}
