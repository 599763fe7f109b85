import { expect, it } from 'vitest';
import type { ScenarioResult, Target, TranscriptEntry } from '../verdict/result.ts';
import { conversationOf, reproductionsOf } from './of-scenario.ts';

const TARGET: Target = { name: 'x', address: '192.0.2.1:110', tls: 'none', greeting: '', implementation: '' };

function scenario(transcript: readonly TranscriptEntry[], connection = 1): ScenarioResult {
  const entry = transcript.findLastIndex((each) => each.connection === connection);
  return {
    name: 's',
    uri: 'features/x.feature',
    line: 1,
    verdict: 'fail',
    reason: '',
    durationMs: 0,
    findings: [{ requirement: '2449-3-S2', kind: 'fail', message: '', at: { entry, offset: 0 } }],
    transcript,
  };
}

const said = (connection: number, from: 'S' | 'C', data: string): TranscriptEntry => ({
  t: 1,
  connection,
  from,
  event: 'data',
  data,
});

const TALK = [
  said(1, 'S', '+OK other\r\n'),
  said(2, 'S', '+OK rea'),
  said(2, 'S', 'dy\r\n'),
  said(2, 'C', 'USER alice\r\n'),
  said(2, 'S', '+OK\r\n'),
  said(2, 'C', 'PASS {password}\r\n'),
  said(2, 'S', 'hello ********\r\n'),
];

it('is the conversation of the connection on which the breach was seen, without names and borders', () => {
  const [shell, script, ...others] = reproductionsOf(scenario(TALK, 2), 'server', TARGET);
  expect(others).toEqual([]);
  expect(script?.text).toBe('S: +OK ready\nC: USER {user}\nS: +OK\nC: PASS {password...}\nS: hello ********\n');
  expect(shell?.text).toMatch(/\| nc 192\.0\.2\.1 110\n$/);
  expect(reproductionsOf(scenario(TALK, 2), 'client', TARGET).map(({ text }) => text)).toEqual([
    expect.stringContaining('S: +OK rea\\\ncut\nS: dy\n'),
  ]);
});

it('is none where there is none, not all of it is known, or it is long', () => {
  expect(conversationOf(scenario([]))).toBeUndefined();
  const cut = { ...said(1, 'S', '+OK\r\n'), omitted: { at: 1, octets: 5 } };
  expect(conversationOf(scenario([cut]))).toBeUndefined();
  expect(reproductionsOf(scenario([said(1, 'S', `+OK ${'x'.repeat(20_000)}\r\n`)]), 'server', TARGET)).toEqual([]);
});
