import { describe, expect, it } from 'vitest';
import { sampleResult } from '../report/sample.ts';
import type { RunResult } from '../verdict/result.ts';
import { modeOf, planReport } from './report-plan.ts';

function named(name: string, more: Partial<RunResult> = {}): { file: string; result: RunResult } {
  return { file: `${name}.json`, result: { ...sampleResult(), target: { ...sampleResult().target, name }, ...more } };
}

const part = { shard: { index: 1, of: 2, scenarios: 9, plan: 'x' } };

describe('modeOf', () => {
  it.each([
    ['one result is rendered', [named('a')], {}, 'render'],
    ['one part is rendered', [named('a', part)], {}, 'render'],
    ['parts are merged', [named('a', part), named('a', part)], {}, 'merge'],
    ['two runs of a target are compared', [named('a'), named('a')], {}, 'compare'],
    ['two targets are put side by side', [named('a'), named('b')], {}, 'matrix'],
    ['three runs of a target too', [named('a'), named('a'), named('a')], {}, 'matrix'],
    ['the user has the last word', [named('a'), named('b')], { compare: true }, 'compare'],
    ['the user has the last word', [named('a'), named('a')], { matrix: true }, 'matrix'],
  ])('%s', (_, results, flags, mode) => {
    expect(modeOf(results, flags)).toBe(mode);
  });

  it.each([
    [[named('a')], { merge: true, matrix: true }, /^--merge and --matrix are both wanted/],
    [[named('a')], { compare: true }, /^--compare takes two results, the earlier one first; there are 1/],
    [[named('a'), named('b', { role: 'client' })], {}, /no requirement in common/],
  ])('refuses what makes no sense: %#', (results, flags, words) => {
    expect(() => modeOf(results, flags)).toThrow(words);
  });
});

describe('planReport', () => {
  it('has a page in each mode, and the other files where they make sense', () => {
    expect(planReport('render', {}, [])).toEqual({
      html: 'reports/report.html',
      json: undefined,
      junit: 'reports/junit.xml',
    });
    expect(planReport('merge', { out: 'x' }, [])).toEqual({
      html: 'x/report.html',
      json: 'x/result.json',
      junit: 'x/junit.xml',
    });
    expect(planReport('matrix', { json: 'm.json' }, [])).toEqual({
      html: 'reports/matrix.html',
      json: 'm.json',
      junit: undefined,
    });
  });

  it('writes over none of its inputs, and no file twice', () => {
    expect(() => planReport('merge', {}, ['./reports/result.json'])).toThrow(
      /^--json would write reports\/result\.json over the result \.\/reports\/result\.json/,
    );
    expect(() => planReport('render', { html: 'a', junit: './a' }, [])).toThrow(
      /--junit would write \.\/a over --html/,
    );
    expect(() => planReport('compare', { junit: 'j.xml' }, [])).toThrow(/--junit is for the result of one run/);
    expect(() => planReport('render', { html: '' }, [])).toThrow(/--html: the name of a file is not empty/);
  });
});
