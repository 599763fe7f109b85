import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInConfig } from '../server/default-config.ts';
import {
  ANYBODY,
  builtInServer,
  everything,
  expectFit,
  IMPATIENT,
  ownFolder,
  peer,
  resultIn,
  run,
  sentenceOf,
  serveSimply,
  start,
} from './main.test.support.ts';

describe('a run', () => {
  it('on the built-in server leaves its reports', async () => {
    const folder = await ownFolder();
    const ended = await run(
      ['server', '--only', '2449-5-S1', '--messages', 'm.ndjson', '--cucumber-html', 'c.html'],
      folder,
    );
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout).toMatch(/INCOMPLETE.*\n(?:.*\n)+Written: reports\/report.html, /);
    expectFit(ended.stdout);
    expect(await readdir(path.join(folder, 'reports'))).toEqual(['junit.xml', 'report.html', 'result.json']);
    const result = await resultIn(folder);
    expect(result.requirements.find(({ id }) => id === '2449-5-S1')?.verdict).toBe('pass');
    const messages = (await readFile(path.join(folder, 'm.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(messages.map((line) => JSON.parse(line) as unknown)).toContainEqual({ testRunFinished: expect.anything() });
    expect(existsSync(path.join(folder, 'c.html'))).toBe(true);
  });

  it('has each conversation on demand, and next to nothing where nothing is wanted', async () => {
    const folder = await ownFolder();
    const verbose = await run(['server', '--only', '2449-5-S1', '--verbose'], folder);
    expect(verbose.stderr).toMatch(/✓ 2449-5-S1 passed .*\n(?:.*\n)*? +\d+\.\d +C {2}CAPA\\r\\n\n/);
    const quiet = await run(['server', '--only', '2449-5-S1', '--quiet'], folder);
    expect(quiet).toMatchObject({ status: 0, stderr: '' });
    expect(quiet.stdout).toMatch(/^INCOMPLETE {2}1 of \d+ requirements passed.*\n$/);
  });

  it('never shows a password, wherever it came from and whatever the server does with it', async () => {
    const { address } = await peer((socket) =>
      serveSimply(socket, (line) => `-ERR \u001B[2J what is wonderland-17, and ${line}`),
    );
    const folder = await ownFolder();
    await writeFile(path.join(folder, 'secret.txt'), 'wonderland-17\n');
    const words = [
      'server',
      address,
      '--user',
      'alice',
      '--timeout',
      '10',
      '--messages',
      'reports/m.ndjson',
      '--verbose',
    ];
    const ended = await run([...words, '--password-file', 'secret.txt', '--only', '2449-5,2449-3-S2'], folder);
    expect([0, 1, 4]).toContain(ended.status);
    expect(ended.stdout + ended.stderr).not.toContain('wonderland-17');
    expect(await everything(path.join(folder, 'reports'))).not.toContain('wonderland-17');
    expectFit(ended.stdout + ended.stderr);
  });

  it('tells how a failure is run alone', async () => {
    const { address } = await peer((socket) => serveSimply(socket, () => '-err no'));
    const folder = await ownFolder();
    const ended = await run(['server', address, ...ANYBODY, '--segment', 'crlf', '--only', '2449-3-S2'], folder);
    expect(ended.status).toBe(1);
    const [, command] = /alone {5}(.*)/.exec(ended.stdout) ?? [];
    const only = String.raw`features/server/rfc2449/[\w.-]+\.feature:\d+$`;
    expect(command).toMatch(
      new RegExp(`^POP3SPEC_PASSWORD=... npx pop3spec server ${address} --user alice --segment crlf --only ${only}`),
    );
    const { requirements } = await resultIn(folder);
    const texts = requirements.flatMap(({ scenarios }) => scenarios.flatMap(({ reproduce = [] }) => reproduce));
    expect(texts).toContainEqual({ label: 'on the command line', text: command });
    expect(ended.stdout).toMatch(/exit status 1: at least one requirement is broken, or the baseline is stale\n$/);
    expect(ended.stderr).toMatch(/^✗ 2449-3-S2 failed/m);
  });

  it('is held against a baseline, which the run can write', async () => {
    const folder = await ownFolder();
    const { address } = await peer((socket) => serveSimply(socket, () => '-err no'));
    const words = ['server', address, ...ANYBODY, '--only', '2449-3-S2', '--quiet', '--baseline', 'known.yaml'];
    const file = path.join(folder, 'known.yaml');
    expect(sentenceOf(await run(words, folder), 2)).toMatch(/no such file or directory; --update-baseline writes it/);
    const written = await run([...words, '--update-baseline'], folder);
    expect(written.stderr).toMatch(
      /known.yaml is written: 0 kept, 0 removed, 1 added, each with a reason to be written/,
    );
    // The status is that of what was expected before: an option that was forgotten makes no pipeline green.
    expect(written.status).toBe(1);
    expect(sentenceOf(await run(words, folder), 2)).toMatch(/known.yaml:\d+: the reason of 2449-3-S2 is still to be/);
    const reason = (await readFile(file, 'utf8')).replace(/"TODO.*"/, 'ours is older than the RFC');
    await writeFile(file, reason);
    const expected = await run(words, folder);
    expect(expected).toMatchObject({ status: 0, stderr: '' });
    expect(expected.stdout).toMatch(/^NON-CONFORMING .*\nThe baseline known.yaml: 1 expected failure/);
    await writeFile(file, `${reason}\n- requirement: 2449-5-S99\n  verdict: fail\n  reason: none\n`);
    const stale = await run(words, folder);
    expect(stale.stdout).toMatch(/✗ known.yaml:\d+: the server has no requirement 2449-5-S99; did you mean/);
    expect(stale.status).toBe(1);
    expect((await resultIn(folder)).baseline?.stale).toHaveLength(1);
  });

  it('copes with an empty mailbox', async () => {
    const { accounts } = await builtInConfig();
    const address = await builtInServer({ accounts: accounts.map((account) => ({ ...account, messages: [] })) });
    const folder = await ownFolder();
    const words = [
      'server',
      address,
      '--user',
      'alice',
      '--password',
      'wonderland',
      '--timeout',
      '10',
      '--only',
      '2449-3-S4,2449-6.7',
    ];
    const ended = await run(words, folder);
    expect([0, 1, 4]).toContain(ended.status);
    expectFit(ended.stdout + ended.stderr);
    const { requirements, faults } = await resultIn(folder);
    expect(faults).toEqual([]);
    expect(requirements.find(({ id }) => id === '2449-3-S4')?.verdict).not.toBe('pass');
  });

  it('keeps what was found of a target that is lost on the way', async () => {
    const target = await peer((socket, connection) => {
      if (connection > 4) target.stop();
      else serveSimply(socket);
    });
    const folder = await ownFolder();
    const ended = await run(['server', target.address, ...IMPATIENT], folder);
    expect(ended.status).toBe(3);
    expect(ended.stdout).toMatch(/The run ended early: the target could not be reached any more/);
    expectFit(ended.stdout + ended.stderr);
    expect((await resultIn(folder)).interrupted).toMatch(/could not be reached/);
  });

  it('copes with a target that closes in the middle of everything', async () => {
    const { address } = await peer((socket, connection) => {
      if (connection <= 2) return serveSimply(socket);
      socket.write('+OK ready\r\n');
      socket.on('data', () => socket.end('+OK and'));
    });
    const folder = await ownFolder();
    const ended = await run(['server', address, ...IMPATIENT, '--only', '2449-5'], folder);
    expect([1, 3, 4]).toContain(ended.status);
    expectFit(ended.stdout + ended.stderr);
    expect((await resultIn(folder)).faults).toEqual([]);
  });

  it('is ended in an orderly way by the first Ctrl-C', async () => {
    const { address } = await peer((socket, connection) => {
      if (connection <= 2) serveSimply(socket);
      else socket.on('data', () => undefined); // it never greets again
    });
    const folder = await ownFolder();
    const messages = path.join(folder, 'm.ndjson');
    const words = [
      '--user',
      'alice',
      '--password',
      'wonderland-17',
      '--timeout',
      '2',
      '--only',
      '2449-5',
      '--messages',
      messages,
    ];
    const running = start(['server', address, ...words], folder);
    await begun(messages);
    running.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.stderr).toMatch(/pop3spec: ending the run/);
    expect(ended.stdout).toMatch(/exit status 130: interrupted/);
    expect(ended.status).toBe(130);
    expect((await resultIn(folder)).interrupted).toMatch(/interrupted/);
  });

  it('is ended at once before the first scenario, when there is nothing to keep', async () => {
    const connected = new EventEmitter();
    const { address } = await peer(() => connected.emit('connection'));
    const folder = await ownFolder();
    const running = start(['server', address, '--user', 'a', '--password', 'b', '--timeout', '50'], folder);
    await once(connected, 'connection');
    running.kill('SIGTERM');
    const ended = await running.ended;
    expect(ended.status).toBe(143);
    expect(ended.stderr).toMatch(/interrupted before the first scenario\n$/);
  });
});

/** Waits until a scenario has begun, as the messages say. */
async function begun(messages: string): Promise<void> {
  while (!existsSync(messages) || !(await readFile(messages, 'utf8')).includes('"testCaseStarted"')) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
