import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listening, ownFolder, peer, run, serveSimply, withoutComments } from './main.test.support.ts';

/** What the clients here begin with: they read lines, and each command waits for its answer. */
const SPEECH = `
const [host, port] = process.argv.slice(2);
const socket = require('node:net').connect(Number(port), host);
const lines = require('node:readline').createInterface(socket)[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value ?? process.exit(9);
const say = async (line) => (socket.write(line + '\\r\\n'), await next());
const list = async () => {
  const all = [];
  for (let line = await next(); line !== '.'; line = await next()) all.push(line);
  return all;
};
`;

/** A client that logs in, and asks for more only where a tag with an X at its end is announced; it ends with 7 then. */
const CURIOUS = `${SPEECH}
(async () => {
  await next();
  await say('CAPA');
  const tags = await list();
  await say('USER alice');
  await say('PASS wonderland');
  if (tags.includes('TOP')) await say('NOOP');
  if (tags.some((tag) => tag.endsWith('GX'))) process.exit(7);
  await say('QUIT');
  process.exit(0);
})();
`;

/** A client that sends PASS with USER, whatever is announced, and else waits for each answer. */
const HASTY = `${SPEECH}
(async () => {
  await next();
  if ((await say('CAPA')).startsWith('+OK')) await list();
  socket.write('USER alice\\r\\nPASS wonderland\\r\\n');
  if ((await next()).startsWith('-ERR') | (await next()).startsWith('-ERR')) process.exit(1);
  await say('STAT');
  if ((await say('RETR 1')).startsWith('+OK')) console.log((await list()).join('\\n'));
  await say('QUIT');
  process.exit(0);
})();
`;

/** A folder with a client. @returns how it is started */
async function folderWith(client: string): Promise<{ folder: string; command: readonly string[] }> {
  const folder = await ownFolder();
  const file = path.join(folder, 'client.cjs');
  await writeFile(file, client);
  return { folder, command: [process.execPath, file, '{host}', '{port}'] };
}

/** Lets the client in a folder fetch its mail. */
async function fetches(folder: string, port: number): Promise<void> {
  const client = spawn(process.execPath, [path.join(folder, 'client.cjs'), '127.0.0.1', String(port)], {
    stdio: 'ignore',
  });
  await once(client, 'exit');
}

/** A client is launched dozens of times, on a machine that may be busy. */
const PATIENCE_MS = 120_000;

describe('pop3spec shrink, at a client', { timeout: PATIENCE_MS }, () => {
  it('serves it less and less, and what it does not go into any more falls out', async () => {
    const { folder, command } = await folderWith(CURIOUS);
    const recording = `S: +OK ready
C: CAPA
S: +OK
S: TOP
S: PIPELININGX
S: X-NOISE
S: .
C: USER {user}
S: +OK {user}
C: PASS {password...}
S: +OK
C: NOOP
S: +OK
C: CAPA
S: +OK
S: TOP
S: .
C: QUIT
S: +OK
close
`;
    await writeFile(path.join(folder, 'bug.pop3'), recording);
    const shrunk = await run(['shrink', 'bug.pop3', '--exit', '7', '--', ...command], folder);
    expect(shrunk.status).toBe(0);
    expect(withoutComments(shrunk.stdout)).toBe(
      'S: +OK\nC: CAPA\nS: +OK\nS: GX\nS: .\nC: USER {user}\nS: +OK {user}\nC: PASS {password...}\nS: +OK\n',
    );
  });
});

describe('what a client does wrong', { timeout: PATIENCE_MS }, () => {
  it('is recorded, shortened, and a scenario in which it fails and the reference client passes', async () => {
    const { folder, command } = await folderWith(HASTY);
    // It has no capability list, and announces nothing so.
    const { address } = await peer((socket) => serveSimply(socket, () => '-ERR'));
    const recorder = await listening(folder, 'record', '--upstream', address, '-o', 'bug.pop3');
    await fetches(folder, recorder.port);
    recorder.running.kill('SIGINT');
    await recorder.running.ended;

    const to = ['--emit', 'gherkin', '-o', 'tests/bug.feature'];
    const shrunk = await run(['shrink', 'bug.pop3', ...to, '--', ...command], folder);
    expect(shrunk.stderr).toMatch(/2449-6\.6-C1 is broken: 6 exchanges became \d, \d+ conversations tried\n.*proved:/);
    expect(shrunk.status).toBe(0);
    const feature = await readFile(path.join(folder, 'tests/bug.feature'), 'utf8');
    expect(feature).not.toContain('wonderland');
    await verified(folder, command, 'tests');
  });

  it('is seen where the recording is served to it', async () => {
    const { folder, command } = await folderWith(HASTY);
    const recording = 'C: CAPA\nS: +OK\nS: .\nC: USER {user}\nwait 9s\nS: +OK\nC: PASS {password...}\nS: +OK\n';
    await writeFile(path.join(folder, 'bug.pop3'), `S: +OK\n${recording}`);
    const words = ['replay', 'bug.pop3', '--once', '--emit', 'gherkin'];
    const first = await listening(folder, ...words, '-o', 'tests/bug.feature');
    await fetches(folder, first.port);
    expect((await first.running.ended).status).toBe(0);
    expect(await readFile(path.join(folder, 'tests/bug.feature'), 'utf8')).toMatch(
      /^# replayed by pop3spec \S+ from bug\.pop3, as the server: the client breaks 2449-6\.6-C1\n/,
    );
    await verified(folder, command, 'tests');

    // Of what no client did nothing is claimed.
    const second = await listening(folder, ...words, '--requirement', '2449-5-C6');
    await fetches(folder, second.port);
    const { status, stdout, stderr } = await second.running.ended;
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^listening on .*\npop3spec: --emit gherkin: no client was heard to break 2449-5-C6 here/);
  });
});

/** The scenario in a folder fails at the client for its requirement, and passes at the reference client. */
async function verified(folder: string, command: readonly string[], features: string): Promise<void> {
  const words = ['client', '--features', features, '--only', '@reproduction', '--quiet'];
  const there = await run([...words, '--', ...command], folder);
  expect(there.stdout).toMatch(/1 failed, [^]*✗ 2449-6\.6-C1 /);
  expect(there.status).toBe(1);
  const here = await run(words, folder);
  expect(here.stdout).toMatch(/^INCOMPLETE {2}1 of \d+ requirements passed, 0 failed/);
  expect(here.status).toBe(0);
}
