import { describe, expect, it } from 'vitest';

import type { Verdict } from '../verdict/result.ts';
import { badgeCount, renderBadge } from './badge.ts';
import { requirement, sampleResult, summaryOf } from './sample.ts';

function summary(...verdicts: readonly Verdict[]): ReturnType<typeof summaryOf> {
  return summaryOf(verdicts.map((verdict, index) => requirement(`2449-5-S${index + 1}`, verdict)));
}

describe('badgeCount', () => {
  it.each<[string, Verdict[]]>([
    ['2/2 MUST', ['pass', 'pass']],
    ['1/3 MUST, 2 untested', ['pass', 'inconclusive', 'not-run']],
    ['1/2 MUST, 1 broken, 1 n/a', ['pass', 'fail', 'not-applicable']],
    ['1/2 MUST, 1 in doubt', ['pass', 'advice']],
    ['0/0 MUST', []],
  ])('is %s', (count, verdicts) => {
    expect(badgeCount(summary(...verdicts))).toBe(count);
  });

  it('never reads as everything where something is open', () => {
    const all: Verdict[] = ['pass', 'fail', 'advice', 'inconclusive', 'not-run'];
    for (const verdict of all.slice(1)) {
      const [, passed, of] = /^(\d+)\/(\d+)/.exec(badgeCount(summary('pass', verdict))) ?? [];
      expect(passed).not.toBe(of);
    }
  });
});

describe('renderBadge', () => {
  const GREEN = '#17692f';

  it('is green only where everything that applies was tested and passed', () => {
    expect(renderBadge({ verdict: 'conforming', summary: summary('pass', 'not-applicable') })).toContain(GREEN);
    expect(renderBadge({ verdict: 'conforming', summary: summary('pass', 'not-run') })).not.toContain(GREEN);
    expect(renderBadge({ verdict: 'incomplete', summary: summary('pass') })).not.toContain(GREEN);
    expect(renderBadge({ verdict: 'conforming', summary: summary() })).not.toContain(GREEN);
    expect(renderBadge({ verdict: 'non-conforming', summary: summary('pass', 'fail') })).toContain('#b3211a');
  });

  it('has nothing in it that a peer sent', () => {
    expect(renderBadge(sampleResult())).toMatch(/^<svg [ -~·\n]*<\/svg>\n$/);
    expect(renderBadge(sampleResult())).not.toMatch(/script|owned|href/);
  });
});
