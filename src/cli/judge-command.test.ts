import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectFit, ownFolder, run, sentenceOf } from './main.test.support.ts';

async function folderWith(recording: string): Promise<string> {
  const folder = await ownFolder();
  await writeFile(path.join(folder, 'bug.pop3'), recording);
  return folder;
}

describe('pop3spec judge', () => {
  it('writes the reports of a run, and says what is broken', async () => {
    const folder = await folderWith('S: +OK\nC: NOOP\nS: +ok\nC: QUIT\nS: +OK\nclose\n');
    const { status, stdout } = await run(['judge', 'bug.pop3'], folder);
    expect(status).toBe(1);
    expect(stdout).toContain('The server as recorded in bug.pop3, in ');
    expect(stdout).toContain('npx pop3spec judge bug.pop3 --only 2449-3-S2');
    expectFit(stdout);
    const result: unknown = JSON.parse(await readFile(path.join(folder, 'reports/result.json'), 'utf8'));
    expect(result).toMatchObject({ role: 'server', verdict: 'non-conforming' });
    expect(await readFile(path.join(folder, 'reports/junit.xml'), 'utf8')).toContain('2449-3-S2');
    expect(await readFile(path.join(folder, 'reports/report.html'), 'utf8')).toContain('bug.pop3');
  });

  it('breaks nothing where nothing is seen to be broken, and judges what is asked for', async () => {
    const folder = await folderWith('S: +OK\nC: QUIT\nS: +OK\nclose\n');
    const words = ['judge', 'bug.pop3', '--only', '2449-3', '--quiet'];
    expect(await run(words, folder)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^INCOMPLETE /) });
  });

  it.each([
    [['none.pop3'], /none\.pop3 can't be read/],
    [['bug.pop3', '--role', 'proxy'], /--role: "proxy" is not one of server and client/],
    [['bug.pop3', '--only', 'potato'], /potato/],
  ])('refuses %j', async (words, sentence) => {
    const folder = await folderWith('S: +OK\n');
    expect(sentenceOf(await run(['judge', ...words], folder), 2)).toMatch(sentence);
  });
});
