import { mkdir, writeFile } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../server/certificates.ts';
import { loadPersonae } from '../server/personae/personae.ts';
import { expectFit, ownFolder, run, sentenceOf, start, type Running } from './main.test.support.ts';

interface Serving extends Running {
  readonly port: number;
  /** What the line that tells of the server says behind the port. */
  readonly title: string;
}

/** Starts `pop3spec serve`; it is ended with the test, where the test has not ended it. */
async function serve(folder: string, ...words: readonly string[]): Promise<Serving> {
  const running = start(['serve', ...words], folder);
  onTestFinished(() => running.kill('SIGKILL'));
  const line = await running.finds(/^listening on \S+?:(\d+) \((.*)\)$/m);
  return { ...running, port: Number(line[1]), title: line[2] ?? '' };
}

/** Ends it as Ctrl-C does. */
async function interrupted(serving: Serving): Promise<string> {
  serving.kill('SIGINT');
  const ended = await serving.ended;
  expect(ended.status).toBe(0);
  expectFit(ended.stdout + ended.stderr);
  return ended.stdout;
}

/** All that a server says to these lines, the last of which ends the connection. */
async function said(serving: Serving, lines: readonly string[], tls?: { ca?: string }): Promise<string> {
  const { port } = serving;
  const socket: Socket =
    tls === undefined
      ? connectTcp({ host: '127.0.0.1', port })
      : connectTls({ host: '127.0.0.1', port, rejectUnauthorized: tls.ca !== undefined, ...tls });
  let text = '';
  socket.on('data', (octets: Buffer) => {
    text += octets.toString('latin1');
  });
  const ended = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
  socket.write(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
  await ended;
  return text;
}

const NAMES = (await loadPersonae()).map(({ name }) => name);

const LOGIN = ['USER alice', 'PASS wonderland'];

describe('pop3spec serve', () => {
  it('serves correctly, tells where, and ends in order', async () => {
    const serving = await serve(await ownFolder());
    expect(serving.title).toBe('the built-in server');
    expect(await said(serving, [...LOGIN, 'STAT', 'QUIT'])).toMatch(
      /^\+OK POP3 server ready .*\r\n\+OK .*\r\n\+OK .*\r\n\+OK 4 \d+\r\n/,
    );
    expect(await interrupted(serving)).toMatch(/^listening on 127\.0\.0\.1:\d+ \(the built-in server\)\n$/);
  });

  it('ends in order while a connection is open', async () => {
    const serving = await serve(await ownFolder(), '--log');
    const socket = connectTcp({ host: '127.0.0.1', port: serving.port });
    socket.on('error', () => undefined);
    await serving.says(/POP3 server ready/);
    expect(await interrupted(serving)).toMatch(/\n\[1\] # ended\n$/);
    socket.destroy();
  });

  it('plays a script, and tells the client what it expects', async () => {
    const folder = await ownFolder();
    await writeFile(
      path.join(folder, 'bug.pop3'),
      '# a bug\nS: +OK ready\nC: USER {name}\nS: +OK {name}?\nC: PASS ...\nS: +OK\n',
    );
    const serving = await serve(folder, 'bug.pop3', '--log');
    expect(serving.title).toBe('script bug.pop3');
    expect(await said(serving, ['CAPA', 'USER bob', 'PASS hunter2', 'NOOP', 'QUIT'])).toBe(
      '+OK ready\r\n-ERR not what the script expects\r\n+OK bob?\r\n+OK\r\n-ERR not what the script expects\r\n+OK\r\n',
    );
    const log = await interrupted(serving);
    expect(log).toContain('[1] C: CAPA\n[1] # bug.pop3:3 expects another line here\n[1] S: -ERR');
    expect(log).toContain('[1] C: NOOP\n[1] # bug.pop3 is at its end\n');
    expect(log).not.toContain('hunter2');
  });

  it('logs several connections at a time, without the password however it comes', async () => {
    const serving = await serve(
      await ownFolder(),
      '--log',
      '--user',
      'me',
      '--password',
      'opensesame',
      '--account',
      'you:opensesame2',
    );
    const plain = Buffer.from('\0me\0opensesame').toString('base64');
    await Promise.all([
      said(serving, ['USER me', 'PASS opensesame', 'QUIT']),
      said(serving, [`AUTH PLAIN ${plain}`, 'AUTH PLAIN', plain, 'QUIT']),
      said(serving, ['USER you', 'PASS opensesame2', 'STAT', 'QUIT']),
    ]);
    const log = await interrupted(serving);
    expect(log).toMatch(/^\[3\] C: QUIT$/m);
    expect(log).toMatch(/^\[\d\] S: \+OK 4 \d+$/m);
    expect(log).not.toContain('opensesame');
    expect(log).not.toContain(plain);
  });

  it('ends with --once after the first connection', async () => {
    const serving = await serve(await ownFolder(), '--once', '--log');
    expect(await said(serving, ['QUIT'])).toMatch(/signing off\r\n$/);
    expect(await serving.ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/\[1\] # ended\n$/) });
  });

  it('serves the mail that it is given, with CRLF', async () => {
    const folder = await ownFolder();
    await mkdir(path.join(folder, 'Maildir', 'new'), { recursive: true });
    await writeFile(path.join(folder, 'Maildir', 'new', '1.a'), 'Subject: first\n\n.\n');
    await writeFile(path.join(folder, 'second.eml'), 'Subject: second\r\n\r\nno end');
    const serving = await serve(folder, '--maildir', 'Maildir', '--message', 'second.eml');
    expect(await said(serving, [...LOGIN, 'STAT', 'RETR 1', 'RETR 2', 'QUIT'])).toMatch(
      /\r\n\+OK 2 48\r\n\+OK .*\r\nSubject: first\r\n\r\n\.\.\r\n\.\r\n\+OK .*\r\nSubject: second\r\n\r\nno end\r\n\.\r\n\+OK/,
    );
    expect(await said(serving, ['USER bob', 'PASS builder', 'STAT', 'QUIT'])).toContain('\r\n+OK 2 48\r\n');
  });

  it('takes the password from a file or the environment', async () => {
    const folder = await ownFolder();
    await writeFile(path.join(folder, 'secret.txt'), 'from file\nignored\n');
    const serving = await serve(folder, '--user', 'me', '--password-file', 'secret.txt');
    expect(await said(serving, ['USER me', 'PASS from file', 'STAT', 'QUIT'])).toMatch(/\+OK 4 \d+\r\n/);
  });

  it('has TLS: on STLS with a certificate made on the spot, from the first octet with a given one, or not at all', async () => {
    const folder = await ownFolder();
    const { cert, key } = await selfSigned();
    await writeFile(path.join(folder, 'cert.pem'), cert);
    await writeFile(path.join(folder, 'key.pem'), key);
    const implicit = await serve(folder, '--tls', 'implicit', '--cert', 'cert.pem', '--key', 'key.pem', '--log');
    expect(implicit.title).toBe('the built-in server, TLS from the first octet');
    expect(await said(implicit, [...LOGIN, 'STAT', 'QUIT'], { ca: cert })).toMatch(/\+OK 4 \d+\r\n/);
    expect(await interrupted(implicit)).toMatch(/connected from \S+\n\[1\] # TLSv1\.[23]\n\[1\] S: \+OK/);
    const stls = await serve(folder);
    expect(await said(stls, ['CAPA', 'QUIT'])).toContain('\r\nSTLS\r\n');
    const none = await serve(folder, '--tls', 'none', '--persona', 'zimbra');
    expect(await said(none, ['CAPA', 'STLS', 'QUIT'])).toMatch(/\r\nUIDL\r\nSASL PLAIN .*[^]*\r\n\.\r\n-ERR /);
  });

  it.each(NAMES)('starts as %s', async (name) => {
    const serving = await serve(await ownFolder(), '--persona', name, '--tls', 'implicit', '--once');
    expect(serving.title).toBe(`persona ${name}, TLS from the first octet`);
    expect(await said(serving, [...LOGIN, 'RETR 3', 'QUIT'], {})).toContain('\r\nSubject: Tiny\r\n\r\nx\r\n.\r\n+OK');
    expect((await serving.ended).status).toBe(0);
  });

  it('lists the personae', async () => {
    const { status, stdout, stderr } = await run(['serve', '--list-personae'], await ownFolder());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toContainEqual(expect.stringMatching(/^dovecot +Dovecot 2\.3/));
    expectFit(stdout);
  });
});

describe('what it refuses', () => {
  it.each([
    [['--persona', 'dovecto'], /there is no persona dovecto; did you mean dovecot\?/],
    [['nowhere.pop3'], /the script: nowhere\.pop3 can't be read: no such file/],
    [['--cert', 'bad.pop3', '--key', 'bad.pop3', '--user', 'x'], /--cert: bad\.pop3 holds no certificate in PEM/],
    [['--message', 'nowhere', '--user', 'x'], /--message: nowhere can't be read/],
    [['--host', '192.0.2.1', '--user', 'x'], /192\.0\.2\.1 port 0 can't be listened on/],
    [['--user', 'x', '--account', 'x:y'], /the user x is given twice/],
    [['--user', '\u0007', '--password', 'x'], /not a user name/],
  ])('%j', async (words, sentence) => {
    const folder = await ownFolder();
    await writeFile(path.join(folder, 'bad.pop3'), 'C: TOP ...\nnonsense\n');
    const ended = await run(['serve', ...words, ...(words.includes('--user') ? [] : ['--user', 'x'])], folder);
    expect(sentenceOf(ended, 2)).toMatch(sentence);
  });

  it('a script with mistakes: each with its file, line and column, and what was expected', async () => {
    const folder = await ownFolder();
    await writeFile(path.join(folder, 'bad.pop3'), 'engine: without POTATO\nC: TOP ...\n  whne after login\nS: \\q\n');
    const { status, stdout, stderr } = await run(['serve', 'bad.pop3', '--user', 'x'], folder);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/bad\.pop3:3:3: expected .*; found whne\n/);
    expect(stderr).toMatch(/bad\.pop3:4:4: expected an escape: .*; found \S+\n/);
    await writeFile(path.join(folder, 'bad.pop3'), 'engine: without POTATO\n');
    expect(sentenceOf(await run(['serve', 'bad.pop3', '--user', 'x'], folder), 2)).toMatch(
      /bad\.pop3:1:1: expected CAPA/,
    );
  });

  it('a key of another certificate', async () => {
    const folder = await ownFolder();
    await writeFile(path.join(folder, 'cert.pem'), (await selfSigned()).cert);
    await writeFile(path.join(folder, 'key.pem'), (await selfSigned()).key);
    const ended = await run(['serve', '--cert', 'cert.pem', '--key', 'key.pem', '--user', 'x'], folder);
    expect(sentenceOf(ended, 2)).toMatch(/--cert and --key do not fit together/);
  });

  it('a port that is taken', async () => {
    const folder = await ownFolder();
    const { port } = await serve(folder);
    const sentence = sentenceOf(await run(['serve', '--port', String(port), '--user', 'x'], folder), 2);
    expect(sentence).toMatch(new RegExp(`127\\.0\\.0\\.1 port ${port} can't be listened on: address already in use`));
  });
});
