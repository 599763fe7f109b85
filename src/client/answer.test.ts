import { expect, test } from 'vitest';
import { lineOf } from '../protocol/line.ts';
import { octetsOf } from '../protocol/octets.ts';
import { contentOf, linesOf, textOf, type Answer } from './answer.ts';

const answering = (first: string, ...lines: string[]): Answer => ({
  kind: 'answer',
  command: 'LIST',
  connection: 1,
  first: lineOf(octetsOf(first)),
  status: '+OK',
  lines: lines.map((line) => lineOf(octetsOf(line))),
});

test('stray CRs before a line end are no part of what a line says', () => {
  expect(contentOf(lineOf(octetsOf('1 120\r\r\r\n'))).toString()).toBe('1 120');
  expect(contentOf(lineOf(octetsOf('a\rb\r\n'))).toString()).toBe('a\rb');
  expect(contentOf(lineOf(octetsOf('\r\r\n')))).toHaveLength(0);
  const answer = answering('+OK 1 120\r\r\n', '1 120\r\r\n', '2 200\r\n');
  expect(textOf(answer)).toBe('1 120');
  expect(linesOf(answer)).toEqual(['1 120', '2 200']);
});
