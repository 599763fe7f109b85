/** Whether a client is seen to wait, and that nothing is on its way then. Only Linux shows it. */

import { existsSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { node, shell } from './launching.test.support.ts';
import type { RunningCommand } from './running-command.ts';

/** No answer of these tests takes so long, in milliseconds. */
const LONG_MS = 20_000;

interface Met {
  readonly client: RunningCommand;
  /** What the client has sent up to now. */
  readonly heard: () => string;
  readonly answer: () => void;
}

/** Launches a program of node that connects and does something with `socket` once it is greeted; gives it when it has connected. */
async function connected(deed: string): Promise<Met> {
  let heard = '';
  const server = createServer((connection) => {
    connection.on('error', () => undefined);
    connection.on('data', (chunk) => {
      heard += chunk.toString();
    });
    connection.write('+OK ready\r\n');
    onTestFinished(() => void connection.destroy());
  });
  onTestFinished(() => void server.close());
  const connection = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  const client = await node(
    `const socket = require('net').connect(${address.port}, '127.0.0.1');
    const { execFileSync } = require('child_process');
    socket.once('data', () => { ${deed} });`,
    {},
    { port: address.port },
  );
  const socket = await connection;
  return { client, heard: () => heard, answer: () => void socket.write('+OK\r\n') };
}

describe.runIf(existsSync('/proc/self/stat'))('settled', () => {
  it.each([
    ['waits at once', '', ''],
    ['sends two lines and waits', `socket.write('A\\n'); socket.write('B\\n')`, 'A\nB\n'],
    ['thinks before it sends', `const end = Date.now() + 50; while (Date.now() < end); socket.write('A\\n')`, 'A\n'],
    ['sleeps before it sends', `execFileSync('sleep', ['0.05']); socket.write('A\\n')`, 'A\n'],
    ['lets others think for it', `execFileSync('sh', ['-c', 'expr 1 + 1']); socket.write('A\\n')`, 'A\n'],
    [
      'sends in many turns',
      `let n = 0; (function go() { if (n++ < 200) socket.write('A', () => setImmediate(go)) })()`,
      'A'.repeat(200),
    ],
  ])('sees that a client waits which %s', async (_, deed, sent) => {
    const { client, heard } = await connected(deed);
    expect(await client.settled(LONG_MS)).toBe('waiting');
    expect(heard()).toBe(sent);
  });

  it('sees it again after each answer', async () => {
    const { client, heard, answer } = await connected(`socket.write('A'); socket.on('data', () => socket.write('B'))`);
    expect(await client.settled(LONG_MS)).toBe('waiting');
    for (const lines of ['AB', 'ABB', 'ABBB']) {
      answer();
      expect(await client.settled(LONG_MS)).toBe('waiting');
      expect(heard()).toBe(lines);
    }
  });

  it('sees what the kernel of the client keeps back until the octets before it are acknowledged (RFC 896)', async () => {
    const { client, heard, answer } = await connected(
      `const say = () => { socket.write('A'); socket.write('B') }; say(); socket.on('data', say)`,
    );
    expect(await client.settled(LONG_MS)).toBe('waiting');
    for (let lines = 'ABAB'; lines.length < 20; lines += 'AB') {
      answer();
      expect(await client.settled(LONG_MS)).toBe('waiting');
      expect(heard()).toBe(lines);
    }
  });

  it('sees the end', async () => {
    const { client } = await connected('process.exit()');
    expect(await client.settled(LONG_MS)).toBe('ended');
    expect(await client.settled(LONG_MS)).toBe('ended');
  });

  it.each([
    ['never rests', 'setInterval(() => {}, 1)'],
    ['sleeps for long', `execFileSync('sleep', ['1000'])`],
    ['is stopped', `process.kill(process.pid, 'SIGSTOP')`],
  ])('knows nothing of one that %s', async (_, deed) => {
    const { client } = await connected(deed);
    expect(await client.settled(200)).toBe('unknown');
  });

  it('waits for nothing but what it is told', async () => {
    const client = await shell('sleep 1000');
    expect(await client.settled(0)).toBe('unknown');
  });
});
