import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listening, ownFolder, run, sentenceOf } from './main.test.support.ts';

const RECORDING = `S: +OK ready <1.2@x>
C: USER {user}
S: +OK {user}?
C: PASS {password...}
S: +OK
wait 60s
C: STAT
S: +OK 2 320
C: QUIT
S: +OK
close
`;

async function folderWith(recording: string): Promise<string> {
  const folder = await ownFolder();
  await writeFile(path.join(folder, 'bug.pop3'), recording);
  await writeFile(path.join(folder, 'secret.txt'), 'opensesame\n');
  return folder;
}

const ACCOUNT = ['--user', 'alice', '--password-file', 'secret.txt'];

describe('pop3spec replay', () => {
  it('as the server and as the client comes to the same, without the pauses', async () => {
    const folder = await folderWith(RECORDING);
    const { port, running } = await listening(folder, 'replay', 'bug.pop3', '--log');
    const { status, stdout } = await run(['replay', 'bug.pop3', '--to', `127.0.0.1:${port}`, ...ACCOUNT], folder);
    expect(stdout).toBe('the same: 5 of 5 answers came, all as they were recorded\n');
    expect(status).toBe(0);
    running.kill('SIGINT');
    expect((await running.ended).stdout).not.toContain('opensesame');
  });

  it('shows what differs with its octets, and no password', async () => {
    const folder = await folderWith(RECORDING);
    const live = RECORDING.replace('S: +OK 2 320', 'S: +OK 2 321 {password}\\n\\').replace('wait 60s\n', '');
    await writeFile(path.join(folder, 'live.pop3'), live);
    const { port } = await listening(folder, 'replay', 'live.pop3');
    const { status, stdout } = await run(['replay', 'bug.pop3', '--to', `127.0.0.1:${port}`, ...ACCOUNT], folder);
    expect(stdout).toBe(
      [
        'bug.pop3:7: C: STAT',
        String.raw`- +OK 2 320\r\n`,
        String.raw`+ +OK 2 321 **********\n`,
        '',
        'different: 5 of 5 answers came, all but 1 as recorded',
        '',
      ].join('\n'),
    );
    expect(status).toBe(1);
  });

  it('begins with TLS where the recording does', async () => {
    const folder = await folderWith('start TLS\nS: +OK\nC: QUIT\nS: +OK\nclose\n');
    const { port } = await listening(folder, 'replay', 'bug.pop3');
    const to = ['replay', 'bug.pop3', '--to', `127.0.0.1:${port}`];
    expect((await run([...to, '--insecure'], folder)).status).toBe(0);
    expect(sentenceOf(await run(to, folder), 3)).toMatch(/the TLS handshake failed: self-signed certificate/);
  });

  it('keeps the pauses with --timing', async () => {
    const folder = await folderWith('S: \\\nwait 300ms\nS: +OK\nclient wait 300ms\nC: QUIT\nS: +OK\nclose\n');
    const { port } = await listening(folder, 'replay', 'bug.pop3', '--timing');
    const began = performance.now();
    const socket = connect({ host: '127.0.0.1', port });
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    expect(performance.now() - began).toBeGreaterThan(290);
    const again = performance.now();
    expect((await run(['replay', 'bug.pop3', '--timing', '--to', `127.0.0.1:${port}`], folder)).status).toBe(0);
    expect(performance.now() - again).toBeGreaterThan(590);
  });

  it.each([
    [['bug.pop3', '--to', '127.0.0.1:1'], /leaves open who logs in \(\{user\}, \{password\}\): give --user/],
    [['bug.pop3', '--to', '127.0.0.1:1', '--user', 'x'], /leaves the password open/],
    [['bug.pop3', '--user', 'x'], /--user is for the client's side: add --to SERVER/],
    [['bug.pop3', '-o', 'x.feature'], /--output is for what is written: add --emit KIND/],
    [['bug.pop3', '--emit', 'shell'], /nobody tells here how the client is started; "pop3spec shrink" is told/],
    [['none.pop3', '--to', 'x'], /none\.pop3 can't be read: no such file/],
    [['rules.pop3', '--to', 'x'], /rules\.pop3 is no recording/],
    [['open.pop3', '--to', 'x', '--user', 'x'], /does not say what the client sends in place of \{n\}/],
    [['bad.pop3', '--to', 'x'], /bad\.pop3:2:4: expected an escape/],
    [
      ['deletes.pop3', '--to', '127.0.0.1:1'],
      /deletes\.pop3:2: the recording deletes a message.*: --allow-delete permits/,
    ],
    [['deletes.pop3', '--allow-delete'], /--allow-delete is for the client's side: add --to SERVER/],
    [['bug.pop3', '--to', 'pop3s://x', '--tls', 'none'], /contradicts --tls none/],
  ])('refuses %j', async (words, sentence) => {
    const folder = await folderWith(RECORDING);
    await writeFile(path.join(folder, 'rules.pop3'), 'C: TOP ...\nS: -ERR\n');
    await writeFile(path.join(folder, 'open.pop3'), 'S: +OK\nC: RETR {n}\nS: -ERR\n');
    await writeFile(path.join(folder, 'deletes.pop3'), 'S: +OK\nC: DELE 1\nS: +OK\n');
    await writeFile(path.join(folder, 'bad.pop3'), 'S: +OK\nS: \\q\n');
    expect(sentenceOf(await run(['replay', ...words], folder), 2)).toMatch(sentence);
  });

  it('deletes where it is allowed to', async () => {
    const folder = await folderWith('S: +OK\nC: DELE 1\nS: +OK\nC: QUIT\nS: +OK\nclose\n');
    const { port } = await listening(folder, 'replay', 'bug.pop3');
    const words = ['replay', 'bug.pop3', '--to', `127.0.0.1:${port}`, '--allow-delete'];
    expect((await run(words, folder)).stdout).toBe('the same: 3 of 3 answers came, all as they were recorded\n');
  });

  it('says that there is no server', async () => {
    const folder = await folderWith(RECORDING);
    const ended = await run(['replay', 'bug.pop3', '--to', '127.0.0.1:1', ...ACCOUNT], folder);
    expect(sentenceOf(ended, 3)).toMatch(/no connection to 127\.0\.0\.1:1: nothing listens there/);
  });
});
