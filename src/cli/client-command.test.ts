import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../verdict/result.ts';
import { expectFit, ownFolder, run, sentenceOf, start } from './main.test.support.ts';

/** A small client: USER, PASS, STAT, RETR 1, QUIT; what it may do otherwise is in its last argument. */
const CLIENT = `
import { connect } from 'node:net';
const [host, port, user, password, how] = process.argv.slice(2);
if (how === 'hangs') {
  console.error('started ' + process.pid);
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
} else {
  const pass = how === 'wrong' ? 'no-' + password : password;
  const lines = ['CAPA' + (how === 'argument' ? ' all' : ''), 'USER ' + user, 'PASS ' + pass, 'STAT', 'RETR 1', 'QUIT'];
  let heard = '';
  let line = '';
  const socket = connect(Number(port), host);
  socket.on('data', (chunk) => {
    heard += chunk;
    const isList = /^(CAPA$|RETR)/.test(line) && heard.startsWith('+OK');
    if (!heard.endsWith(isList ? '\\r\\n.\\r\\n' : '\\r\\n')) return;
    const isRefused = heard.startsWith('-ERR') && !line.startsWith('CAPA');
    if (isRefused) console.error('refused: ' + heard + ' for ' + pass);
    heard = '';
    line = isRefused ? 'QUIT' : (lines.shift() ?? '');
    if (isRefused) lines.length = 0;
    if (line === '') socket.end();
    else socket.write(line + '\\r\\n');
  });
  socket.on('end', () => socket.end());
  socket.on('error', () => process.exit(1));
}
`;

/** The words of the command for such a client. */
async function client(folder: string, how: string, ...options: string[]): Promise<string[]> {
  const script = path.join(folder, 'client.mjs');
  await writeFile(script, CLIENT);
  const told = ['{host}', '{port}', '{user}', '{password}', how];
  return ['client', '--timeout', '10', ...options, '--', process.execPath, script, ...told];
}

async function resultIn(folder: string): Promise<RunResult> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the file was written by the same version
  return JSON.parse(await readFile(path.join(folder, 'reports', 'result.json'), 'utf8')) as RunResult;
}

describe('pop3spec client', () => {
  it('tests the client that is built in where none is named', async () => {
    const folder = await ownFolder();
    const ended = await run(['client', '--only', '2449-5-C1', '--only', '1939-7-C1'], folder);
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('2 of ') });
    const result = await resultIn(folder);
    expect(result).toMatchObject({ role: 'client', faults: [] });
    expect(result.requirements.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual([
      '2449-5-C1',
      '1939-7-C1',
    ]);
  });

  it('tests an unmodified client by its command line, and tells how a failure is run alone', async () => {
    const folder = await ownFolder();
    const words = await client(folder, 'argument', '--only', '2449-5-C6', '--password', 'wonderland-17');
    const ended = await run(words, folder);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain('2449-5-C6');
    expect(ended.stdout).toMatch(/npx pop3spec client .*--only features\/client\/\S+:\d+ -- /);
    expectFit(ended.stdout + ended.stderr);
    const [broken] = (await resultIn(folder)).requirements.filter(({ verdict }) => verdict === 'fail');
    expect(broken).toMatchObject({ id: '2449-5-C6' });
    expect(JSON.stringify(await resultIn(folder)) + ended.stdout + ended.stderr).not.toContain('wonderland-17');
  });

  it('judges nothing where the client does not fetch mail from a plain correct server, and says what it printed', async () => {
    const folder = await ownFolder();
    const said = sentenceOf(await run(await client(folder, 'wrong', '--password', 'wonderland-17'), folder), 3);
    expect(said).toContain('it did not log in');
    expect(said).toContain('it printed: refused:');
    expect(said).not.toContain('wonderland-17');
  });

  it('can’t test what can’t be started', async () => {
    const folder = await ownFolder();
    expect(sentenceOf(await run(['client', '--', path.join(folder, 'nothing'), '{port}'], folder), 3)).toContain(
      'start',
    );
  });

  it('wants to know where the client learns the port', async () => {
    const folder = await ownFolder();
    expect(sentenceOf(await run(['client', '--', 'fetchmail'], folder), 2)).toContain('{port}');
  });

  it('leaves no process behind, also after Ctrl-C in the middle', async () => {
    const folder = await ownFolder();
    const marked = path.join(folder, 'pid');
    const words = await client(folder, 'hangs', '--env', `MARK=${marked}`, '--timeout', '60');
    const script = path.join(folder, 'client.mjs');
    await writeFile(
      script,
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.MARK, String(process.pid));${CLIENT}`,
    );
    const running = start(words, folder);
    const pid = await written(marked);
    running.kill('SIGINT');
    const { status } = await running.ended;
    expect(status).toBe(130);
    while (isAlive(pid)) await nextTurn(); // the kernel takes its time
  });
});

/** Whether a process is there; what has ended and was not yet collected is not. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return existsSync('/proc/self') ? false : isListed(pid);
  }
}

function isListed(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The process id in a file, once it is there. */
async function written(file: string): Promise<number> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') return Number(text);
    await nextTurn();
  }
}
