import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RunResult } from '../verdict/result.ts';
import { renderAnnotations, renderStepSummary } from './github.ts';
import { HOSTILE, requirement, sampleResult, scenario } from './sample.ts';

/** What a server could say to speak to the runner instead of to us. */
const FORGED = '\r\n::add-mask::x\n##[error]y %0A::set-output name=a::b';

function annotations(more: Partial<RunResult> = {}): string[] {
  const text = renderAnnotations(sampleResult(more), ({ uri, line }) => ({ file: uri, line }));
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

function failed(reason: string, id = '2449-5-S1'): ReturnType<typeof requirement> {
  return requirement(id, 'fail', { title: 'a: b, c', reason, scenarios: [scenario('x', 'fail')] });
}

describe('renderAnnotations', () => {
  it('points to the scenario of each requirement that is broken', () => {
    expect(annotations({ requirements: [failed('100 %: two,\nspaces')] })).toEqual([
      '::error file=features/server/2449/5-capa.feature,line=12,title=2449-5-S1 MUST%3A a%3A b%2C c::100 %25: two,%0Aspaces',
    ]);
  });

  it('lets no text become a command', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(FORGED), fc.constant(HOSTILE)), (text) => {
        const [line, ...others] = annotations({ requirements: [failed(text)] });
        expect(others).toEqual([]);
        expect(line).toMatch(/^::error file=[^,]*,line=12,title=[^,:]*::[ -~\u00a0-\u{10ffff}]*$/u);
      }),
    );
  });

  it('is silent about what does not fail the run', () => {
    const known = { ...failed('known'), baseline: 'expected' as const };
    expect(annotations({ requirements: [known, requirement('2449-5-S2', 'advice')] })).toEqual([]);
  });

  it('points into the baseline where that is stale', () => {
    const entry = { line: 7, requirement: '2449-5-S1', verdict: 'fail', reason: 'r', message: 'it passed' } as const;
    expect(annotations({ requirements: [], baseline: { file: 'known.yaml', expected: [], stale: [entry] } })).toEqual([
      '::error file=known.yaml,line=7,title=The baseline is stale::it passed',
    ]);
  });

  it('says how many there are beyond those that are shown', () => {
    const many = Array.from({ length: 30 }, (_, index) => failed('x', `2449-5-S${index + 1}`));
    const lines = annotations({ requirements: many });
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error title=pop3spec::and 21 more: see the summary of the step');
  });
});

describe('renderStepSummary', () => {
  it('has the verdict, the counts and what failed', () => {
    const text = renderStepSummary(sampleResult({ requirements: [failed('two spaces')] }));
    expect(text).toContain('## pop3spec: Non-conforming\n');
    expect(text).toContain('| MUST | 1 | 0 | 0 | 0 | 0 | 0 | 1 |');
    expect(text).toContain('| 2449-5-S1 | MUST | a&#58; b&#44; c | <code>two spaces</code> |');
  });

  it('has no markup but its own, whatever a peer sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(FORGED), fc.constant(HOSTILE)), (text) => {
        const lines = renderStepSummary(sampleResult({ requirements: [failed(text)] })).split('\n');
        const row = lines.find((line) => line.startsWith('| 2449-5-S1 ')) ?? '';
        const [, cell = ''] = /<code>(.*)<\/code> \|$/.exec(row) ?? [];
        expect(cell.replace(/&#\d+;/g, '')).toMatch(/^[A-Za-z0-9 \u00a0-\u{10ffff}]*$/u);
        expect(lines).toHaveLength(16);
      }),
    );
  });

  it('stays below the limit of a summary', () => {
    const many = Array.from({ length: 500 }, (_, index) => failed('<'.repeat(100_000), `2449-5-S${index + 1}`));
    const text = renderStepSummary(sampleResult({ requirements: many }));
    expect(text.length).toBeLessThan(1024 * 1024);
    expect(text).toContain('… and 400 more rows: see the report.');
  });
});
