import { Chalk } from 'chalk';
import { expect, it } from 'vitest';
import type { RunResult } from '../verdict/result.ts';
import { EXIT } from '../verdict/summary.ts';
import { exitWords, renderBriefly } from './closing-words.ts';

const NONE = { pass: 0, fail: 0, advice: 0, inconclusive: 0, 'not-applicable': 0, 'not-run': 0 };

const RESULT: RunResult = {
  schema: 1,
  suite: { name: 'pop3spec', version: '1' },
  role: 'server',
  target: { name: 'x', address: 'x:110', tls: 'none', greeting: '', implementation: '' },
  started: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  verdict: 'non-conforming',
  summary: { MUST: { ...NONE, pass: 1, fail: 1 }, SHOULD: NONE, MAY: NONE },
  claims: [],
  requirements: [],
  faults: [],
};

it('has words for every exit status', () => {
  for (const status of [...Object.values(EXIT), 130, 143]) expect(exitWords(status)).toMatch(/^exit status \d+: ./);
});

it('tells the verdict in one line', () => {
  expect(renderBriefly(RESULT, new Chalk({ level: 0 }))).toBe('NON-CONFORMING  1 of 2 requirements passed, 1 failed\n');
});

it('does not hide faults of our own or an early end, and shows nothing raw', () => {
  const text = renderBriefly({ ...RESULT, faults: ['oops \u001B[2J'], interrupted: 'lost' }, new Chalk({ level: 0 }));
  expect(text).toMatch(/^NO VERDICT {2}.*\na fault of pop3spec: oops \\x1B\[2J\nthe run ended early: lost\n$/);
});
