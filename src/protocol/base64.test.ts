import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64Fault, decodeBase64, encodeBase64 } from './base64.ts';
import { octetsOf } from './octets.ts';
import { corruptions } from './grammar.test.support.ts';

/** RFC 5034 section 5. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

describe('base64', () => {
  test('what is encoded is decoded', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(decodeBase64(encodeBase64(octets))).toEqual(Buffer.from(octets));
      }),
    );
  });

  test.each([
    ['!!!!', 0],
    ['=AAA', 0],
    ['A=AA', 1],
    ['AAA=BBB', 4],
    ['AA==AAAA', 4],
    ['AA=A', 3],
    ['AAAA====', 4],
    ['AA A', 2],
    ['AA-_', 2],
    ['AAA', 3],
    ['AA=', 3],
    ['A', 1],
    ['QUJD\n', 4],
  ])('%j is not base64, from octet %i on', (text, offset) => {
    expect(base64Fault(octetsOf(text))?.offset).toBe(offset);
    expect(decodeBase64(text)).toBeUndefined();
  });

  test('pad bits that are not zero are no fault', () => {
    expect(decodeBase64('QR==')).toEqual(octetsOf('A'));
  });

  test('a character that is no octet is not base64', () => {
    expect(decodeBase64('QUJ\u0144')).toBeUndefined();
  });

  test('agrees with the grammar on every corruption of one octet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (octets) => {
        for (const { line } of corruptions(encodeBase64(octets))) {
          expect([line, decodeBase64(line) !== undefined]).toEqual([line, BASE64.test(line)]);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('takes megabytes', () => {
    const octets = Buffer.alloc(3_000_000, 'x');
    expect(decodeBase64(encodeBase64(octets))?.equals(octets)).toBe(true);
  });
});
