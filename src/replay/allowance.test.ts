import { expect, it } from 'vitest';
import { parseScript } from '../script/parse.ts';
import { allowanceMs } from './allowance.ts';
import { recordedBy } from './recorded.ts';

const ANSWER_MS = 10_000;

function allowance(source: string): number {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  return allowanceMs(parsed.script, recordedBy(parsed.script), ANSWER_MS);
}

it('gives each answer its time, the greeting, handshakes and the end of the connection among them', () => {
  const short = allowance('S: +OK\n');
  expect(short).toBeGreaterThan(2 * ANSWER_MS);
  expect(short).toBeLessThan(2.1 * ANSWER_MS);
  const long = allowance('S: +OK\nC: STLS\nS: +OK\nstart TLS\nC: NOOP\nS: +OK\nC: QUIT\nS: +OK\nclose\n');
  expect(Math.round((long - short) / ANSWER_MS)).toBe(4);
});

it('gives octets the time that they take on a slow way, however they are written, and pauses theirs', () => {
  const before = allowance('S: +OK\nC: RETR 1\nS: +OK\nS: .\n');
  const message = `S: ${'x'.repeat(5000)}\nS: {hidden 5000}\nS: {pad 5000}\nS: {xy*2500}\n`;
  expect(allowance(`S: +OK\nC: RETR 1\nS: +OK\n${message}S: .\n`) - before).toBe(20_000);
  expect(allowance('S: +OK\nC: RETR 1\nwait 3s\nS: +OK\nS: .\nclient wait 2s\n') - before).toBe(5000);
});
