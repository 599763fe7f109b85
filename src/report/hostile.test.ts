/** What a peer can send at most, and at worst: it stays text, and no report grows with it. */

import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';

import { HOSTILE, requirement, sampleResult, scenario, summaryOf } from './sample.ts';
import { read } from './html/characters.test.support.ts';
import { renderHtml } from './html/page.ts';
import { renderJunit } from './junit.ts';
import { renderSummary } from './terminal.ts';
import type { RunResult } from '../verdict/result.ts';
import { renderTranscript } from '../verdict/transcript.ts';

const MEGABYTE = 1 << 20;

/** A failed run in which the server sent this. */
function runWith(data: string): RunResult {
  const at = { entry: 0, offset: data.length >> 1 };
  const finding = { requirement: '2449-3-S2', kind: 'fail' as const, message: 'it was wrong', at };
  const entry = { t: 1, from: 'S' as const, connection: 1, event: 'data' as const, data };
  const failed = scenario('long', 'fail', { findings: [finding], transcript: [entry], reason: 'it was wrong' });
  const requirements = [requirement('2449-3-S2', 'fail', { scenarios: [failed] })];
  return sampleResult({ requirements, summary: summaryOf(requirements), claims: [] });
}

const RENDERERS: ReadonlyArray<readonly [string, (result: RunResult) => string]> = [
  ['HTML', (result) => read(renderHtml(result, []))],
  ['the terminal', (result) => renderSummary(result, { chalk: new Chalk({ level: 0 }), width: 80 })],
  ['JUnit', renderJunit],
];

/** Markup, bidi controls and ANSI escapes, again and again, as octets. */
const UNIT = Buffer.from(`<script>alert(1)</script>\u202e\u001b[31m${HOSTILE}`, 'utf8').toString('latin1');

describe.each(RENDERERS)('in %s', (_, render) => {
  const short = render(runWith('+OK\r\n')).length;

  it.each([
    ['a line of 10 MB', `+OK ${UNIT.repeat(Math.ceil((10 * MEGABYTE) / UNIT.length))}\r\n`],
    ['a hundred thousand lines', '\x00\r\n'.repeat(100_000)],
    ['ten million octets that have no face', '\xff'.repeat(10 * MEGABYTE)],
  ])('%s: text, and not much of it', (__, data) => {
    const text = render(runWith(data));
    expect(text.length - short).toBeLessThan(400_000);
    expect(text).not.toMatch(/<script>alert|[^\n\P{C}]/u);
  });
});

it('a result keeps of a line of 10 MB its ends, and says how much is missing', () => {
  const octets = Buffer.alloc(10 * MEGABYTE, 'x');
  const { entries } = renderTranscript([{ t: 1, connection: 1, from: 'S', event: 'data', octets, secrets: [] }], []);
  expect(entries[0]?.data.length).toBeLessThanOrEqual(4096);
  expect(entries[0]?.omitted?.octets).toBe(10 * MEGABYTE - (entries[0]?.data.length ?? 0));
});
