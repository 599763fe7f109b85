import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Unstartable } from '../client.ts';
import { CERTIFICATE, launched, node } from './launching.test.support.ts';

/** What a program of node prints as JSON. */
async function printed(...[source, wishes, told]: Parameters<typeof node>): Promise<unknown> {
  const client = await node(`const fs = require('fs'); console.log(JSON.stringify(${source}))`, wishes, told);
  const { stdout, stderr, status } = await client.ended;
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return JSON.parse(stdout);
}

describe('what a client is told', () => {
  it('stands in its words, each word one argument whatever is in it', async () => {
    const source = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const client = await launched([
      process.execPath,
      '-e',
      source,
      '--',
      '{user}@{host}:{port}',
      '$HOME *',
      '{{user}}',
    ]);
    const { stdout } = await client.ended;
    expect(JSON.parse(stdout)).toEqual(['alice@localhost:8110', '$HOME *', '{user}']);
  });

  it('stands in its environment, in its files and in its standard input', async () => {
    const wishes = {
      env: [{ name: 'WHERE', template: 'pop3://{host}:{port}' }],
      files: [{ name: 'conf/rc', template: 'user {user}' }],
      stdin: 'port {port}',
    };
    const source = `[process.env.WHERE, fs.readFileSync('conf/rc', 'utf8'), fs.statSync('conf/rc').mode & 0o777, fs.readFileSync(0, 'utf8')]`;
    expect(await printed(source, wishes)).toEqual(['pop3://localhost:8110', 'user alice', 0o600, 'port 8110']);
  });

  it('is nothing else: no other environment, no input, a folder of its own', async () => {
    process.env['POP3SPEC_STRANGER'] = 'x';
    onTestFinished(() => {
      delete process.env['POP3SPEC_STRANGER'];
    });
    const source =
      '[Object.keys(process.env).sort(), fs.readFileSync(0, "utf8"), fs.readdirSync("."), fs.readdirSync(process.env.TMPDIR)]';
    expect(await printed(source)).toEqual([['HOME', 'LANG', 'PATH', 'POP3SPEC_LAUNCH', 'TMPDIR'], '', [], []]);
  });

  it('has its folder as HOME and as working directory, and the certificate beside it', async () => {
    const script = 'pwd; echo "$HOME"; echo "$1"; echo "$2"; cat "$2"';
    const client = await launched(['sh', '-c', script, 'sh', '{dir}', '{ca}']);
    const { stdout } = await client.ended;
    const [cwd = '', home, dir, ca = '', ...certificate] = stdout.split('\n');
    expect([home, dir]).toEqual([cwd, cwd]);
    expect(path.relative(cwd, ca)).toBe(path.join('..', 'ca.pem'));
    expect(certificate.join('\n')).toBe(CERTIFICATE);
    expect(existsSync(path.dirname(cwd))).toBe(false);
  });
});

describe('the program', () => {
  it('is meant from our folder where its name has a folder in it', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pop3spec-launch-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, 'client'), '#!/bin/sh\necho started "$1"\n');
    chmodSync(path.join(folder, 'client'), 0o755);
    const client = await launched(['./client', '{port}'], { cwd: folder });
    expect((await client.ended).stdout).toBe('started 8110\n');
  });

  it.each([
    ['pop3spec-no-such-program', "pop3spec-no-such-program can't be started: there is no such program"],
    ['/etc/passwd', "/etc/passwd can't be started: it is no program that may be executed"],
  ])('%s is told of where it can not be started', async (program, message) => {
    const failure = launched([program]);
    await expect(failure).rejects.toThrow(Unstartable);
    await expect(failure).rejects.toThrow(message);
  });
});

describe('what is seen of a client', () => {
  it('is its exit status and what it printed, without the password', async () => {
    const source = `console.log('PASS', process.argv[1]); console.error(btoa(process.argv[1])); process.exit(7)`;
    const client = await launched([process.execPath, '-e', source, '{password}']);
    expect(await client.ended).toMatchObject({
      status: 7,
      endedByUs: undefined,
      stdout: 'PASS **********\n',
      stderr: '****************\n',
    });
  });

  it('has no status where a signal ended it', async () => {
    const client = await node('process.kill(process.pid, "SIGKILL")');
    expect(await client.ended).toMatchObject({ status: undefined, endedByUs: undefined });
  });

  it('is what it stored: its output as it is, and its files', async () => {
    const client = await node(`
      const fs = require('fs');
      fs.mkdirSync('Maildir/new', { recursive: true });
      fs.writeFileSync('Maildir/new/2', 'two');
      fs.writeFileSync('Maildir/new/1', Buffer.from([0xff, 0, 0x0d]));
      fs.symlinkSync('/etc/passwd', 'link');
      fs.symlinkSync('/', 'root');
      fs.writeFileSync(process.env.TMPDIR + '/lost', 'temporary');
      require('child_process').execFileSync('mkfifo', ['pipe']);
      fs.chmodSync('Maildir/new', 0o500);
      fs.chmodSync('Maildir', 0);
      process.stdout.write('wonderland');
      fs.writeFileSync('/dev/stderr', process.cwd());`);
    const { stored, stderr } = await client.ended;
    expect(stored).toEqual([Buffer.from('wonderland'), Buffer.from([0xff, 0, 0x0d]), Buffer.from('two')]);
    expect(existsSync(path.dirname(stderr))).toBe(false);
  });

  it('is bounded', async () => {
    const client = await node(`
      const fs = require('fs');
      for (const name of ['a', 'b']) fs.truncateSync(fs.openSync(name, 'w') && name, 2 ** 40);
      for (let i = 0; i < 100; i++) fs.writeSync(1, Buffer.alloc(2 ** 16, 46));`);
    const { stored, stdout } = await client.ended;
    expect(stored.reduce((sum, { length }) => sum + length, 0)).toBe(64 * 1024 * 1024);
    expect(stdout.length).toBeLessThan(70_000);
  });
});
