import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../report/json.ts';
import { HOSTILE, requirement, sampleResult, summaryOf } from '../report/sample.ts';
import { readResult } from '../verdict/read-result.ts';
import type { RunResult } from '../verdict/result.ts';
import { expectFit, ownFolder, run } from './main.test.support.ts';

async function resultIn(file: string): Promise<RunResult> {
  const outcome = readResult(await readFile(file, 'utf8'));
  if (!outcome.ok) throw new Error(outcome.problems.join('\n'));
  return outcome.result;
}

/** A folder with these results as files. */
async function withResults(results: Readonly<Record<string, RunResult>>): Promise<string> {
  const folder = await ownFolder();
  for (const [name, result] of Object.entries(results)) await writeFile(path.join(folder, name), renderJson(result));
  return folder;
}

function named(name: string): RunResult {
  return { ...sampleResult(), target: { ...sampleResult().target, name } };
}

/** What two runs of the same have in common, times and what is made of them aside. */
function essence({ verdict, summary, claims, options, requirements }: RunResult): unknown {
  return {
    verdict,
    summary,
    claims,
    options,
    requirements: requirements.map(({ id, verdict: is, scenarios }) => ({
      id,
      is,
      scenarios: scenarios.map((each) => [each.name, each.uri, each.line, each.verdict]),
    })),
  };
}

/** Several commands, each of which starts a server of its own: what a busy machine needs for them is no matter of ours. */
const TIME_MS = 180_000;

describe('the parts of a run', { timeout: TIME_MS }, () => {
  it('merged are the run in one piece', async () => {
    const folder = await ownFolder();
    const suite = ['server', '--only', '2449-3-S1,2449-5-S7,2449-5-S9', '--quiet'];
    const runs = ['1/2', '2/2', undefined].map((part) =>
      run([...suite, ...(part === undefined ? ['--out', 'whole'] : ['--shard', part, '--out', part[0] ?? ''])], folder),
    );
    for (const ended of await Promise.all(runs)) {
      expect(ended.status).toBe(0);
      expect(ended.stdout).toMatch(/^INCOMPLETE/);
    }
    const parts = ['2', '1'].map((part) => `${part}/result.json`);
    const merged = await run(['report', '--merge', ...parts, '--out', 'merged'], folder);
    expect(merged.status).toBe(0);
    expect(merged.stdout).toContain('Written: merged/report.html, merged/result.json, merged/junit.xml');
    const [one, other] = await Promise.all(
      ['merged', 'whole'].map((each) => resultIn(path.join(folder, each, 'result.json'))),
    );
    expect(one?.shard).toBeUndefined();
    expect(one === undefined ? one : essence(one)).toEqual(other === undefined ? other : essence(other));
    const missing = await run(['report', '--merge', ...parts.slice(1), '--out', 'merged'], folder);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toMatch(/not the parts of one run:\npart 2\/2 is missing\n$/);
  });

  it.each([
    [['--shard', '4/3'], /--shard: "4\/3" is not a part of a run: I\/N with I from 1 to N, such as 2\/4/],
    [['--only', '2449-5-S7', '--shard', '99/100'], /--shard 99\/100: there are only \d+ scenarios to share/],
  ])('that are none are refused: %j', async (words, wrong) => {
    const ended = await run(['server', ...words], await ownFolder());
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(wrong);
  });
});

describe('pop3spec report', () => {
  it('renders a result again, with the exit status of its run', async () => {
    const folder = await withResults({ 'a.json': sampleResult() });
    const ended = await run(['report', 'a.json'], folder);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toMatch(/^\nNON-CONFORMING/);
    expect(ended.stdout).toContain('alone     npx pop3spec server 127.0.0.1:110');
    expect(ended.stdout).toContain('Written: reports/report.html, reports/junit.xml\n');
    expect(await readFile(path.join(folder, 'reports/report.html'), 'utf8')).toContain('Non-conforming');
    expectFit(ended.stdout);
  });

  it('compares two runs of a target: the status says whether something broke', async () => {
    const mended = [requirement('2449-3-S6', 'pass'), ...sampleResult().requirements.slice(1)];
    const folder = await withResults({
      'a.json': sampleResult(),
      'b.json': sampleResult({ requirements: mended, summary: summaryOf(mended) }),
    });
    const better = await run(['report', 'a.json', 'b.json'], folder);
    expect(better.status).toBe(0);
    expect(better.stdout).toContain('0 newly broken, 1 mended');
    const worse = await run(['report', 'b.json', 'a.json', '--json', 'c.json', '--quiet'], folder);
    expect(worse.status).toBe(1);
    expect(worse.stdout).toBe('1 newly broken, 0 mended, 0 changed otherwise, 8 requirements the same\n');
    expect(JSON.parse(await readFile(path.join(folder, 'c.json'), 'utf8'))).toMatchObject({ kind: 'comparison' });
    expect(await readFile(path.join(folder, 'reports/comparison.html'), 'utf8')).toContain('newly broken');
  });

  it('puts several targets side by side', async () => {
    const folder = await withResults({ 'a.json': named('one'), 'b.json': named(`two ${HOSTILE}`) });
    const ended = await run(['report', 'a.json', 'b.json', '--html', 'm.html', '--json', 'm.json'], folder);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain('Written: m.html, m.json\n');
    expect(await readFile(path.join(folder, 'm.html'), 'utf8')).not.toContain(HOSTILE);
    expectFit(ended.stdout);
  });

  it('holds a result against a baseline as the run would have been', async () => {
    const folder = await ownFolder();
    await run(['server', '--only', '2449-5-S7', '--quiet'], folder);
    const entry = '- requirement: 2449-5-S99\n  verdict: fail\n  reason: it was so once\n';
    await writeFile(path.join(folder, 'known.yaml'), entry);
    const ended = await run(['report', 'reports/result.json', '--baseline', 'known.yaml', '--out', 'again'], folder);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain('known.yaml:1');
  });

  it('says of each file what is wrong with it, and writes nothing', async () => {
    const folder = await withResults({ 'good.json': sampleResult() });
    await writeFile(path.join(folder, 'text.json'), 'hello');
    await writeFile(path.join(folder, 'other.json'), renderJson(sampleResult()).replace('"schema": 1', '"schema": 7'));
    const words = ['report', 'good.json', 'text.json', 'other.json', 'missing.json'];
    const ended = await run(words, folder);
    expect(ended.status).toBe(2);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toBe(
      [
        'pop3spec: text.json: this is no JSON (a result file is written by --json)',
        'other.json: the result file has schema version 7, and this pop3spec reads version 1',
        "missing.json can't be read: no such file or directory",
        '',
      ].join('\n'),
    );
  });

  it.each([
    [['report'], /missing required argument/],
    [['report', 'a.json', '--merge'], /a\.json is the result of a whole run, not of a part of one \(--shard\)/],
    [['report', 'a.json', '--json', 'a.json'], /--json would write a\.json over the result a\.json/],
    [['report', 'a.json', '--html', '/dev/null/x'], /can't be written/],
  ])('refuses %j', async (words, wrong) => {
    const ended = await run(words, await withResults({ 'a.json': sampleResult() }));
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(wrong);
  });
});
