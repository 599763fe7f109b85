import { expect, test } from 'vitest';
import { Announcements } from './announcements.ts';
import { conversations } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';

const capa = (...lines: string[]): string[] => ['C: CAPA', 'S: +OK', ...lines.map((line) => `S: ${line}`), 'S: .'];
const [first] = conversations(entriesOf(['S: +OK', ...capa('uidl', 'Sasl plain XTEST')]));
const [other] = conversations(
  entriesOf(['S: +OK', ...capa('PIPELINING')]).map((entry) => ({ ...entry, connection: 2 })),
);
if (first === undefined || other === undefined) throw new Error('there are two conversations');

test('what comes on a connection is known once it has come', () => {
  const seen = new Announcements([first]).along(1);
  expect(seen.announces('UIDL')).toBe(false);
  for (const exchange of first.exchanges) seen.answered(exchange);
  expect(seen.announces('UIDL')).toBe(true);
});

test('tags and parameters count in any case, whole, and only in their own line', () => {
  const seen = new Announcements([first, other]).along(2);
  expect(seen.announces('SASL', 'Plain')).toBe(true);
  expect(seen.announces('SASL', 'PLAI')).toBe(false);
  expect(seen.announces('PLAIN')).toBe(false);
  expect(seen.announces('UIDL', 'PLAIN')).toBe(false);
});

test('what another connection of the launch has taught may be known from the beginning', () => {
  expect(new Announcements([first, other]).along(1).announces('PIPELINING')).toBe(true);
});
