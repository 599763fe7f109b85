/** Programs that a session needs beside its client: `pop3spec` itself, as a user starts it, and tcpdump. */

import { spawn } from 'node:child_process';

export interface Ended {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** The first match in what it prints. @throws {Error} with what it printed where it ends without one */
  readonly finds: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Nothing of a session takes so long, in milliseconds. */
const LIMIT_MS = 120_000;

/**
 * Starts a program.
 * @param signal ends it at once
 * @param variables of its environment, beside PATH
 */
export function start(
  words: readonly [string, ...string[]],
  folder: string,
  signal: AbortSignal,
  variables: Readonly<Record<string, string>> = {},
): Running {
  const [program, ...args] = words;
  const child = spawn(program, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
    signal,
  });
  const printed = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    // A program that is not there says so here, and is closed as well.
    child.on('error', (error) => {
      printed.stderr += `${error.message}\n`;
    });
    child.on('close', (status) => resolve({ status, ...printed }));
  });
  return {
    ended,
    kill: (name) => void child.kill(name),
    finds: async (pattern) =>
      await new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(printed.stdout) ?? pattern.exec(printed.stderr);
          if (found !== null) resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() =>
          reject(new Error(`${words.slice(0, 3).join(' ')} ended: ${printed.stdout}${printed.stderr}`.trim())),
        );
      }),
  };
}

/** Starts `pop3spec`. @param root the folder of the suite */
export function pop3spec(
  root: string,
  words: readonly string[],
  folder: string,
  signal: AbortSignal,
  variables?: Readonly<Record<string, string>>,
): Running {
  return start([process.execPath, `${root}/dist/src/cli/main.js`, ...words], folder, signal, variables);
}

/** The port on which a command of ours says that it listens. */
export async function portOf(running: Running): Promise<number> {
  const [, port] = await running.finds(/^listening on 127\.0\.0\.1:(\d+)/m);
  return Number(port);
}
