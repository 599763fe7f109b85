import { expect, test } from 'vitest';
import { conversations } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';
import { mostOutstanding, octetsSinceAnswer } from './outstanding.ts';

function most(...session: readonly string[]): number {
  const entries = entriesOf(['S: +OK', 'C: PASS x', 'S: +OK', ...session]);
  return mostOutstanding(conversations(entries), entries);
}

test('one command at a time', () => {
  expect(most('C: STAT', 'S: +OK 0 0', 'C: RETR 1', 'S: +OK', 'S: x', 'S: .')).toBe('RETR 1\r\n'.length);
});

test('several, until their answers have ended', () => {
  expect(most('C! RETR 1\r\nRETR 2\r\n', 'S: +OK', 'S: x', 'C: RETR 3', 'S: .', 'S: +OK', 'S: .')).toBe(24);
  expect(most('C! RETR 1\r\nRETR 2\r\n', 'S: +OK', 'S: x', 'S: .', 'C: RETR 3', 'S: +OK', 'S: .')).toBe(16);
});

test('what is never answered stays under way', () => {
  expect(most('C: STAT', 'C: LIST', 'C! UIDL')).toBe('STAT\r\nLIST\r\nUIDL'.length);
});

test('what has come since the server last said something', () => {
  expect(octetsSinceAnswer([])).toBe(0);
  expect(octetsSinceAnswer(entriesOf(['S: +OK', 'C: USER a', 'S: +OK', 'C! PASS', 'C:  b']))).toBe('PASS b\r\n'.length);
  expect(octetsSinceAnswer(entriesOf(['S: +OK', 'C: USER a', 'S! +']))).toBe(0);
});
