import { describe, expect, test } from 'vitest';
import type { Level, RequirementResult, Verdict } from './result.ts';
import { exitStatus, runVerdict, summarize } from './summary.ts';

function results(...verdicts: (Verdict | [Level, Verdict])[]): RequirementResult[] {
  return verdicts.map((each) => {
    const [level, verdict] = Array.isArray(each) ? each : (['MUST', each] as const);
    return {
      id: '2449-3-S1',
      rfc: 2449,
      section: '3',
      role: 'server',
      level,
      title: '',
      quote: '',
      quotes: [],
      readings: [],
      verdict,
      reason: '',
      scenarios: [],
    };
  });
}

describe('the verdict of a run', () => {
  test.each<[string, Verdict[], boolean, string]>([
    ['all pass', ['pass', 'not-applicable', 'not-run'], true, 'conforming'],
    ['advice breaks nothing', ['pass', 'advice'], true, 'conforming'],
    ['one fails', ['pass', 'fail', 'inconclusive'], false, 'non-conforming'],
    ['one could not be judged', ['pass', 'inconclusive'], true, 'incomplete'],
    ['some were left out', ['pass'], false, 'incomplete'],
    ['nothing was judged', ['not-applicable', 'not-run'], true, 'incomplete'],
    ['there was nothing', [], true, 'incomplete'],
  ])('%s', (_name, verdicts, complete, verdict) => {
    expect(runVerdict(results(...verdicts), complete)).toBe(verdict);
  });
});

describe('the exit status', () => {
  test.each<[string, { faults?: string[]; interrupted?: string; verdicts: Verdict[] }, number]>([
    ['nothing broken', { verdicts: ['pass', 'inconclusive', 'not-applicable'] }, 0],
    ['only advice', { verdicts: ['advice'] }, 0],
    ['a requirement broken', { verdicts: ['pass', 'fail'] }, 1],
    ['nothing judged', { verdicts: ['not-applicable', 'not-run', 'inconclusive'] }, 4],
    ['nothing at all', { verdicts: [] }, 4],
    ['a run that ended early', { verdicts: ['pass'], interrupted: 'x' }, 3],
    ['a run that ended early after a breach', { verdicts: ['fail'], interrupted: 'x' }, 1],
    ['a fault of ours, before everything', { verdicts: ['fail'], interrupted: 'x', faults: ['y'] }, 70],
  ])('%s', (_name, { verdicts, faults = [], interrupted }, status) => {
    const result = {
      requirements: results(...verdicts),
      faults,
      ...(interrupted === undefined ? {} : { interrupted }),
    };
    expect(exitStatus(result)).toBe(status);
  });
});

test.each([
  ['an expected failure is none', 'expected' as const, 0, 0],
  ['an unexpected one is', undefined, 0, 1],
  ['a stale baseline fails the run', 'expected' as const, 1, 1],
])('the exit status with a baseline: %s', (_name, mark, entries, status) => {
  const [failed, passed] = results('fail', 'pass');
  if (failed === undefined || passed === undefined) throw new Error('there are two');
  const entry = { line: 1, requirement: failed.id, verdict: 'fail' as const, reason: 'r', message: 'm' };
  const baseline = { file: 'b.yaml', expected: [], stale: Array.from({ length: entries }, () => entry) };
  const requirements = [mark === undefined ? failed : { ...failed, baseline: mark }, passed];
  expect(exitStatus({ requirements, faults: [], baseline })).toBe(status);
});

test('the counts leave nothing out', () => {
  const all: Verdict[] = ['pass', 'fail', 'advice', 'inconclusive', 'not-applicable', 'not-run'];
  const summary = summarize(results(...all, 'pass', ['SHOULD', 'advice'], ['MAY', 'pass']));
  expect(summary).toEqual({
    MUST: { pass: 2, fail: 1, advice: 1, inconclusive: 1, 'not-applicable': 1, 'not-run': 1 },
    SHOULD: { pass: 0, fail: 0, advice: 1, inconclusive: 0, 'not-applicable': 0, 'not-run': 0 },
    MAY: { pass: 1, fail: 0, advice: 0, inconclusive: 0, 'not-applicable': 0, 'not-run': 0 },
  });
  expect(summarize([]).MUST.pass).toBe(0);
});
