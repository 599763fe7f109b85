import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { octetsOf } from './octets.ts';
import { firstIllFormed, isAscii, isUtf8 } from './utf8.ts';

describe('UTF-8', () => {
  test.each([
    ['', -1],
    ['plain', -1],
    ['\xc3\xa9', -1],
    ['a\xe9b', 1],
    ['\xc0\xaf', 0],
    ['\xe0\x80\xaf', 0],
    ['\xed\xa0\x80', 0],
    ['\xf4\x90\x80\x80', 0],
    ['ok\xf0\x9f\x98\x80', -1],
    ['ok\xf0\x9f\x98', 2],
    ['\x80', 0],
    ['\xff', 0],
  ])('%j is ill-formed from %i on', (text, offset) => {
    expect(firstIllFormed(octetsOf(text))).toBe(offset);
    expect(isUtf8(octetsOf(text))).toBe(offset === -1);
  });

  test('finds what a decoder refuses, and no other', () => {
    const near = fc.array(fc.constantFrom(0x41, 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          near.map((octets) => Uint8Array.from(octets)),
        ),
        (octets) => {
          const offset = firstIllFormed(octets);
          expect(offset === -1).toBe(isUtf8(octets));
          expect(isUtf8(octets.subarray(0, offset === -1 ? undefined : offset))).toBe(true);
        },
      ),
    );
  });

  test('what a string encodes to is well-formed, and ASCII where the string is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const octets = Buffer.from(text, 'utf8');
        expect(firstIllFormed(octets)).toBe(-1);
        expect(isAscii(octets)).toBe(/^[\0-\x7f]*$/.test(text));
      }),
    );
  });
});
