import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownFolder, run, sentenceOf, start, type Running } from './main.test.support.ts';

interface Listening extends Running {
  readonly port: number;
}

async function listening(folder: string, ...words: readonly string[]): Promise<Listening> {
  const running = start(words, folder);
  onTestFinished(() => running.kill('SIGKILL'));
  const [, port] = await running.finds(/^listening on \S+?:(\d+) /m);
  return { ...running, port: Number(port) };
}

/** Sends lines at once; resolves with what came when the other side has ended. */
async function said(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  let text = '';
  socket.on('data', (octets: Buffer) => {
    text += octets.toString('latin1');
  });
  socket.write(lines.map((line) => `${line}\r\n`).join(''));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
  return text;
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const)),
  );
}

describe('pop3spec record', () => {
  it('writes a file for each connection, and no secret into any', async () => {
    const folder = await ownFolder();
    const server = await listening(folder, 'serve', '--user', 'me', '--password', 'opensesame');
    const recorder = await listening(folder, 'record', '--upstream', `127.0.0.1:${server.port}`, '-o', 'bug.pop3');
    const plain = Buffer.from('\0me\0opensesame').toString('base64');
    await said(recorder.port, ['USER me', 'PASS opensesame', 'STAT', 'QUIT']);
    await said(recorder.port, [`AUTH PLAIN ${plain}`, 'opensesame', 'APOP me opensesame', 'QUIT']);
    await recorder.says(/recorded bug-2\.pop3/);
    const socket = connect({ host: '127.0.0.1', port: recorder.port });
    await new Promise((resolve) => socket.once('data', resolve));
    recorder.kill('SIGINT');
    expect((await recorder.ended).status).toBe(0);
    const files = await filesOf(folder);
    expect(Object.keys(files).toSorted()).toEqual(['bug-2.pop3', 'bug-3.pop3', 'bug.pop3']);
    expect(files['bug.pop3']).toMatch(
      /^# recorded by pop3spec .*\n(?:#.*\n)+S: (?:\+OK POP3|\\)[^]*C: PASS \{password\.\.\.\}\n/,
    );
    expect(files['bug-3.pop3']).toMatch(/S: \+OK POP3 server ready .*\n# the recorder was ended here\n$/);
    for (const text of Object.values(files)) {
      for (const secret of ['opensesame', plain, Buffer.from('opensesame').toString('base64')])
        expect(text).not.toContain(secret);
    }
    server.kill('SIGINT');
    await server.ended;
  });

  it('ends with --once, and what it recorded can be served', async () => {
    const folder = await ownFolder();
    const server = await listening(folder, 'serve');
    const words = ['record', '--upstream', `127.0.0.1:${server.port}`, '--once', '-o', 'out/bug.pop3'];
    const recorder = await listening(folder, ...words);
    const lines = ['USER alice', 'PASS wonderland', 'RETR 3', 'QUIT'];
    const first = await said(recorder.port, lines);
    expect((await recorder.ended).status).toBe(0);
    const again = await listening(folder, 'serve', 'out/bug.pop3');
    expect(await said(again.port, lines)).toBe(first);
  });

  it('leaves no file behind where there was nothing to record', async () => {
    const folder = await ownFolder();
    const recorder = await listening(folder, 'record', '--upstream', '127.0.0.1:1', '-o', 'bug.pop3');
    await said(recorder.port, []);
    recorder.kill('SIGINT');
    const { status, stderr } = await recorder.ended;
    expect(status).toBe(3);
    expect(stderr).toContain('nothing recorded: no connection to 127.0.0.1:1: nothing listens there');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    [['--upstream', 'x', '-o', 'file/bug.pop3'], /file\/bug\.pop3 can't be written/],
    [['--upstream', 'pop3s://x', '--tls', 'stls', '-o', 'b'], /would refuse its STLS/],
    [['--upstream', 'pop3s://x', '--upstream-tls', 'none', '-o', 'b'], /contradicts --upstream-tls none/],
    [['--upstream', 'x', '--listen', '70000', '-o', 'b'], /--listen: "70000" is not a port/],
  ])('refuses %j', async (words, sentence) => {
    const folder = await ownFolder();
    await writeFile(path.join(folder, 'file'), '');
    expect(sentenceOf(await run(['record', ...words], folder), 2)).toMatch(sentence);
  });
});
