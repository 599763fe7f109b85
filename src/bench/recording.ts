/**
 * What the recording proxy costs, beside `socat` on the same traffic in the same run: a large message, and many small
 * exchanges one after the other.
 */

import { spawn, spawnSync } from 'node:child_process';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { RecordingProxy } from '../record/proxy.ts';
import { RecordingFile } from '../cli/recording-files.ts';
import { selfSigned } from '../server/certificates.ts';

const MEGABYTE = 1024 * 1024;

/** The large message, in octets, and how many small exchanges there are. */
const MESSAGE = 20 * MEGABYTE;
const EXCHANGES = 500;

/** What one way to the server costs. */
export interface Cost {
  /** Of the large message, in megabytes a second. */
  readonly throughput: number;
  /** Of one exchange, in milliseconds. */
  readonly exchange: number;
}

/** What the ways cost: straight to the server, by socat where it is installed, and by the recorder. */
export interface RecordingCost {
  readonly direct: Cost;
  readonly socat: Cost | undefined;
  readonly recorder: Cost;
}

/** Measures all ways once. @param folder where the recordings go */
export async function recordingCost(folder: string): Promise<RecordingCost> {
  const server = await listening(talker());
  const direct = await cost(server.port);
  const socat = await bySocat(server.port);
  const recorder = await byRecorder(server.port, folder);
  server.close();
  return { direct, socat, recorder };
}

/** A server that answers RETR with the large message, and everything else with a line. */
function talker(): Server {
  const line = `${'x'.repeat(70)}\r\n`;
  const body = Buffer.from(`+OK\r\n${line.repeat(Math.ceil(MESSAGE / line.length))}.\r\n`);
  return createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.write('+OK\r\n');
    socket.on('data', (octets: Buffer) => {
      socket.write(octets.toString('latin1').startsWith('RETR') ? body : '+OK\r\n');
    });
  });
}

async function listening(server: Server): Promise<{ port: number; close: () => void }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, close: () => void server.close() };
}

async function cost(port: number): Promise<Cost> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await received(socket, 1);
  const began = performance.now();
  for (let index = 0; index < EXCHANGES; index++) {
    socket.write('NOOP\r\n');
    await received(socket, 1);
  }
  const exchange = (performance.now() - began) / EXCHANGES;
  const before = performance.now();
  socket.write('RETR 1\r\n');
  await received(socket, MESSAGE);
  const throughput = MESSAGE / MEGABYTE / ((performance.now() - before) / 1000);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.end();
  socket.resume();
  await closed;
  return { throughput, exchange };
}

/** Resolves when at least so many octets have come. */
async function received(socket: Socket, octets: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let left = octets;
    const take = (piece: Buffer): void => {
      left -= piece.length;
      if (left > 0) return;
      socket.off('data', take).off('error', reject);
      resolve();
    };
    socket.on('data', take).once('error', reject);
  });
}

async function bySocat(port: number): Promise<Cost | undefined> {
  if (spawnSync('socat', ['-V']).status !== 0) return undefined;
  const free = await listening(createServer());
  free.close();
  const socat = spawn('socat', [
    `TCP-LISTEN:${free.port},bind=127.0.0.1,fork,reuseaddr,nodelay`,
    `TCP:127.0.0.1:${port},nodelay`,
  ]);
  try {
    await reachable(free.port);
    return await cost(free.port);
  } finally {
    socat.kill();
  }
}

/** Waits until something listens. */
async function reachable(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect({ host: '127.0.0.1', port });
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('socat does not listen');
}

async function byRecorder(port: number, folder: string): Promise<Cost> {
  const proxy = await RecordingProxy.start({
    host: '127.0.0.1',
    port: 0,
    tls: 'stls',
    certificate: await selfSigned(),
    upstream: { host: '127.0.0.1', port, tls: 'none', verification: {} },
    tape: (number) =>
      new RecordingFile(`${folder}/${number}.pop3`, {
        heading: [],
        secrets: new Set(),
        redactMail: false,
        underTls: false,
      }),
    on: { failed: () => undefined, ended: () => undefined },
  });
  const measured = await cost(proxy.port);
  await proxy.close();
  return measured;
}
