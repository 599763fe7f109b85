import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stuff } from '../protocol/dot-stuffing.ts';
import { splitLines } from '../protocol/line.ts';
import { octetsOf } from '../protocol/octets.ts';
import { bodyLength, differenceFrom, readMessage } from './message.ts';

const read = (text: string): ReturnType<typeof readMessage> => readMessage(splitLines(octetsOf(text)));

describe('readMessage', () => {
  test.each<[string, string, string[], string[] | undefined, number]>([
    ['header and body', 'A: b\r\nC: d\r\n\r\nx\r\n\r\ny\r\n', ['A: b', 'C: d'], ['x', '', 'y'], 22],
    ['no body', 'A: b\r\n\r\n', ['A: b'], [], 8],
    ['no blank line', 'A: b\r\n', ['A: b'], undefined, 6],
    ['nothing', '', [], undefined, 0],
    ['stuffed lines', '\r\n..\r\n...x\r\n', [], ['.', '..x'], 10],
    ['a line that was not stuffed loses its dot, as in any client', '\r\n.x\r\n', [], ['x'], 5],
    ['behind a bare LF no line begins', '\r\na\n..b\r\n', [], ['a', '..b'], 9],
  ])('%s', (_name, text, header, body, size) => {
    expect(read(text)).toEqual({ header, body, size });
  });

  const text = fc
    .array(fc.constantFrom('.', '..', 'x', '\r\n', '\n', '\r', ' '), { maxLength: 40 })
    .map((parts) => octetsOf(`${parts.join('')}\r\n`));

  test('has as many lines in its body as are counted without taking it apart', () => {
    fc.assert(
      fc.property(text, (came) => {
        const lines = splitLines(came);
        expect(bodyLength(lines)).toBe(readMessage(lines).body?.length);
      }),
    );
  });

  test('has the size of what was stored, whatever that is', () => {
    fc.assert(
      fc.property(text, (stored) => {
        expect(readMessage(splitLines(stuff(stored))).size).toBe(stored.length);
      }),
    );
  });
});

test.each<[string, string[], string[], number | undefined]>([
  ['the same', ['a', '', 'b'], ['a', '', 'b'], undefined],
  ['a blank end more', ['a'], ['a', '', ''], undefined],
  ['another line', ['a', 'b'], ['a', 'c'], 2],
  ['a line less', ['a', 'b'], ['a'], 2],
  ['a line more behind it', ['a'], ['a', '', 'b'], 1],
  ['lines before it', ['a', 'b'], ['x', 'a', 'b'], undefined],
  ['nothing', ['a'], [], 1],
])('differenceFrom: %s', (_name, delivered, body, at) => {
  expect(differenceFrom(delivered, body)?.line).toBe(at);
});
