import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter, judgeFrame, judgeLineEnding, lineOf, splitLines, type Line } from './line.ts';
import { octetsOf } from './octets.ts';

/** Streams rich in what matters to framing. */
const stream = fc
  .array(fc.oneof(fc.constantFrom('\r\n', '\n', '\r', '\0', '\xff', '.', 'text'), fc.constant('x'.repeat(300))), {
    maxLength: 30,
  })
  .map((parts) => octetsOf(parts.join('')));

function cut(octets: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(octets.subarray(at, at + size));
    at += size;
  }
  return [...pieces, octets.subarray(at)];
}

function pushAll(splitter: LineSplitter, pieces: readonly Buffer[]): Line[] {
  return pieces.flatMap((piece) => splitter.push(piece));
}

describe('LineSplitter', () => {
  test('cuts at each LF and tells CRLF, bare LF and the offsets apart', () => {
    const splitter = new LineSplitter(100);
    const lines = splitter.push(octetsOf('+OK\r\nbare\n\r\r\n\0\xe9\r\nrest'));
    expect(lines.map((line) => [line.content.toString('latin1'), line.terminator, line.offset])).toEqual([
      ['+OK', 'CRLF', 0],
      ['bare', 'LF', 5],
      ['\r', 'CRLF', 10],
      ['\0\xe9', 'CRLF', 13],
    ]);
    expect(splitter.rest().toString('latin1')).toBe('rest');
  });

  test('a CRLF that is cut in two is still a CRLF', () => {
    const splitter = new LineSplitter(100);
    expect(splitter.push(octetsOf('+OK\r'))).toEqual([]);
    const [line] = splitter.push(octetsOf('\n'));
    expect([line?.terminator, line?.content.toString()]).toEqual(['CRLF', '+OK']);
  });

  test('no octet is lost, whatever the pieces, and the lines do not depend on them', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(40), { maxLength: 60 }), (octets, sizes) => {
        const splitter = new LineSplitter(Number.POSITIVE_INFINITY);
        const lines = pushAll(splitter, cut(octets, sizes));
        const rest = splitter.rest();
        expect(Buffer.concat([...lines.map((line) => line.octets), rest])).toEqual(octets);
        const whole = splitLines(octets);
        expect(rest.length === 0 ? lines : [...lines, lineOf(rest, octets.length - rest.length)]).toEqual(whole);
        let offset = 0;
        for (const line of whole) {
          expect(line.offset).toBe(offset);
          offset += line.octets.length;
        }
      }),
    );
  });

  test('a line past the limit is cut short, counted, and does not disturb the next', () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 1, max: 400 }), fc.array(fc.nat(40)), (octets, limit, sizes) => {
        const splitter = new LineSplitter(limit);
        const lines = pushAll(splitter, cut(octets, sizes));
        const whole = splitLines(octets);
        for (const [index, line] of lines.entries()) {
          const full = whole[index];
          expect(line.octets).toEqual(full?.octets.subarray(0, limit));
          expect(line.offset).toBe(full?.offset);
          expect(line.octets.length + (line.omitted ?? 0)).toBe(full?.octets.length);
        }
        const last = whole.at(-1);
        const unfinished = last?.terminator === 'none' ? last.octets : Buffer.alloc(0);
        expect(splitter.rest()).toEqual(unfinished.subarray(0, limit));
        expect(splitter.state).toBe(unfinished.length > limit ? 'overlong' : 'ready');
      }),
    );
  });

  test('a line without end is kept to the limit', () => {
    const splitter = new LineSplitter(1000);
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let round = 0; round < 200; round += 1) expect(splitter.push(piece)).toEqual([]);
    expect(splitter.state).toBe('overlong');
    expect(splitter.rest().length).toBe(1000);
    const [line] = splitter.push(octetsOf('\n'));
    expect(line?.omitted).toBe(200 * piece.length + 1 - 1000);
    expect(splitter.state).toBe('ready');
    expect(splitter.push(octetsOf('+OK\r\n'))[0]).toMatchObject({ terminator: 'CRLF', offset: 200 * piece.length + 1 });
  });
});

describe('judgeLineEnding', () => {
  test.each([
    ['+OK\r\n', []],
    ['\r\n', []],
    ['+OK\n', [3]],
    ['+OK\r\r\n', [3]],
    ['a\rb\r\n', [1]],
    ['a\rb\n', [1]],
    ['+OK\r', [3]],
    ['+OK', [3]],
    ['', [0]],
  ])('%j breaks the rule at %j', (text, expected) => {
    expect(judgeLineEnding(lineOf(octetsOf(text))).map(({ offset }) => offset)).toEqual(expected);
  });

  test('a bare CR where it is free is advice, a bare LF behind it is not', () => {
    const judged = judgeLineEnding(lineOf(octetsOf('+OK [A] a\rb\n')), '2449-3-S3', 7);
    expect(judged.map(({ severity, offset }) => [severity, offset])).toEqual([
      ['fail', 11],
      ['advice', 9],
    ]);
  });

  test('says what came', () => {
    expect(judgeLineEnding(lineOf(octetsOf('+OK\r\r\n')))[0]?.actual).toBe(String.raw`\r\r\n`);
    expect(judgeLineEnding(lineOf(octetsOf('+OK\n')))[0]?.actual).toBe(String.raw`\n`);
  });
});

describe('judgeFrame', () => {
  const framing = { ending: '2449-3-S3', length: { requirement: '2449-4-S3', most: 10 } };

  test.each([
    ['12345678\r\n', []],
    ['123456789\r\n', ['2449-4-S3@10']],
    ['1234567890\n', ['2449-4-S3@10', '2449-3-S3@10']],
    ['12345678901', ['2449-4-S3@10']],
    ['1234', ['2449-3-S3@4']],
  ])('%j: %j', (text, expected) => {
    const found = judgeFrame(lineOf(octetsOf(text)), framing);
    expect(found.map(({ requirement, offset }) => `${requirement}@${offset}`)).toEqual(expected);
  });

  test('what the splitter left out counts', () => {
    const [line] = new LineSplitter(8).push(octetsOf('123456789\r\n'));
    expect(line && judgeFrame(line, framing)[0]).toMatchObject({ requirement: '2449-4-S3', actual: '11 octets' });
  });
});
