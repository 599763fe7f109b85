import { describe, expect, test } from 'vitest';
import type { Requirement } from '../catalogue/requirement.ts';
import type { ScenarioOutcome } from './collect.ts';
import { weigh, worst } from './conclude.ts';
import type { Finding, Level, RequirementResult, Verdict } from './result.ts';
import { judgeRequirements } from './verdicts.ts';

const ID = '2449-3-S2';

function requirement(level: Level = 'MUST'): Requirement {
  const quotes = [{ rfc: 2449, section: '3', text: 'a sentence', pieces: ['a sentence'] }];
  return {
    id: ID,
    rfc: 2449,
    section: '3',
    role: 'server',
    number: 2,
    level,
    title: 'a rule',
    quotes,
    readings: [],
    claims: [],
    scenarios: [],
    uri: 'x.feature',
    line: 1,
  };
}

const finding = (kind: Finding['kind'], message: string = kind, about = ID): Finding => ({
  requirement: about,
  kind,
  message,
});

function outcome(findings: readonly Finding[], changes: Partial<ScenarioOutcome> = {}): ScenarioOutcome {
  return {
    name: 'a scenario',
    uri: 'x.feature',
    line: 2,
    tags: [`@${ID}`, '@MUST'],
    durationMs: 1,
    findings,
    judged: {},
    transcript: [],
    fault: undefined,
    ...changes,
  };
}

/** A scenario of another requirement. */
const other = (findings: readonly Finding[], judged: Record<string, number> = {}): ScenarioOutcome =>
  outcome(findings, { name: 'another', tags: ['@2449-5-S1'], judged });

function judge(outcomes: readonly ScenarioOutcome[], level: Level = 'MUST', strict = false): RequirementResult {
  const [result] = judgeRequirements([requirement(level)], outcomes, { strict });
  if (result === undefined) throw new Error('nothing was judged');
  return result;
}

test('the worst of verdicts', () => {
  const order: Verdict[] = ['fail', 'advice', 'inconclusive', 'pass', 'not-applicable', 'not-run'];
  for (const [index, verdict] of order.entries()) {
    for (const better of order.slice(index)) expect(worst([better, verdict])).toBe(verdict);
  }
  expect(worst([])).toBe('not-run');
});

test.each<[Level, boolean, 'fail' | 'advice', 'fail' | 'advice']>([
  ['MUST', false, 'fail', 'fail'],
  ['SHOULD', false, 'fail', 'advice'],
  ['SHOULD', true, 'fail', 'fail'],
  ['MAY', false, 'fail', 'advice'],
  ['MAY', true, 'fail', 'advice'],
  ['MUST', true, 'advice', 'advice'],
])('a breach of a %s (strict: %s) of kind %s weighs as %s', (level, strict, kind, weight) => {
  expect(weigh(kind, level, { strict })).toBe(weight);
  expect(judge([outcome([finding(kind)])], level, strict).verdict).toBe(weight);
});

describe('a scenario', () => {
  test.each<[string, Finding[], Verdict, string]>([
    [
      'with evidence passes, and the last of it is told',
      [finding('evidence', 'first'), finding('evidence', 'last')],
      'pass',
      'last',
    ],
    ['without evidence does not', [], 'inconclusive', 'nothing was seen that would support a pass'],
    [
      'with an observation alone does not',
      [finding('observation')],
      'inconclusive',
      'nothing was seen that would support a pass',
    ],
    [
      'with evidence of something else does not',
      [finding('evidence', 'x', '2449-5-S1')],
      'inconclusive',
      'nothing was seen that would support a pass',
    ],
    [
      'fails by a breach, whatever else was found',
      [finding('evidence'), finding('advice'), finding('fail', 'broken'), finding('inconclusive')],
      'fail',
      'broken',
    ],
    [
      'is advised against before it is inconclusive',
      [finding('inconclusive'), finding('advice', 'advised')],
      'advice',
      'advised',
    ],
    [
      'is stopped in spite of earlier evidence',
      [finding('evidence'), finding('inconclusive', 'stopped')],
      'inconclusive',
      'stopped',
    ],
    [
      'that does not apply',
      [finding('evidence'), finding('not-applicable', 'no such thing')],
      'not-applicable',
      'no such thing',
    ],
    ['that was left out', [finding('not-run', 'too long')], 'not-run', 'too long'],
  ])('%s', (_name, findings, verdict, reason) => {
    expect(judge([outcome(findings)])).toMatchObject({ verdict, reason, scenarios: [{ verdict, reason }] });
  });

  test('in which the harness failed says nothing of the target', () => {
    expect(judge([outcome([finding('fail')], { fault: 'TypeError' })])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'the harness itself failed in this scenario',
    });
  });

  test('a requirement without one was left out', () => {
    expect(judge([])).toMatchObject({ verdict: 'not-run', reason: 'left out of this run', scenarios: [] });
  });
});

describe('a requirement has the worst verdict of its scenarios, and its reason', () => {
  test.each<[Finding['kind'][], Verdict]>([
    [['evidence', 'fail', 'advice'], 'fail'],
    [['evidence', 'advice', 'inconclusive'], 'advice'],
    [['evidence', 'inconclusive', 'not-applicable'], 'inconclusive'],
    [['not-applicable', 'evidence', 'not-run'], 'pass'],
    [['not-run', 'not-applicable'], 'not-applicable'],
  ])('%s', (kinds, verdict) => {
    const result = judge(kinds.map((kind) => outcome([finding(kind)])));
    expect(result).toMatchObject({ verdict, reason: verdict === 'pass' ? 'evidence' : verdict });
    expect(result.scenarios).toHaveLength(kinds.length);
  });
});

describe('a scenario of a rule that is judged on every octet', () => {
  const passive = (findings: readonly Finding[], changes: Partial<ScenarioOutcome> = {}): ScenarioOutcome =>
    outcome(findings, { tags: [`@${ID}`, '@passive'], ...changes });

  test.each<Finding['kind']>(['not-applicable', 'inconclusive'])('that is %s passes by what others met', (kind) => {
    const result = judge([passive([finding(kind, 'nothing here')]), other([], { [ID]: 3 }), other([], { [ID]: 4 })]);
    expect(result).toMatchObject({
      verdict: 'pass',
      reason: 'judged in 7 places of the run, in 2 scenarios (in this one: nothing here)',
    });
  });

  test.each([
    [
      'where nobody met anything',
      passive([finding('not-applicable')]),
      other([], { '2449-5-S1': 3 }),
      'not-applicable',
    ],
    ['where it is not passive', outcome([finding('not-applicable')]), other([], { [ID]: 3 }), 'not-applicable'],
    ['where the harness failed', passive([], { fault: 'x' }), other([], { [ID]: 3 }), 'inconclusive'],
    [
      'where another one saw a breach',
      passive([finding('not-applicable')]),
      other([finding('fail')], { [ID]: 3 }),
      'fail',
    ],
  ])('does not %s', (_name, own, another, verdict) => {
    expect(judge([own, another]).verdict).toBe(verdict);
  });
});

describe('sightings', () => {
  test('are the breaches in scenarios of others, told apart from its own', () => {
    const result = judge([
      outcome([finding('evidence')]),
      other([finding('fail', 'seen there'), finding('evidence'), finding('observation')]),
    ]);
    expect(result).toMatchObject({ verdict: 'fail', reason: 'seen there' });
    expect(result.scenarios.map(({ observed, findings }) => [observed, findings.length])).toEqual([
      [undefined, 1],
      [true, 1],
    ]);
  });

  test('of a scenario are told by the worst of them', () => {
    expect(judge([other([finding('advice', 'a trifle'), finding('fail', 'the breach')])])).toMatchObject({
      verdict: 'fail',
      reason: 'the breach',
    });
  });

  test('are shown five times at most, the worst first', () => {
    const advised = Array.from({ length: 6 }, () => other([finding('advice')]));
    const result = judge([...advised, other([finding('fail')])]);
    expect(result.scenarios.map(({ verdict }) => verdict)).toEqual(['fail', 'advice', 'advice', 'advice', 'advice']);
  });

  test('are weighed by the level of the requirement', () => {
    expect(judge([other([finding('fail')])], 'SHOULD').verdict).toBe('advice');
    expect(judge([other([finding('fail')])], 'SHOULD', true).verdict).toBe('fail');
  });

  test('of nothing but evidence are none', () => {
    expect(judge([other([finding('evidence'), finding('inconclusive')])])).toMatchObject({
      verdict: 'not-run',
      scenarios: [],
    });
  });
});
