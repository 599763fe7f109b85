import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';

import { compareRuns } from './compare.ts';
import { renderComparisonHtml } from './html/comparison.ts';
import { HOSTILE, requirement, sampleResult, scenario, summaryOf } from './sample.ts';
import { renderComparisonJson } from './several-json.ts';
import { changeSentence, renderComparison } from './several.ts';
import type { RequirementResult, RunResult } from '../verdict/result.ts';
import { widthOf } from './wrap.ts';

function runOf(requirements: readonly RequirementResult[], more: Partial<RunResult> = {}): RunResult {
  return sampleResult({ requirements, summary: summaryOf(requirements), ...more });
}

const first = scenario('first', 'pass');
const second = scenario('second', 'pass', { line: 30 });

const BEFORE = runOf([
  requirement('2449-3-S1', 'pass', { scenarios: [first] }),
  requirement('2449-3-S2', 'fail', { reason: 'it was wrong', scenarios: [scenario('first', 'fail')] }),
  requirement('2449-3-S3', 'fail', { scenarios: [scenario('first', 'fail'), second] }),
  requirement('2449-3-S4', 'fail'),
  requirement('2449-3-S5', 'pass', { reason: 'at 10:31' }),
  requirement('2449-3-S7', 'pass'),
]);
const AFTER = runOf(
  [
    requirement('2449-3-S1', 'fail', {
      reason: `broken ${HOSTILE}`,
      scenarios: [scenario('first', 'fail', { line: 99 })],
    }),
    requirement('2449-3-S2', 'pass', { scenarios: [first] }),
    requirement('2449-3-S3', 'fail', { scenarios: [scenario('first', 'fail'), { ...second, verdict: 'fail' }] }),
    requirement('2449-3-S4', 'inconclusive'),
    requirement('2449-3-S5', 'pass', { reason: 'at 10:32' }),
    requirement('2449-3-S6', 'pass'),
  ],
  { suite: { name: 'pop3spec', version: '0.2.0' } },
);

const CHANGED = compareRuns(BEFORE, AFTER);

describe('compareRuns', () => {
  it('finds what changed, the worst first, and nothing else', () => {
    expect(CHANGED.changes.map(({ kind, before, after }) => [kind, (after ?? before)?.id])).toEqual([
      ['broken', '2449-3-S1'],
      ['mended', '2449-3-S2'],
      ['other', '2449-3-S4'],
      ['scenarios', '2449-3-S3'],
      ['added', '2449-3-S6'],
      ['removed', '2449-3-S7'],
    ]);
    expect(CHANGED.same).toBe(1);
    expect(CHANGED.circumstances).toEqual([{ what: 'pop3spec', before: '0.1.0', after: '0.2.0' }]);
    expect(CHANGED.claims).toEqual([]);
  });

  it('finds nothing between a run and itself', () => {
    expect(compareRuns(AFTER, AFTER)).toMatchObject({ changes: [], circumstances: [], claims: [], same: 6 });
  });

  it('knows a scenario by its name, wherever it stands', () => {
    expect(CHANGED.changes[0]?.scenarios).toEqual([{ name: 'first', before: 'pass', after: 'fail' }]);
    expect(CHANGED.changes[3]?.scenarios).toEqual([{ name: 'second', before: 'pass', after: 'fail' }]);
  });

  it('finds what is announced otherwise', () => {
    const claims = sampleResult().claims.map((claim) => ({
      ...claim,
      accepted: false,
      announcements: claim.announcements.slice(1),
    }));
    expect(compareRuns(BEFORE, { ...BEFORE, claims }).claims.slice(0, 2)).toEqual([
      { what: 'PIPELINING works', before: 'yes', after: 'no' },
      { what: 'SASL works', before: 'yes', after: 'no' },
    ]);
  });
});

describe('a comparison', () => {
  it('is told in a few lines, in the width of the screen', () => {
    const text = renderComparison(CHANGED, { chalk: new Chalk({ level: 0 }), width: 80 });
    expect(text).toContain('1 newly broken, 1 mended, 4 changed otherwise, 1 requirement the same.');
    expect(text).toContain('Newly broken (1)\n2449-3-S1 MUST');
    expect(text).toContain('pop3spec: 0.1.0 → 0.2.0');
    expect(text.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(text).not.toMatch(/[^\n\P{C}]/u);
  });

  it('is a page with each change before and after', () => {
    const page = renderComparisonHtml(CHANGED, []);
    expect(page).toContain('1 requirement newly broken');
    expect(page).toContain(changeSentence(CHANGED));
    expect(page).toMatch(/<details id="2449-3-S1\.after"\s+open>/);
    expect(page).not.toContain('2449-3-S5');
    expect(page).not.toContain(HOSTILE);
    const anchors = [...page.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(anchors).size).toBe(anchors.length);
  });

  it('is JSON with the verdicts before and after', () => {
    const { changes, same } = JSON.parse(renderComparisonJson(CHANGED));
    expect(same).toBe(1);
    expect(changes[0]).toMatchObject({ kind: 'broken', id: '2449-3-S1', before: 'pass', after: 'fail' });
    expect(changes.at(-1)).toMatchObject({ kind: 'removed', id: '2449-3-S7', before: 'pass', after: null });
  });
});
