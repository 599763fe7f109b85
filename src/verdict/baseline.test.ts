import { describe, expect, it } from 'vitest';

import { catalogueOf, featureOf, ruleOf } from '../catalogue/testing.ts';
import { requirement, sampleResult, scenario } from '../report/sample.ts';
import { applyBaseline, reviseBaseline, type Baseline, type Reach } from './baseline.ts';
import type { BaselineEntry, RequirementResult, RunResult, ScenarioResult, Verdict } from './result.ts';
import { exitStatus } from './summary.ts';

const URI = 'features/server/x.feature';
const ONE = '2449-5-S1';
const TWO = '2449-5-S2';

/** Two requirements: the first has the scenarios `first` and `second`, the second has one. */
const RULE = `${ruleOf(ONE, 'MUST').replace(`scenario of ${ONE}`, 'first')}
    Scenario: second
      Given a step
`;
const { requirements } = catalogueOf({ [URI]: featureOf(RULE, ruleOf(TWO, 'MUST')) });
const ALL: Reach = { requirements, selected: undefined };
const LINES = requirements.flatMap((each) => each.scenarios.map(({ line }) => line));

function ran(index: number, verdict: Verdict, more: Partial<ScenarioResult> = {}): ScenarioResult {
  const name = ['first', 'second', `scenario of ${TWO}`][index] ?? '';
  return scenario(name, verdict, { uri: URI, line: LINES[index] ?? 0, reason: `${name} came to ${verdict}`, ...more });
}

/** What a run came to: the verdicts of the two scenarios of the first requirement, and of the second one's. */
function result(first: Verdict, second: Verdict, other: Verdict = 'pass', more: Partial<RunResult> = {}): RunResult {
  const worst = [first, second].includes('fail') ? 'fail' : first;
  return sampleResult({
    requirements: [
      requirement(ONE, worst, { reason: `it came to ${worst}`, scenarios: [ran(0, first), ran(1, second)] }),
      requirement(TWO, other, { reason: `it came to ${other}`, scenarios: [ran(2, other)] }),
    ],
    ...more,
  });
}

function baseline(...entries: ReadonlyArray<Partial<BaselineEntry>>): Baseline {
  const whole = entries.map((entry, index) => ({
    line: index + 1,
    verdict: 'fail' as const,
    reason: 'known',
    ...entry,
  }));
  return { file: 'baseline.yaml', entries: whole };
}

function marks({ requirements: all }: RunResult): unknown[] {
  return all.map((each: RequirementResult) => [each.baseline, ...each.scenarios.map((one) => one.baseline)]);
}

function messages({ baseline: outcome }: RunResult): string[] {
  return (outcome?.stale ?? []).map(({ line, message }) => `${line}: ${message}`);
}

function revised(run: RunResult, entries: Baseline): ReturnType<typeof reviseBaseline> {
  return reviseBaseline(applyBaseline(run, entries, ALL), entries, ALL);
}

describe('an expected failure', () => {
  it('of a requirement does not fail the run, whose verdict stays what it is', () => {
    const judged = applyBaseline(result('fail', 'pass'), baseline({ requirement: ONE }), ALL);
    expect(marks(judged)).toEqual([
      ['expected', 'expected', undefined],
      [undefined, undefined],
    ]);
    expect(judged.baseline).toEqual({ file: 'baseline.yaml', expected: [expect.anything()], stale: [] });
    expect(judged.verdict).toBe('non-conforming');
    expect(exitStatus(judged)).toBe(0);
  });

  it('of another requirement fails it', () => {
    const judged = applyBaseline(result('fail', 'pass', 'fail'), baseline({ requirement: ONE }), ALL);
    expect(exitStatus(judged)).toBe(1);
  });

  it.each([['first'], [`${URI}:${LINES[0]}`]])('of a scenario, named %s, is that of the requirement', (name) => {
    const judged = applyBaseline(result('fail', 'pass'), baseline({ scenario: name }), ALL);
    expect(marks(judged)[0]).toEqual(['expected', 'expected', undefined]);
    expect(exitStatus(judged)).toBe(0);
  });

  it('of a scenario does not hide that of another', () => {
    const judged = applyBaseline(result('fail', 'fail'), baseline({ scenario: 'first' }), ALL);
    expect(marks(judged)[0]).toEqual([undefined, 'expected', undefined]);
    expect(exitStatus(judged)).toBe(1);
  });

  it('of a scenario does not hide what another requirement saw in it', () => {
    const run = result('pass', 'pass', 'fail');
    const seen = ran(0, 'fail', { observed: true });
    const other = requirement(TWO, 'fail', { scenarios: [ran(2, 'pass'), seen] });
    const judged = applyBaseline(
      { ...run, requirements: [...run.requirements.slice(0, 1), other] },
      baseline({ scenario: 'first' }),
      ALL,
    );
    expect(judged.requirements[1]?.baseline).toBeUndefined();
    expect(messages(judged)).toEqual(['1: "first" is expected to be "fail", and it passed: first came to pass']);
  });

  it.each(['advice', 'inconclusive', 'not-applicable'] as const)('may be %s', (verdict) => {
    const judged = applyBaseline(result('pass', 'pass', verdict), baseline({ requirement: TWO, verdict }), ALL);
    expect(marks(judged)[1]).toEqual(['expected', 'expected']);
    expect(messages(judged)).toEqual([]);
  });
});

describe('a stale entry', () => {
  it('is one whose failure no longer happens', () => {
    const judged = applyBaseline(result('pass', 'pass'), baseline({ requirement: ONE }), ALL);
    expect(messages(judged)).toEqual([`1: ${ONE} is expected to be "fail", and it passed: it came to pass`]);
    expect(exitStatus(judged)).toBe(1);
  });

  it('is one that expects another verdict', () => {
    const judged = applyBaseline(result('fail', 'pass'), baseline({ requirement: ONE, verdict: 'advice' }), ALL);
    expect(messages(judged)).toEqual([`1: ${ONE} is expected to be "advice", and it failed: it came to fail`]);
    expect(judged.requirements[0]?.baseline).toBeUndefined();
  });

  it('is one that matches nothing', () => {
    const entries = baseline({ requirement: '2449-5-S9' }, { scenario: 'third' }, { scenario: `${URI}:9999` });
    expect(messages(applyBaseline(result('pass', 'pass'), entries, ALL))).toEqual([
      `1: the server has no requirement 2449-5-S9; did you mean ${ONE}?`,
      '2: the run has no scenario "third"',
      `3: the run has no scenario "${URI}:9999"`,
    ]);
  });

  it('is none where the run could not have shown it', () => {
    const entries = baseline({ requirement: ONE }, { scenario: 'first' }, { requirement: TWO });
    const selected = new Set([`${URI}:${LINES[1]}`]);
    const part = sampleResult({
      requirements: [requirement(ONE, 'pass', { scenarios: [ran(1, 'pass')] }), requirement(TWO, 'not-run')],
    });
    expect(messages(applyBaseline(part, entries, { requirements, selected }))).toEqual([]);
  });

  it('is one of a selected requirement, but for what is judged on every octet of a run', () => {
    const selected = new Set([`${URI}:${LINES[0]}`, `${URI}:${LINES[1]}`]);
    const reach = { requirements, selected };
    const run = result('pass', 'pass', 'not-run');
    expect(messages(applyBaseline(run, baseline({ requirement: ONE }), reach))).toHaveLength(1);
    const judged = { places: 9, scenarios: 2, survey: 1 };
    const everywhere = { ...run, requirements: run.requirements.map((each) => ({ ...each, judged })) };
    expect(messages(applyBaseline(everywhere, baseline({ requirement: ONE }), reach))).toEqual([]);
  });

  it('is none where the user left it out, where the run broke off, or where the harness failed', () => {
    const entries = baseline({ requirement: TWO });
    expect(messages(applyBaseline(result('pass', 'pass', 'not-run'), entries, ALL))).toEqual([]);
    const cut = result('pass', 'pass', 'pass', { interrupted: 'lost' });
    expect(messages(applyBaseline(cut, entries, ALL))).toEqual([]);
    expect(messages(applyBaseline(result('pass', 'pass', 'pass', { faults: ['a bug'] }), entries, ALL))).toEqual([]);
  });
});

describe('the revision', () => {
  it('keeps what holds, drops what is stale and adds what fails', () => {
    const entries = baseline({ requirement: ONE }, { requirement: '2449-5-S9' });
    expect(revised(result('fail', 'pass', 'fail'), entries)).toEqual({
      kept: [entries.entries[0]],
      added: [{ requirement: TWO, verdict: 'fail' }],
    });
  });

  it('goes on telling scenarios apart', () => {
    const entries = baseline({ scenario: 'first' });
    expect(revised(result('fail', 'fail'), entries).added).toEqual([{ scenario: 'second', verdict: 'fail' }]);
  });

  it('is followed by a run without surprises', () => {
    const run = result('fail', 'fail', 'fail');
    const { added } = revised(run, baseline({ scenario: 'first' }, { requirement: '2449-5-S9' }));
    const next = applyBaseline(run, baseline({ scenario: 'first' }, ...added), ALL);
    expect(exitStatus(next)).toBe(0);
  });
});
