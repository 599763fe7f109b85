import { expect, test } from 'vitest';
import { requirement, sampleResult, scenario } from '../report/sample.ts';
import type { RunResult, ScenarioResult, Verdict } from '../verdict/result.ts';
import { parseSegmentation } from '../wire/segmentation.ts';
import { described, differences, SEGMENTATIONS } from './segmentations.ts';

function run(verdict: Verdict, scenarios: readonly ScenarioResult[] = []): RunResult {
  return sampleResult({ requirements: [requirement('2449-5-S1', verdict, { reason: `it is ${verdict}`, scenarios })] });
}

test('each segmentation is one that the wire knows', () => {
  for (const each of Object.values(SEGMENTATIONS).flat()) expect(parseSegmentation(each)).toBeDefined();
});

test('the same verdicts differ in nothing, whatever their reasons', () => {
  const same = new Map([
    ['whole', run('pass', [scenario('one', 'pass', { reason: 'in 3 ms' })])],
    ['octet', run('pass', [scenario('one', 'pass', { reason: 'in 5 ms' })])],
  ]);
  expect(differences(same)).toEqual([]);
});

test('a verdict that differs is told with all of them', () => {
  const found = differences(
    new Map([
      ['whole', run('pass')],
      ['octet', run('fail')],
      ['crlf', run('pass')],
    ]),
  );
  expect(found).toMatchObject([{ what: '2449-5-S1', ofRequirement: true }]);
  expect(found.map(described)).toEqual([
    [
      '2449-5-S1: the verdict depends on the segmentation',
      '    whole: pass: it is pass',
      '    octet: fail: it is fail',
      '    crlf: pass: it is pass',
    ].join('\n'),
  ]);
});

test('so is that of a scenario alone, and one that ran in some only; which sightings were kept is not', () => {
  const one = scenario('one', 'pass', { uri: 'a.feature', line: 1 });
  const two = scenario('two', 'pass', { uri: 'a.feature', line: 2 });
  const seen = scenario('seen', 'fail', { uri: 'b.feature', line: 3, observed: true });
  const runs = new Map([
    ['whole', run('fail', [one, two, seen])],
    ['octet', run('fail', [{ ...one, verdict: 'inconclusive' }])],
  ]);
  expect(differences(runs).map(({ what, ofRequirement }) => [what, ofRequirement])).toEqual([
    ['2449-5-S1 a.feature:1', false],
    ['2449-5-S1 a.feature:2', false],
  ]);
});
