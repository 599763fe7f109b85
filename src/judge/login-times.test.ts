import { expect, test } from 'vitest';
import type { WireEntry } from '../wire/transcript.ts';
import { conversations } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';
import { loginIntervals } from './login-times.ts';

/** A connection on which each event takes place 10 ms behind the one before. */
function visit(connection: number, from: number, ...session: readonly string[]): WireEntry[] {
  return entriesOf(session).map((entry, index) => ({ ...entry, connection, t: from + index * 10 }));
}

function intervals(...entries: readonly WireEntry[]): number[] {
  return loginIntervals(conversations(entries), entries).map(({ ms }) => ms);
}

test('from the +OK of a login to the next authentication command, on another connection', () => {
  const first = visit(1, 0, 'S: +OK', 'C: USER x', 'S: +OK', 'C: PASS x', 'S: +OK', 'C: QUIT', 'S: +OK');
  const second = visit(2, 1000, 'S: +OK', 'C: AUTH PLAIN AAA=', 'S: +OK');
  expect(intervals(...first, ...second)).toEqual([1020 - 50]);
});

test('a login that was refused begins no delay, and is an attempt', () => {
  const first = visit(1, 0, 'S: +OK', 'C: APOP x y', 'S: +OK');
  const second = visit(2, 1000, 'S: +OK', 'C: APOP x y', 'S: -ERR');
  const third = visit(3, 2000, 'S: +OK', 'C: APOP x y', 'S: +OK');
  expect(intervals(...first, ...second, ...third)).toEqual([990, 1990]);
});

test('one login, or AUTH that asks for the mechanisms, is no interval', () => {
  expect(intervals(...visit(1, 0, 'S: +OK', 'C: AUTH', 'S: -ERR', 'C: APOP x y', 'S: +OK'))).toEqual([]);
});

test('an authentication command behind a login, on the same connection, is no other login', () => {
  const first = visit(1, 0, 'S: +OK', 'C: APOP x y', 'S: +OK', 'C: AUTH PLAIN AAA=', 'S: -ERR', 'C: QUIT', 'S: +OK');
  const second = visit(2, 1000, 'S: +OK', 'C: APOP x y', 'S: +OK');
  expect(intervals(...first, ...second)).toEqual([990]);
});
