import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { octetsOf, visible } from '../protocol/octets.ts';
import { echoes, flatten, hideEchoes, Secret, slice } from './secret.ts';

const of = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text, 'utf8'));

describe('a secret', () => {
  test('can be written down by nobody', () => {
    const secret = new Secret(octetsOf('wonderland'), 'password');
    const written = [String(secret), JSON.stringify({ secret }), inspect({ secret })];
    for (const text of written) {
      expect(text).toContain('{password}');
      expect(text).not.toMatch(/wonderland|119,\s*111|77 6f/);
    }
  });

  test('is flattened with its place, and the place is cut with the octets', () => {
    const { octets, secrets } = flatten([
      octetsOf('PASS '),
      new Secret(octetsOf('secret'), 'password'),
      octetsOf('\r\n'),
    ]);
    expect(octets.toString()).toBe('PASS secret\r\n');
    expect(secrets).toEqual([{ start: 5, end: 11, label: 'password' }]);
    expect(slice(secrets, 0, 7)).toEqual([{ start: 5, end: 7, label: 'password' }]);
    expect(slice(secrets, 7, 13)).toEqual([{ start: 0, end: 4 }]);
    expect(slice(secrets, 11, 13)).toEqual([]);
  });
});

describe('echoes', () => {
  test.each([
    ['in either case', 'no WonderLand here', ['wonderland'], [[3, 13]]],
    ['of several secrets, which may overlap', 'abcdefgh', ['abcd', 'cdef'], [[0, 6]]],
    ['that overlap each other', 'xababax', ['aba'], []],
    ['that overlap each other, of four octets and more', 'abababab', ['abab'], [[0, 8]]],
    [
      'of a short secret, where it stands alone',
      'a cat: "a"',
      ['a'],
      [
        [0, 1],
        [8, 9],
      ],
    ],
    ['of nothing', 'text', ['', 'none'], []],
  ])('%s', (_name, text, secrets, ranges) => {
    expect(echoes(octetsOf(text), of(...secrets)).map(({ start, end }) => [start, end])).toEqual(ranges);
  });

  test('octets outside ASCII keep their places', () => {
    expect(echoes(Buffer.from('ÄÖ geheim', 'utf8'), of('GEHEIM'))).toEqual([{ start: 5, end: 11 }]);
  });
});

describe('hideEchoes', () => {
  test.each([
    ['as it is', 'PASS wonderland!', 'wonderland', 'PASS **********!'],
    ['with its octets visible', 'no pass\\xC3\\xA4wort', 'passäwort', 'no ****************'],
    ['with a backslash', '-ERR a\\\\bcd', 'a\\bcd', '-ERR ******'],
    ['quoted', '"pa\\"ss"', 'pa"ss', '"******"'],
    ['as latin-1', 'there was pÃ¤ssword', 'pässword', 'there was *********'],
    ['cut short', '-ERR no wonderl… (3 octets more)', 'wonderland', '-ERR no *******… (3 octets more)'],
    ['cut short without a word', 'there was wonder', 'wonderland', 'there was ******'],
    ['and nothing else', 'a wonder of the land', 'wonderland', 'a wonder of the land'],
  ])('%s', (_name, text, secret, hidden) => {
    expect(hideEchoes(text, of(secret))).toBe(hidden);
  });

  test('leaves nothing of a secret in whatever a reader is shown of an echo, and every column in its place', () => {
    const secret = fc.string({ minLength: 6, maxLength: 20, unit: fc.constantFrom(...'abcXYZ09=/\\"'.split('')) });
    fc.assert(
      fc.property(
        secret,
        fc.string({ maxLength: 30 }),
        fc.string({ maxLength: 30 }),
        fc.nat(60),
        (word, before, behind, limit) => {
          const octets = Buffer.concat(of(before, word, behind));
          const text = visible(octets, limit);
          const hidden = hideEchoes(text, of(word));
          expect(hidden).toHaveLength(text.length);
          const longest = word
            .split('')
            .map((_, index) => word.slice(0, index + 1))
            .findLast((part) => visible(octets.subarray(0, limit)).includes(visible(octetsOf(part))));
          expect(hidden.includes('*') || (longest?.length ?? 0) < 4).toBe(true);
          expect(hidden).not.toContain(visible(octetsOf(word)));
        },
      ),
    );
  });
});
