/** Starts and stops a real server by its script. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Peer } from './peers.ts';

const execute = promisify(execFile);

/** How long a start may take: the first one of a server installs its packages. In milliseconds. */
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 30_000;

export interface RunningPeer {
  /** Where the sessions go: the port of implicit TLS where the peer is reached so. */
  readonly port: number;
  /** The version of its Debian package. */
  readonly version: string;
  /** The certificate of its authority, in PEM; undefined without TLS. */
  readonly ca: string | undefined;
  /** Its state directory; its mail is in `mail`. */
  readonly state: string;
  /** Ends it and removes its state directory. @throws {Error} where the script says that it can't */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a peer on a free port of loopback.
 * @param scripts the folder of the scripts
 * @param state a directory of its own, which does not exist yet
 * @throws {Error} with what the script printed where it can't be started
 */
export async function startPeer(peer: Peer, scripts: string, state: string): Promise<RunningPeer> {
  const script = path.join(scripts, `${peer.server}.sh`);
  const port = await freePort();
  const stop = async (): Promise<void> => {
    await run(script, ['stop', state], STOP_LIMIT_MS);
  };
  try {
    const printed = await run(script, ['start', `${port}`, state, peer.variant], START_LIMIT_MS);
    const { version = 'unknown', pop3s, ca } = readyLine(printed);
    return {
      port: peer.tls === 'implicit' ? Number(pop3s) : port,
      version,
      ca: ca === undefined ? undefined : await readFile(ca, 'utf8'),
      state,
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined); // the first failure is the one to tell of
    throw error;
  }
}

/** What the ready line says as `key=value`. @throws {Error} where there is none */
export function readyLine(printed: string): Partial<Record<string, string>> {
  const line = printed.split('\n').find((each) => each.startsWith('ready '));
  if (line === undefined) throw new Error(`the script did not say that the server is ready: ${printed.trim()}`);
  const pairs = line.split(' ').map((word) => /^([a-z0-9]+)=(.*)$/.exec(word));
  return Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? '']])));
}

async function run(script: string, words: readonly string[], limitMs: number): Promise<string> {
  try {
    const { stdout } = await execute(script, words, { timeout: limitMs, killSignal: 'SIGKILL' });
    return stdout;
  } catch (error) {
    const printed = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`${path.basename(script)} ${words[0]} failed: ${printed === '' ? String(error) : printed}`, {
      cause: error,
    });
  }
}

/** How many pairs of ports are tried. */
const ATTEMPTS = 20;

/** A port that is free on loopback, with the one behind it, where the scripts put implicit TLS. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = await listen(0);
    const port = portOf(first);
    const second = port === undefined ? undefined : await listen(port + 1).catch(() => undefined);
    await close(first);
    if (port === undefined || second === undefined) continue;
    await close(second);
    return port;
  }
  throw new Error(`no two free ports beside each other were found in ${ATTEMPTS} attempts`);
}

function listen(port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => resolve(server));
  });
}

function portOf(server: net.Server): number | undefined {
  const address = server.address();
  return address === null || typeof address === 'string' ? undefined : address.port;
}

function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
