import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RunResult } from '../verdict/result.ts';
import { exitStatus } from '../verdict/summary.ts';
import { renderJunit } from './junit.ts';
import { HOSTILE, requirement, sampleResult, scenario } from './sample.ts';

/** What keeps `xml` from being well-formed, as far as documents without comments, CDATA and DOCTYPE go. */
function faultsOf(xml: string): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  // XML 1.0 section 2.2: the characters that may occur at all.
  must(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(xml), 'a character that XML does not know');
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const open: string[] = [];
  const pattern = /<(\/?)([A-Za-z][\w-]*)((?:\s[\w-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of body.matchAll(pattern)) {
    const [all, closing, name = '', attributes = '', empty, text] = match;
    end += all.length;
    if (text !== undefined) {
      must(!/[&>]/.test(text.replace(/&(?:amp|lt|gt|quot);/g, '')), `text that is not escaped: ${text}`);
      must(open.length > 0 || text.trim() === '', `text outside the root: ${text}`);
    } else if (closing === '/') {
      must(open.pop() === name, `</${name}> closes something else`);
    } else {
      const names = [...attributes.matchAll(/\s([\w-]+)=/g)].map(([, each]) => each);
      must(new Set(names).size === names.length, `<${name}> has an attribute twice`);
      if (empty !== '/') open.push(name);
    }
  }
  must(end === body.length, `not XML: ${body.slice(end, end + 80)}`);
  must(open.length === 0, `never closed: ${open.join(' ')}`);
  return faults;
}

function countOf(xml: string, element: string): number {
  return xml.split(`<${element} `).length - 1;
}

function only(...requirements: RunResult['requirements']): RunResult {
  return sampleResult({ requirements });
}

describe('renderJunit', () => {
  it('is well-formed whatever a peer sent', () => {
    expect(faultsOf(renderJunit(sampleResult()))).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bad = scenario(text, 'fail', { reason: text });
        const broken = requirement('2449-5-S1', 'fail', { title: text, reason: text, scenarios: [bad] });
        expect(faultsOf(renderJunit(only(broken)))).toEqual([]);
      }),
    );
  });

  it('shows hostile text as text', () => {
    expect(renderJunit(sampleResult())).not.toContain(HOSTILE);
    expect(renderJunit(sampleResult())).toContain('\\u{202E}txt.exe');
  });

  it('has a failure for what is broken, with the exchange and the caret', () => {
    const xml = renderJunit(sampleResult());
    expect(countOf(xml, 'failure')).toBe(3);
    expect(xml).toContain('failures="3" errors="0"');
    expect(xml).toContain('expected: one SP between the tag and the parameter');
    expect(xml).toMatch(/S {2}LOGIN-DELAY {2}900\\r\\n\n +\^\n/);
  });

  it('passes what is advice only, and says so', () => {
    const xml = renderJunit(only(requirement('2449-5-S5', 'advice', { scenarios: [scenario('tags', 'advice')] })));
    expect(countOf(xml, 'failure')).toBe(0);
    expect(xml).toContain('<system-out>advice: ');
  });

  it.each(['inconclusive', 'not-applicable', 'not-run'] as const)('skips what is %s, with the reason', (verdict) => {
    const reason = 'the maildrop is empty';
    const one = requirement('2449-5-S1', verdict, { reason, scenarios: [scenario('x', verdict, { reason })] });
    const xml = renderJunit(only(one, requirement('2449-5-S2', verdict, { reason }), requirement('2449-5-S3', 'pass')));
    expect(xml.split('<skipped message="the maildrop is empty"/>')).toHaveLength(3);
    expect(xml).toContain('tests="3" failures="0" errors="0" skipped="2"');
  });

  it('fails a requirement that is broken though no scenario of its own is', () => {
    const xml = renderJunit(only(requirement('2449-3-S3', 'fail', { scenarios: [scenario('x', 'pass')] })));
    expect(countOf(xml, 'failure')).toBe(1);
  });

  it('skips a failure that the baseline expects, with both reasons', () => {
    const failed = scenario('x', 'fail', { reason: 'two spaces', baseline: 'expected' });
    const known = requirement('2449-5-S1', 'fail', { baseline: 'expected', scenarios: [failed] });
    const entry = { line: 4, requirement: '2449-5-S1', verdict: 'fail', reason: 'until 2.4' } as const;
    const baseline = { file: 'known.yaml', expected: [entry], stale: [] };
    const xml = renderJunit(sampleResult({ requirements: [known], baseline }));
    expect(xml).toContain('tests="1" failures="0" errors="0" skipped="1"');
    expect(xml).toContain('<skipped message="known failure (until 2.4): two spaces"/>');
  });

  it('has a suite of its own for the stale entries of a baseline', () => {
    const stale = {
      line: 4,
      requirement: '2449-5-S1',
      verdict: 'fail',
      reason: 'r',
      message: 'it passed <now>',
    } as const;
    const baseline = { file: 'known.yaml', expected: [], stale: [stale] };
    const passed = requirement('2449-5-S1', 'pass', { scenarios: [scenario('x', 'pass')] });
    const xml = renderJunit(sampleResult({ requirements: [passed], baseline }));
    expect(xml).toContain('<testsuite name="baseline known.yaml" tests="1" failures="1"');
    expect(xml).toContain('file="known.yaml" line="4"');
    expect(xml).toContain('<failure message="it passed &lt;now&gt;" type="stale-baseline">');
    expect(xml).toContain('tests="2" failures="1" errors="0" skipped="0"');
  });

  it.each<[string, Partial<RunResult>]>([
    ['a failure', { requirements: [requirement('2449-5-S1', 'fail', { scenarios: [scenario('x', 'fail')] })] }],
    ['a pass', { requirements: [requirement('2449-5-S1', 'pass', { scenarios: [scenario('x', 'pass')] })] }],
    ['nothing but what is inconclusive', { requirements: [requirement('2449-5-S1', 'inconclusive')] }],
    ['advice', { requirements: [requirement('2449-5-S1', 'advice'), requirement('2449-5-S2', 'not-run')] }],
    ['an expected failure', { requirements: [requirement('2449-5-S1', 'fail', { baseline: 'expected' })] }],
    ['a run that broke off', { requirements: [requirement('2449-5-S1', 'pass')], interrupted: 'lost' }],
    ['a fault of ours', { requirements: [requirement('2449-5-S1', 'pass')], faults: ['lost'] }],
  ])('agrees with the exit status: %s', (_name, more) => {
    const result = sampleResult(more);
    const green = /<testsuites [^>]*failures="0" errors="0"/.test(renderJunit(result));
    expect(green).toBe(exitStatus(result) === 0);
  });

  it('has an error where the run itself went wrong, ended early or judged nothing', () => {
    const passed = [requirement('2449-5-S1', 'pass', { scenarios: [scenario('x', 'pass')] })];
    expect(renderJunit(sampleResult({ requirements: passed }))).toContain('errors="0"');
    expect(renderJunit(sampleResult({ requirements: passed, faults: ['a timer was lost'] }))).toContain('errors="1"');
    expect(renderJunit(sampleResult({ requirements: passed, interrupted: 'login refused' }))).toContain('errors="1"');
    expect(renderJunit(sampleResult({ requirements: [] }))).toContain('errors="1"');
    expect(renderJunit(only(requirement('2449-5-S1', 'not-applicable')))).toContain('errors="1"');
  });
});
