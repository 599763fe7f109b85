/** The command as a child process, and peers that are not what one hopes for. */

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import type { ServerConfig } from '../server/config.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import type { RunResult } from '../verdict/result.ts';

/** The compiled command: `npm test` compiles before it runs the tests. */
const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** No command of these tests takes so long, in milliseconds: one that does hangs. */
const LIMIT_MS = 60_000;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when the command has written something that matches. */
  readonly says: (pattern: RegExp) => Promise<void>;
  /** The same, and gives the match. @throws where the command ends without having written it */
  readonly finds: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** Starts `pop3spec` in a folder, with nothing of our own environment that it reads. */
export function start(
  words: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Running {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: folder,
    env: { PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
    for (const listener of listeners) listener();
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(limit);
      resolve({ status, stdout, stderr });
    });
  });
  const says = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (pattern.test(stdout + stderr)) resolve();
      };
      listeners.add(look);
      look();
    });
  return {
    ended,
    says,
    finds: async (pattern) => {
      await Promise.race([says(pattern), ended]);
      const found = pattern.exec(stdout + stderr);
      if (found === null) throw new Error(`ended without ${String(pattern)}: ${stdout}${stderr}`);
      return found;
    },
    kill: (signal) => child.kill(signal),
  };
}

/** A command that listens. */
export interface Listening {
  readonly port: number;
  readonly running: Running;
}

/** Starts a command that listens, until the end of the test at the latest. */
export async function listening(folder: string, ...words: readonly string[]): Promise<Listening> {
  const running = start(words, folder);
  onTestFinished(() => running.kill('SIGKILL'));
  const [, port] = await running.finds(/^listening on \S+?:(\d+)\b/m);
  return { port: Number(port), running };
}

/** A folder of the test's own, which goes with it. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `pop3spec` to its end. */
export async function run(
  words: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return await start(words, folder, variables).ended;
}

/** What a refused command says: one sentence on the standard error, fit to be read, and nothing else. @throws where it is not so */
export function sentenceOf({ status, stdout, stderr }: Ended, expected: number): string {
  expect({ status, stdout, stderr }).toEqual({ status: expected, stdout: '', stderr: expect.anything() });
  expect(stderr).toMatch(/^pop3spec: .*\n$/);
  expectFit(stderr);
  return stderr;
}

/** No stack trace, and no control character but the line feed. */
export function expectFit(text: string): void {
  expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
}

export interface Peer {
  readonly address: string;
  /** Listens no more, and ends every connection. */
  readonly stop: () => void;
}

/** A peer that does with each connection (counted from 1) what the test says. */
export async function peer(serve: (socket: Socket, connection: number) => void): Promise<Peer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    connections += 1;
    serve(socket, connections);
  });
  let connections = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(stop);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the peer does not listen');
  return { address: `127.0.0.1:${bound.port}`, stop };
}

/** Serves the simplest POP3 session, with an empty maildrop. @param refuse what else is answered */
export function serveSimply(socket: Socket, refuse: (line: string) => string = () => '-ERR no'): void {
  const answers: Readonly<Record<string, string>> = {
    USER: '+OK',
    PASS: '+OK',
    STAT: '+OK 0 0',
    LIST: '+OK\r\n.',
    UIDL: '+OK\r\n.',
    NOOP: '+OK',
    QUIT: '+OK',
  };
  socket.write('+OK ready\r\n');
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const keyword = line.split(' ', 1)[0]?.toUpperCase() ?? '';
      socket.write(`${answers[keyword] ?? refuse(line)}\r\n`);
      if (keyword === 'QUIT') socket.end();
    }
  });
}

/** What a script says but for its comments. */
export function withoutComments(script: string): string {
  return script.replaceAll(/^(?:#.*)?\n/gm, '');
}

/** An account for peers that take any. */
export const ANYBODY = ['--user', 'alice', '--password', 'wonderland-17'];

/** For peers that let us wait: nothing depends on how much time they are given. */
export const IMPATIENT = [...ANYBODY, '--timeout', '1'];

/** The built-in server, listening. @returns its address */
export async function builtInServer(changes: Partial<ServerConfig> = {}): Promise<string> {
  const started = await Pop3Server.start({ ...(await builtInConfig()), ...changes });
  onTestFinished(async () => await started.close());
  return `127.0.0.1:${started.port}`;
}

/** The result of a run that wrote its reports in a folder. */
export async function resultIn(folder: string): Promise<RunResult> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the file was written by the same version
  return JSON.parse(await readFile(path.join(folder, 'reports', 'result.json'), 'utf8')) as RunResult;
}

/** Every file below a folder, as one text. */
export async function everything(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}
