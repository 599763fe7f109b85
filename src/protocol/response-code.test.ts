import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { octetsOf } from './octets.ts';
import { parseResponseCode } from './response-code.ts';
import { disagreements, hostile, octetIn, repeated, sequence, summary } from './grammar.test.support.ts';

const rchar = octetIn([
  [0x21, 0x2e],
  [0x30, 0x5c],
  [0x5e, 0x7f],
]);
const level = repeated(rchar, 1, 6);
const respCode = sequence('[', level, repeated(sequence('/', level), 0, 3), ']');

const LEGAL = /^\[[\x21-\x2e\x30-\x5c\x5e-\x7f]+(?:\/[\x21-\x2e\x30-\x5c\x5e-\x7f]+)*\]/;

describe('parseResponseCode', () => {
  test('gives the levels and where the code ends', () => {
    expect(parseResponseCode(octetsOf('[SYS/TEMP]try later'))).toEqual({
      ok: true,
      value: { levels: ['SYS', 'TEMP'], end: 10 },
      remarks: [],
    });
  });

  test.each([
    ['[]', ['2449-3-S8@1']],
    ['[/A]', ['2449-3-S8@1']],
    ['[A/]', ['2449-3-S8@3']],
    ['[A//B]', ['2449-3-S8@3']],
    ['[A', ['2449-3-S8@2']],
    ['[A text', ['2449-3-S8@2']],
    ['[', ['2449-3-S8@1']],
    ['', ['2449-3-S8@0']],
    ['A]', ['2449-3-S8@0']],
    ['[A\tB]', ['2449-3-S8@2']],
    ['[\xc3\xa9]', ['2449-3-S8@1']],
    ['[two words]', ['2449-6.4-S1@4']],
    ['[ A]', ['2449-6.4-S1@1']],
    ['[A\x7f]', ['2449-3-S8@2 advice R4']],
    ['[[A]', []],
  ])('%j: %j', (text, expected) => {
    expect(summary(parseResponseCode(octetsOf(text)))).toEqual(expected);
  });

  test('takes what the grammar generates', () => {
    fc.assert(
      fc.property(respCode, fc.string({ unit: 'binary-ascii' }), (code, text) => {
        const parsed = parseResponseCode(octetsOf(code + text));
        expect(parsed.ok && parsed.value).toEqual({ levels: code.slice(1, -1).split('/'), end: code.length });
      }),
    );
  });

  test('finds every corruption of one octet that makes it illegal, and no other', () => {
    fc.assert(
      fc.property(respCode, (code) => {
        expect(disagreements(code, parseResponseCode, (text) => LEGAL.test(text))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test('throws on nothing', () => {
    fc.assert(
      fc.property(hostile('['), (octets) => {
        expect(parseResponseCode(octets)).toBeDefined();
      }),
    );
  });
});
