import { describe, expect, test } from 'vitest';
import type { Requirement } from '../catalogue/requirement.ts';
import { requirement, sampleResult, scenario } from '../report/sample.ts';
import { loadSubjects } from './load-subjects.ts';
import { holds, matrixOf } from './matrix.ts';
import { readSubject, type Subject } from './subject.ts';
import { judgeTrial, NOTHING_SEEN, observe, type Observation } from './trial.ts';

const FAULT = readSubject(
  'fault',
  '2449-5-S1/x',
  'x.pop3',
  '# It refuses CAPA.\n# blames 2449-5-S1\n# says -ERR\n# may blame 2449-5-S8: it asks too\nC: CAPA\nS: -ERR\n',
);
const VARIANT = readSubject('variant', 'v', 'v.pop3', '# It has no CAPA.\nengine: without CAPA\n');

describe('the head of a script', () => {
  test('says what must be made of it', () => {
    expect(FAULT).toMatchObject({
      about: 'It refuses CAPA.',
      owner: '2449-5-S1',
      says: '-ERR',
      also: [{ requirement: '2449-5-S8', reason: 'it asks too' }],
      tls: 'none',
    });
  });

  test.each([
    ['# It is wrong.\nC: CAPA', 'a fault begins with comments'],
    ['# blames 2449-5-S1\n# says x\nC: CAPA', 'the first comment says what the server does'],
    ['# It is wrong.\n# blames 5-S1\n', '5-S1 is no id of a requirement'],
    ['# It is wrong.\n# blames 2449-5-S1\n# may blame 2449-5-S2\n', '"# may blame ID: the reason"'],
    ['# It is wrong.\n# tls some\n', '"# tls" is none, stls or implicit'],
  ])('%j is refused', (text, message) => {
    expect(() => readSubject('fault', 'x', 'x.pop3', text)).toThrow(message);
  });

  test('is readable in every script, and each owner is a folder', async () => {
    const subjects = await loadSubjects();
    expect(subjects.filter(({ kind }) => kind === 'variant').length).toBeGreaterThanOrEqual(10);
    expect(subjects.filter(({ kind, name, owner }) => kind === 'fault' && !name.startsWith(`${owner}/`))).toEqual([]);
  });
});

function seen(blamed: Observation['blamed'], errors: readonly string[] = []): Observation {
  return { ...NOTHING_SEEN, blamed, errors };
}

describe('a trial', () => {
  test.each<[string, Subject, Observation]>([
    ['killed', FAULT, seen({ '2449-5-S1': ['came -ERR no'] })],
    ['killed', FAULT, seen({ '2449-5-S1': ['came -ERR no'], '2449-5-S8': ['no list'] })],
    ['misjudged', FAULT, seen({ '2449-5-S1': ['something else'] })],
    ['misjudged', FAULT, seen({ '2449-5-S2': ['came -ERR no'] })],
    ['framed', FAULT, seen({ '2449-5-S1': ['-ERR'], '2449-3-S2': ['+ok'] })],
    ['survived', FAULT, seen({})],
    ['error', FAULT, seen({ '2449-5-S1': ['-ERR'] }, ['it broke'])],
    ['passed', VARIANT, seen({})],
    ['false-alarm', VARIANT, seen({ '2449-5-S1': ['-ERR'] })],
    ['error', VARIANT, seen({}, ['it broke'])],
  ])('is %s', (fate, subject, observation) => {
    expect(judgeTrial(subject, observation).fate).toBe(fate);
  });

  test('tells the owner’s scenarios that caught it from those that saw it in passing', () => {
    const breach = { requirement: '2449-5-S1', kind: 'fail', message: 'm' } as const;
    const own = scenario('own', 'fail', { uri: 'a.feature', line: 1, findings: [breach] });
    const other = scenario('other', 'fail', { uri: 'b.feature', line: 2, findings: [breach], observed: true });
    const passed = scenario('passed', 'pass', { uri: 'c.feature', line: 3 });
    const result = sampleResult({
      requirements: [requirement('2449-5-S1', 'fail', { scenarios: [own, other, passed] })],
    });
    expect(observe({ ...result, faults: [] }, '2449-5-S1', [])).toMatchObject({
      killers: ['a.feature:1'],
      witnesses: ['b.feature:2'],
      errors: [],
    });
  });
});

const rule = (id: string): Requirement => ({
  id,
  rfc: 2449,
  section: '5',
  role: 'server',
  number: 1,
  level: 'MUST',
  title: id,
  quotes: [],
  readings: [],
  claims: [],
  uri: 'a.feature',
  line: 1,
  scenarios: [{ name: 's', uri: 'a.feature', line: 1, keywordLine: 1, tags: [] }],
});

describe('the matrix', () => {
  const killed = judgeTrial(FAULT, { ...seen({ '2449-5-S1': ['-ERR'] }), killers: ['a.feature:1'] });

  test('wants two faults of each requirement, or a reason', () => {
    expect(matrixOf([killed], [rule('2449-5-S1')], {})).toMatchObject({ unproved: ['2449-5-S1'], idle: [] });
    const proved = matrixOf([killed, killed], [rule('2449-5-S1')], {});
    expect([proved.unproved, holds(proved)]).toEqual([[], true]);
    expect(matrixOf([], [rule('2449-5-S1')], { '2449-5-S1': 'nobody can see it' }).unproved).toEqual([]);
  });

  test('names the scenarios that catch nothing', () => {
    const matrix = matrixOf([judgeTrial(FAULT, seen({ '2449-5-S1': ['-ERR'] }))], [rule('2449-5-S1')], {});
    expect(matrix.idle).toEqual([{ scenario: 'a.feature:1', name: 's' }]);
  });

  test.each(['survived', 'framed', 'misjudged', 'error', 'false-alarm'] as const)(
    'does not hold with one that %s',
    (fate) => {
      const trials = [killed, killed, { ...killed, fate }];
      expect(holds(matrixOf(trials, [rule('2449-5-S1')], {}))).toBe(false);
    },
  );
});
