import { Chalk } from 'chalk';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RunResult } from '../verdict/result.ts';
import { renderProgress, renderScenarioLine } from './progress.ts';
import { HOSTILE, SAMPLE_READINGS, requirement, sampleResult, scenario, summaryOf } from './sample.ts';
import { renderSummary } from './terminal.ts';
import { widthOf } from './wrap.ts';

const PLAIN = new Chalk({ level: 0 });

function summary(result: RunResult, width = 100, chalk = PLAIN): string {
  return renderSummary(result, { chalk, width, readings: SAMPLE_READINGS });
}

describe('renderSummary', () => {
  it('begins with the verdict and honest counts', () => {
    const lines = summary(sampleResult()).split('\n');
    expect(lines.at(0)).toBe('NON-CONFORMING  2 requirements are broken.');
    expect(lines).toContain(
      '2 of 9 requirements passed, 2 failed, 1 advice, 1 inconclusive, 2 not applicable, 1 not run.',
    );
    expect(lines).toContain('MUST         2       0             0       1               2        1      6');
  });

  it('tells of a failure all that one needs', () => {
    expect(summary(sampleResult())).toContain(
      [
        '✗ 2449-3-S6  MUST  A capability line is a tag, then SP-separated parameters of visible octets',
        '  the RFC   “Each capability is listed on a separate line: capa-tag *(SP param) CRLF ; 512 octets',
        '            maximum” (RFC 2449, section 3)',
        '  scenario  the list before login (features/server/2449/5-capa.feature:12)',
        '  breach    A capability line has two spaces between its tag and its parameter',
        '  expected  one SP between the tag and the parameter',
        '  came      LOGIN-DELAY  900\\r\\n',
        '    0.3  S  +OK ready\\r\\n',
        '    0.7  C  CAPA\\r\\n',
        '    1.1  S  +OK Capability list follows\\r\\n',
        '         S  TOP\\r\\n',
        '         S  LOGIN-DELAY  900\\r\\n',
        '                        ^',
        '    1.6  S  SASL PLAIN CRAM-MD5\\r\\n',
        '  also      in 1 more scenario: see the report',
        '  reading   R4: `%x7F` (DEL) is called printable by the grammar. We let it pass with advice.',
        '  alone     npx pop3spec server 127.0.0.1:110 --only features/server/2449/5-capa.feature:12',
        '',
      ].join('\n'),
    );
  });

  it('shows the advice that --strict turned into a failure', () => {
    const advice = {
      requirement: '5034-4-S10',
      kind: 'advice' as const,
      message: 'PLAIN without TLS',
      at: { entry: 3, offset: 37 },
    };
    const strict = requirement('5034-4-S10', 'fail', { scenarios: [scenario('x', 'fail', { findings: [advice] })] });
    expect(summary(sampleResult({ requirements: [strict] }))).toMatch(/breach {4}PLAIN without TLS\n(?:.*\n)+ +\^\n/);
  });

  it('tells what a baseline expects with its reason, and what of it is stale', () => {
    const known = requirement('2449-5-S1', 'fail', { baseline: 'expected', scenarios: [scenario('x', 'fail')] });
    const entry = { line: 4, requirement: '2449-5-S1', verdict: 'fail', reason: 'until 2.4' } as const;
    const stale = { ...entry, line: 8, requirement: '2449-5-S2', message: '2449-5-S2 is expected to fail' };
    const baseline = { file: 'known.yaml', expected: [entry], stale: [stale] };
    const text = summary(sampleResult({ requirements: [known], baseline }));
    expect(text).toContain('The baseline known.yaml: 1 expected failure (these do not fail the run); 1 stale entry');
    expect(text).toContain('✗ The baseline is stale (1)\n  known.yaml:8: 2449-5-S2 is expected to fail\n');
    expect(text).toContain('✗ 2449-5-S1 (failed): until 2.4\n');
    expect(text).not.toContain('the RFC');
  });

  it('groups what was not judged by its reason', () => {
    expect(summary(sampleResult())).toContain('– the server does not announce EXPIRE: 2449-6.7-S2, 2449-6.10-S1');
    expect(summary(sampleResult())).toContain('? the delay is 900 s, and --max-wait allows 10 s: 2449-6.5-S5');
  });

  it('never calls a run conforming that judged nothing or went wrong', () => {
    const none = [requirement('2449-5-S1', 'not-applicable')];
    const idle = sampleResult({ requirements: none, summary: summaryOf(none), verdict: 'incomplete' });
    expect(summary(idle)).toMatch(/^INCOMPLETE {2}Nothing was judged/);
    const faulty = sampleResult({ verdict: 'conforming', faults: ['a socket was lost'] });
    expect(summary(faulty)).toMatch(/^NO VERDICT {2}/);
    expect(summary(faulty)).toContain('A fault of pop3spec: a socket was lost');
  });

  it('keeps within the width, commands aside', () => {
    const some = [requirement('2449-5-S1', 'pass')];
    const runs = [
      sampleResult(),
      sampleResult({ requirements: [], verdict: 'incomplete' }),
      sampleResult({ requirements: some, verdict: 'incomplete', interrupted: 'the login was refused '.repeat(9) }),
      sampleResult({ requirements: some, verdict: 'conforming' }),
      sampleResult({ requirements: some, faults: ['a socket was lost '.repeat(9)] }),
    ];
    for (const [width, result] of [40, 60, 80, 132].flatMap((each) => runs.map((run) => [each, run] as const))) {
      const lines = summary(result, width).split('\n');
      const wide = lines.filter((line) => !line.includes('--only') && widthOf(line) > width);
      expect(wide).toEqual([]);
    }
  });

  it('has no escape sequence but those of chalk', () => {
    const text = summary(sampleResult());
    expect(text).not.toMatch(/[^\n\P{C}]/u);
    const coloured = summary(sampleResult(), 100, new Chalk({ level: 1 }));
    expect(coloured.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '')).toBe(text);
  });

  it('stays printable whatever any text of the result is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bad = scenario(text, 'fail', {
          uri: text,
          reason: text,
          findings: [
            { requirement: '2449-5-S1', kind: 'fail', message: text, expected: text, actual: text, reading: text },
          ],
          transcript: [{ t: 0, from: 'S', connection: 1, event: 'data', data: text }],
        });
        const broken = requirement('2449-5-S1', 'fail', { title: text, quote: text, reason: text, scenarios: [bad] });
        const missing = requirement('2449-5-S2', 'inconclusive', { reason: text });
        const base = sampleResult({ requirements: [broken, missing], faults: [text], interrupted: text });
        const result = { ...base, target: { ...base.target, name: text, address: text } };
        expect(summary(result)).not.toMatch(/[^\n\P{C}]/u);
      }),
    );
  });
});

describe('progress', () => {
  it('draws one line within the width, without an escape sequence', () => {
    const state = { done: 5, total: 20, failed: 1, current: `CAPA ${HOSTILE}` };
    const line = renderProgress(state, 60);
    expect(line).toMatch(/^█{5}░{15} 5\/20, 1 failed {2}CAPA /);
    expect(widthOf(line)).toBeLessThanOrEqual(60);
    expect(line).not.toMatch(/\p{C}/u);
    expect(renderProgress({ ...state, total: 0 }, 60)).toContain('5/0');
  });

  it('writes a line for a log', () => {
    const ended = { requirement: '2449-5-S1', name: 'CAPA first', reason: 'no answer\n', durationMs: 2.44 };
    expect(renderScenarioLine({ ...ended, verdict: 'pass' }, PLAIN)).toBe('✓ 2449-5-S1 passed (2.4 ms) CAPA first');
    expect(renderScenarioLine({ ...ended, verdict: 'fail' }, PLAIN)).toBe(
      '✗ 2449-5-S1 failed (2.4 ms) CAPA first: no answer\\x0A',
    );
  });
});
