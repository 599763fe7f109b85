import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { requirement, sampleResult, scenario } from '../report/sample.ts';
import { GitHub } from './github.ts';
import { ownFolder } from './main.test.support.ts';

const FAILED = sampleResult({
  requirements: [
    requirement('2449-5-S1', 'fail', { reason: 'no', scenarios: [scenario('x', 'fail', { uri: 'a.feature' })] }),
  ],
});

function recorded(variables: Record<string, string>): { github: GitHub; written: () => string } {
  let written = '';
  const github = new GitHub(variables, (text) => (written += text), 'token');
  return { github, written: () => written };
}

describe('GitHub', () => {
  it('hears no command between the first and the last line of a run, and the annotations behind it', async () => {
    const folder = await ownFolder();
    const summary = path.join(folder, 'summary.md');
    await writeFile(summary, 'before\n');
    const { github, written } = recorded({
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: folder,
      GITHUB_STEP_SUMMARY: summary,
    });
    github.stopCommands();
    expect(await github.take(FAILED, path.join(folder, 'suite'))).toBeUndefined();
    expect(written()).toBe('::stop-commands::token\n');
    github.resumeCommands();
    expect(written()).toMatch(
      /^::stop-commands::token\n::token::\n::error file=suite\/a.feature,line=12,title=.*::no\n$/,
    );
    expect(await readFile(summary, 'utf8')).toMatch(/^before\n## pop3spec: Non-conforming\n/);
  });

  it('names a feature that is not in the repository as the suite does', async () => {
    const { github, written } = recorded({ GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: '/elsewhere' });
    github.stopCommands();
    await github.take(FAILED, '/suite');
    github.resumeCommands();
    expect(written()).toContain('file=a.feature,');
  });

  it('says what is wrong where the summary can not be written', async () => {
    const { github } = recorded({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/dev/null/summary' });
    expect(await github.take(FAILED, '/')).toMatch(/^the summary of the step could not be written: /);
  });

  it('is not spoken to anywhere else', async () => {
    const { github, written } = recorded({ GITHUB_STEP_SUMMARY: '/dev/null/summary' });
    github.stopCommands();
    expect(await github.take(FAILED, '/')).toBeUndefined();
    github.resumeCommands();
    expect(written()).toBe('');
  });
});
