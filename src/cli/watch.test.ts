import { expect, it } from 'vitest';
import { parseFeature } from '../catalogue/parse-feature.ts';
import { readFeatures } from '../catalogue/read-features.ts';
import type { Requirement } from '../catalogue/requirement.ts';
import type { ScenarioOutcome } from '../verdict/collect.ts';
import type { Finding } from '../verdict/result.ts';
import { Watch } from './watch.ts';

function rule(id: string, level: string): string {
  return `  @${id} @${level}\n  Rule: ${id}\n    RFC 2449 section 5:\n    > It is available\n\n    Scenario: of ${id}\n      When x\n\n`;
}

function requirements(): readonly Requirement[] {
  const text = `@server\nFeature: f\n\n${rule('2449-5-S1', 'MUST')}${rule('2449-5-S2', 'SHOULD')}`;
  const parsed = parseFeature('x.feature', text);
  if ('problems' in parsed) throw new Error('the feature of this test has problems');
  return readFeatures([parsed]).requirements;
}

function outcome(id: string, ...findings: Finding[]): ScenarioOutcome {
  const rest = { uri: 'x.feature', line: 1, durationMs: 1, judged: {}, transcript: [], fault: undefined };
  return { name: `of ${id}`, tags: [`@${id}`], findings, ...rest };
}

const failed = (requirement: string): Finding => ({
  requirement,
  kind: 'fail',
  message: 'so',
  at: { entry: 0, offset: 3 },
});
const seen = (requirement: string): Finding => ({ requirement, kind: 'evidence', message: 'seen' });

it('tells what each scenario came to, and each broken requirement once, also where it is seen in passing', () => {
  const watch = new Watch(requirements(), false);
  const first = watch.ends(outcome('2449-5-S2', seen('2449-5-S2'), failed('2449-5-S1')), 1, 3);
  expect(first.ended).toMatchObject({ requirement: '2449-5-S2', verdict: 'pass', reason: 'seen' });
  expect(first.broken).toMatchObject([{ requirement: '2449-5-S1', name: 'of 2449-5-S2', reason: 'so' }]);
  expect(first).toMatchObject({ failed: 1, done: 1, total: 3, offences: [{ entry: 0, offset: 3 }] });
  const second = watch.ends(outcome('2449-5-S1', failed('2449-5-S1')), 2, 3);
  expect(second).toMatchObject({ ended: { verdict: 'fail' }, broken: [], failed: 1 });
});

it('counts a SHOULD as the user wants it counted', () => {
  const broken = outcome('2449-5-S2', failed('2449-5-S2'));
  expect(new Watch(requirements(), false).ends(broken, 1, 1)).toMatchObject({
    ended: { verdict: 'advice' },
    failed: 0,
  });
  expect(new Watch(requirements(), true).ends(broken, 1, 1)).toMatchObject({ ended: { verdict: 'fail' }, failed: 1 });
});

it('knows which scenario begins', () => {
  const watch = new Watch([], false);
  const timestamp = { seconds: 0, nanos: 0 };
  const pickle = { id: 'p', uri: 'x', name: 'a scenario', language: 'en', steps: [], tags: [], astNodeIds: [] };
  expect(watch.begins({ pickle })).toBeUndefined();
  expect(watch.begins({ testCase: { id: 'c', pickleId: 'p', testSteps: [] } })).toBeUndefined();
  expect(watch.begins({ testCaseStarted: { id: 's', testCaseId: 'c', attempt: 0, timestamp } })).toBe('a scenario');
});
