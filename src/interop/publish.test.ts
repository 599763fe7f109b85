import { expect, test } from 'vitest';
import { conversation, requirement, sampleResult, scenario } from '../report/sample.ts';
import type { Finding } from '../verdict/result.ts';
import { trimmed } from './publish.ts';

const transcript = conversation('S: +OK ready\r\n');
const finding = (kind: Finding['kind']): Finding => ({
  requirement: '2449-5-S1',
  kind,
  message: kind,
  at: { entry: 1, offset: 0 },
});

test('what failed keeps its exchange; of the others verdict, reason and observations stay', () => {
  const findings = [finding('evidence'), finding('observation')];
  const failed = scenario('one', 'fail', { transcript, findings: [finding('fail')] });
  const passed = scenario('two', 'pass', { transcript, findings, reason: 'seen' });
  const result = sampleResult({ requirements: [requirement('2449-5-S1', 'fail', { scenarios: [failed, passed] })] });
  const [one, two] = trimmed(result).requirements[0]?.scenarios ?? [];
  expect(one).toEqual(failed);
  expect(two).toMatchObject({ verdict: 'pass', reason: 'seen', transcript: [] });
  expect(two?.findings).toEqual([{ requirement: '2449-5-S1', kind: 'observation', message: 'observation' }]);
});

test('a sighting keeps its exchange only where the requirement has nothing of its own to show', () => {
  const own = scenario('own', 'fail', { transcript, findings: [finding('fail')] });
  const sighting = scenario('seen', 'fail', { transcript, findings: [finding('fail')], observed: true });
  const advised = scenario('advised', 'advice', { transcript, findings: [finding('advice')], observed: true });
  const scenarios = [own, sighting, advised];
  const result = sampleResult({ requirements: [requirement('2449-5-S1', 'fail', { scenarios })] });
  expect(trimmed(result).requirements[0]?.scenarios.map(({ transcript: kept }) => kept.length > 0)).toEqual([
    true,
    false,
    true,
  ]);
});
