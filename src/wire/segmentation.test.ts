import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { cutter, parseSegmentation } from './segmentation.ts';

describe('parseSegmentation', () => {
  test.each([
    ['whole', { kind: 'whole' }],
    ['octet', { kind: 'octet' }],
    ['crlf', { kind: 'crlf' }],
    ['random:17', { kind: 'random', seed: 17 }],
    ['random', undefined],
    ['random:', undefined],
    ['random:-1', undefined],
    ['random:1e9', undefined],
    ['', undefined],
    ['Whole', undefined],
  ])('%s', (text, segmentation) => {
    expect(parseSegmentation(text)).toEqual(segmentation);
  });
});

describe('a cutter', () => {
  test.each([
    ['octet', 'ab\r\n', [1, 2, 3, 4]],
    ['crlf', 'ab\r\n', [3, 4]],
    ['crlf', '\r\n\r\nx', [1, 3, 5]],
    ['crlf', 'x', [1]],
    ['whole', 'ab\r\n', [4]],
  ])('%s of %j', (kind, text, ends) => {
    const segmentation = parseSegmentation(kind);
    expect(segmentation && cutter(segmentation)(octetsOf(text))).toEqual(ends);
  });

  test('covers all the octets, in order, whatever they are', () => {
    const kinds = fc.constantFrom('whole', 'octet', 'crlf', 'random:1', 'random:999999999').map(parseSegmentation);
    fc.assert(
      fc.property(kinds, fc.uint8Array({ minLength: 1, maxLength: 200 }), (segmentation, octets) => {
        if (segmentation === undefined) throw new Error('no such segmentation');
        const ends = cutter(segmentation)(Buffer.from(octets));
        expect(ends.at(-1)).toBe(octets.length);
        for (const [index, end] of ends.entries()) expect(end).toBeGreaterThan(ends[index - 1] ?? 0);
      }),
    );
  });

  test('at random cuts into pieces of 1 to 16 octets, and each write otherwise', () => {
    const cut = cutter({ kind: 'random', seed: 5 });
    const octets = Buffer.alloc(2_000);
    const [first, second] = [cut(octets), cut(octets)];
    const sizes = new Set(first.map((end, index) => end - (first[index - 1] ?? 0)));
    expect([...sizes].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 16 }, (_, index) => index + 1).filter((size) => sizes.has(size)),
    );
    expect(second).not.toEqual(first);
  });
});
