import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCapability } from './capability.ts';
import { octetsOf } from './octets.ts';
import { disagreements, hostile, octetIn, repeated, sequence, summary } from './grammar.test.support.ts';

const cchar = octetIn([
  [0x21, 0x2d],
  [0x2f, 0x7f],
]);
const vchar = octetIn([[0x21, 0x7e]]);
const capability = sequence(repeated(cchar, 1, 8), repeated(sequence(' ', repeated(vchar, 1, 5)), 0, 3), '\r\n');
const LEGAL = /^[\x21-\x2d\x2f-\x7f]+(?: [\x21-\x7e]+)*\r\n$/;

const judge = (line: string): string[] => summary(parseCapability(octetsOf(line)));

describe('parseCapability', () => {
  test('gives the tag and the parameters as they came', () => {
    expect(parseCapability(octetsOf('Sasl PLAIN cram-md5\r\n'))).toEqual({
      ok: true,
      value: { tag: 'Sasl', params: ['PLAIN', 'cram-md5'] },
      remarks: [],
    });
  });

  test.each([
    [' TOP\r\n', ['2449-3-S6@0']],
    ['TOP \r\n', ['2449-3-S6@3']],
    ['SASL  PLAIN\r\n', ['2449-3-S6@5']],
    ['SASL\tPLAIN\r\n', ['2449-3-S6@4']],
    ['X.Y\r\n', ['2449-3-S6@1']],
    ['IMPLEMENTATION v1.2\r\n', []],
    ['TOP\0\r\n', ['2449-3-S6@3']],
    ['X caf\xe9\r\n', ['2449-3-S6@5']],
    ['X a\x7f\r\n', ['2449-3-S6@3']],
    ['X\x7f\r\n', ['2449-3-S6@1 advice R4']],
    ['\r\n', ['2449-3-S5@0']],
    [' \r\n', ['2449-3-S6@0']],
    ['TOP\n', ['2449-3-S3@3']],
    ['TOP\r\r\n', ['2449-3-S3@3']],
    ['TOP \n', ['2449-3-S3@4', '2449-3-S6@3']],
    [`X ${'y'.repeat(508)}\r\n`, []],
    [`X ${'y'.repeat(509)}\r\n`, ['2449-5-S7@512']],
  ])('%j: %j', (line, expected) => {
    expect(judge(line)).toEqual(expected);
  });

  test('takes what the grammar generates', () => {
    fc.assert(
      fc.property(capability, (line) => {
        const parsed = parseCapability(octetsOf(line));
        expect(parsed.ok && [parsed.value.tag, ...parsed.value.params].join(' ')).toBe(line.slice(0, -2));
      }),
    );
  });

  test('finds every corruption of one octet that makes it illegal, and no other', () => {
    fc.assert(
      fc.property(capability, (line) => {
        expect(disagreements(line, parseCapability, (text) => LEGAL.test(text))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('throws on nothing', () => {
    fc.assert(
      fc.property(hostile('SASL ', 'X'), (octets) => {
        expect(parseCapability(octets)).toBeDefined();
      }),
    );
  });
});
