import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../server/certificates.ts';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import type { ServerConfig } from '../server/config.ts';
import type { RunResult } from '../verdict/result.ts';
import { expectFit, ownFolder, peer, run, sentenceOf, serveSimply, start } from './main.test.support.ts';

/** An account for peers that take any. */
const ANYBODY = ['--user', 'alice', '--password', 'wonderland-17'];

/** For peers that let us wait: nothing depends on how much time they are given. */
const IMPATIENT = [...ANYBODY, '--timeout', '1'];

async function server(changes: Partial<ServerConfig> = {}): Promise<string> {
  const started = await Pop3Server.start({ ...(await builtInConfig()), ...changes });
  onTestFinished(async () => await started.close());
  return `127.0.0.1:${started.port}`;
}

/** A feature with a step that nobody has defined, in line 10. */
function ownFeature(levels: string): string {
  return `@server
Feature: own

  @2449-5-S77 ${levels}
  Rule: a rule
    RFC 2449 section 5:
    > It is available

    Scenario: a step of nobody's
      When something is done that no step defines
`;
}

async function resultIn(folder: string): Promise<RunResult> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the file was written by the same version
  return JSON.parse(await readFile(path.join(folder, 'reports', 'result.json'), 'utf8')) as RunResult;
}

/** Every file below a folder, as one text. */
async function everything(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe('wrong usage', () => {
  it.each([
    [['server', '--onyl', '2449'], /unknown option '--onyl'/, /Did you mean --only/],
    [['srever'], /unknown command 'srever'/, /Did you mean server/],
    [['server', 'a', 'b'], /too many arguments/, /Expected 1/],
    [['server', '--timeout'], /argument missing/, /--timeout/],
  ])('%j: what is wrong, and what would be right', async (words, wrong, right) => {
    const ended = await run(words, await ownFolder());
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/^pop3spec: /);
    expect(ended.stderr).toMatch(wrong);
    expect(ended.stderr).toMatch(right);
    expectFit(ended.stderr);
  });

  it.each([
    [['server', '--only', '2449-5-S99'], /--only 2449-5-S99: no scenario matches it; did you mean 2449-5-S\d/],
    [['server', 'host:pop3', ...ANYBODY], /"pop3" is not a port/],
    [['server', 'pop3s://host', '--tls', 'none', ...ANYBODY], /contradicts --tls none/],
    [['server', 'host'], /--user NAME/],
    [['server', 'host', '--user', 'alice'], /the password of alice is missing/],
    [['server', '--user', 'alice'], /--user describes a server, and none is named/],
    [['server', '--update-baseline'], /--update-baseline needs to know the file: add --baseline FILE/],
    [['server', '--segment', 'half'], /--segment: "half" is not whole, octet, crlf or random:SEED/],
    [['server', '--features', 'nowhere'], /--features: nowhere can't be read/],
    [['server', '--config', 'nowhere.yaml'], /--config: nowhere.yaml can't be read: no such file/],
    [
      ['server', '--json', '/dev/null/result.json'],
      /\/dev\/null\/result.json can't be written: a part of its path is a file/,
    ],
    [['list', '--role', 'proxy'], /--role: "proxy" is not one of server and client/],
  ])('%j: one sentence', async (words, sentence) => {
    expect(sentenceOf(await run(words, await ownFolder()), 2)).toMatch(sentence);
  });

  it('tells the line of a mistake in the configuration', async () => {
    const folder = await ownFolder();
    await writeFile(
      path.join(folder, 'pop3spec.yaml'),
      '# one\n# two\n# three\n# four\n# five\nstrict: true\ntimeout: soon\n',
    );
    const sentence = /^pop3spec: pop3spec.yaml:7: timeout: "soon" is not a time/;
    expect(sentenceOf(await run(['server', '--config', 'pop3spec.yaml'], folder), 2)).toMatch(sentence);
  });

  it('tells the place of a mistake in features of the user’s own, and keeps what was found all the same', async () => {
    const folder = await ownFolder();
    const file = path.join(folder, 'own.feature');
    await writeFile(file, ownFeature('@MUST @MAY'));
    const words = ['server', '--features', '.', '--only', '2449-5-S77'];
    expect(sentenceOf(await run(words, folder), 2)).toMatch(
      /^pop3spec: own.feature:5: the Rule "a rule": it has more than one level/,
    );
    await writeFile(file, ownFeature('@MUST'));
    const ended = await run(words, folder);
    expect(ended.stderr).toBe(
      'pop3spec: own.feature:9: the step "something is done that no step defines" is undefined\n',
    );
    expect(ended.status).toBe(2);
    expect((await resultIn(folder)).requirements.some(({ id }) => id === '2449-5-S77')).toBe(true);
  });
});

describe('help', () => {
  it('is there, teaches, and exits with 0', async () => {
    const folder = await ownFolder();
    const help = await run(['server', '--help'], folder);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(/Examples:/);
    expect(help.stdout).toMatch(/Exit status:/);
    expect(await run(['--version'], folder)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('is shown where no command is given, which is wrong usage', async () => {
    const ended = await run([], await ownFolder());
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/^Usage: pop3spec/);
  });
});

describe('list', () => {
  it('lists requirements with their scenarios, for people and for programs', async () => {
    const folder = await ownFolder();
    const text = await run(['list', '--only', '2449-5-S1', '--verbose'], folder);
    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout).toMatch(/^RFC 2449 section 5, the server\n {2}2449-5-S1 +MUST/);
    const address = /features\/server\/\S+\.feature:\d+/.exec(text.stdout)?.[0] ?? '';
    const json = await run(['list', '--only', address, '--json'], folder);
    expect(JSON.parse(json.stdout)).toMatchObject([
      {
        id: '2449-5-S1',
        rfc: 2449,
        section: '5',
        role: 'server',
        level: 'MUST',
        scenarios: [{ uri: address.split(':')[0] }],
      },
    ]);
  });
});

describe('a target that can not be tested', () => {
  it('is unreachable', async () => {
    const { address, stop } = await peer(() => undefined);
    stop();
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(
      /nothing listens there/,
    );
  });

  it('never greets', async () => {
    const { address } = await peer(() => undefined);
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(/sent no greeting/);
  });

  it('closes instead of greeting', async () => {
    const { address } = await peer((socket) => socket.end());
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(/sent no greeting/);
  });

  it('greets with a line without end', async () => {
    const { address } = await peer((socket) => {
      const more = (): void => {
        while (socket.writable && socket.write('+OK and so on '.repeat(1000)));
      };
      socket.on('drain', more);
      more();
    });
    expect(sentenceOf(await run(['server', address, ...IMPATIENT], await ownFolder()), 3)).toMatch(/sent no greeting/);
  });

  it('refuses the login, and what it says is shown without doing anything to the terminal', async () => {
    const { address } = await peer((socket) => {
      socket.write('+OK \u001B]0;owned\u0007 \u001B[2J\r\n');
      socket.on('data', (chunk: Buffer) => socket.write(`-ERR \u001B[31mno ${chunk.toString('latin1').trimEnd()}\r\n`));
    });
    const ended = await run(['server', address, ...IMPATIENT], await ownFolder());
    expect(sentenceOf(ended, 3)).toMatch(/refused the login of alice/);
    expect(ended.stderr).toContain(String.raw`\x1B[31mno`);
  });

  it('has a certificate that nobody vouches for', async () => {
    const config = await builtInConfig();
    const address = await server(config.tls === undefined ? {} : { tls: { ...config.tls, mode: 'implicit' } });
    const words = ['server', `pop3s://alice@${address}`, '--timeout', '10', '--only', '2449-5-S1'];
    const folder = await ownFolder();
    const password = { POP3SPEC_PASSWORD: 'wonderland' };
    expect(sentenceOf(await run(words, folder, password), 3)).toMatch(/certificate.*--ca FILE.*--insecure/);
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, (await selfSigned()).cert);
    expect(sentenceOf(await run([...words, '--ca', file], folder, password), 3)).toMatch(/certificate/);
    await writeFile(file, config.tls?.cert ?? '');
    expect(await run([...words, '--ca', file], folder, password)).toMatchObject({ status: 0, stderr: '' });
    expect(await run([...words, '--insecure'], folder, password)).toMatchObject({ status: 0, stderr: '' });
  });

  it('does not get the password back onto the screen', async () => {
    const { address } = await peer((socket) => serveSimply(socket, (line) => `-ERR what is ${line}`));
    const folder = await ownFolder();
    const ended = await run(['server', address, ...IMPATIENT, '--only', '2449-5-S1'], folder);
    expect(ended.stdout + ended.stderr + (await everything(folder))).not.toContain('wonderland-17');
  });
});

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
    const address = await server({ accounts: accounts.map((account) => ({ ...account, messages: [] })) });
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
