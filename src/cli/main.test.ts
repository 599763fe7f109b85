/** The command as a whole: what is wrong usage of it, and its help. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANYBODY, expectFit, ownFolder, resultIn, run, sentenceOf } from './main.test.support.ts';

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

  // How deep the current folder is, compared with the suite's, must not matter.
  it.each([
    ['of the user’s own', '.'],
    ['deeper down', 'a/b'],
  ])('tells the place of a mistake in features %s, and keeps what was found all the same', async (_where, below) => {
    const folder = path.join(await ownFolder(), below);
    await mkdir(folder, { recursive: true });
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
