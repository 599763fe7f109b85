/** Small programs as clients, and where they are told to go. */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Errand } from '../client.ts';
import { CommandLauncher, type CommandLauncherOptions } from './command-launcher.ts';
import type { RunningCommand } from './running-command.ts';

export const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

export function errand(changes: Partial<Errand> = {}): Errand {
  return {
    host: 'localhost',
    port: 8110,
    user: 'alice',
    password: 'wonderland',
    tls: 'none',
    ca: CERTIFICATE,
    signal: new AbortController().signal,
    ...changes,
  };
}

export type Wishes = Partial<CommandLauncherOptions['command']> &
  Partial<Pick<CommandLauncherOptions, 'limitMs' | 'cwd'>>;

/** Launches a program; nothing of it outlives the test. */
export async function launched(
  words: readonly [string, ...string[]],
  { limitMs = 20_000, cwd = process.cwd(), ...command }: Wishes = {},
  told: Partial<Errand> = {},
): Promise<RunningCommand> {
  const launcher = new CommandLauncher({
    name: words.join(' '),
    command: { words, env: [], files: [], stdin: undefined, ...command },
    tls: 'none',
    limitMs,
    cwd,
    path: process.env['PATH'] ?? '',
  });
  const client = await launcher.launch(errand(told));
  onTestFinished(() => client.end());
  return client;
}

/** Launches a program of node. */
export function node(source: string, wishes: Wishes = {}, told: Partial<Errand> = {}): Promise<RunningCommand> {
  return launched([process.execPath, '-e', source], wishes, told);
}

/** A client that is a script for a shell. */
export interface ShellClient extends RunningCommand {
  /** Waits until the script has made the file $READY. */
  ready(): Promise<void>;
  /** The processes that live and have $TOKEN in their environment or in their command line. */
  left(): number[];
}

/** Launches a script for a shell, with variables READY and TOKEN. */
export async function shell(script: string, wishes: Wishes = {}): Promise<ShellClient> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pop3spec-launch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ready = path.join(folder, 'ready');
  const token = `token-${randomUUID()}`;
  const env = [
    { name: 'READY', template: ready },
    { name: 'TOKEN', template: token },
  ];
  const client = await launched(['sh', '-c', script], { ...wishes, env });
  return Object.assign(client, {
    ready: async () => {
      while (!existsSync(ready)) await pause(2);
    },
    left: () =>
      processes().filter((pid) => [read(pid, 'environ'), read(pid, 'cmdline')].some((text) => text.includes(token))),
  });
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
