import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { duration, folded, printable } from './printable.ts';
import { cutTo, widthOf, wrapped } from './wrap.ts';

describe('printable', () => {
  it('leaves text alone that is only read', () => {
    expect(printable('+OK [IN-USE] Grüße, 你好 \\r\\n')).toBe('+OK [IN-USE] Grüße, 你好 \\r\\n');
  });

  it('shows what would act on the reader instead of being read', () => {
    expect(printable('\x1B[2J\x9B1m\x00\r\n\u202Etxt\u200B\u2028\uFEFF\uD800\uFFFE\x7F')).toBe(
      '\\x1B[2J\\x9B1m\\x00\\x0D\\x0A\\u{202E}txt\\u{200B}\\u{2028}\\u{FEFF}\\u{D800}\\u{FFFE}\\x7F',
    );
  });

  it('lets no control, format character or line break through, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('folds white space of our own prose', () => {
    expect(folded('  two\n  lines ')).toBe('two lines');
  });
});

describe('duration', () => {
  it.each([
    [0, '0.0 ms'],
    [2.44, '2.4 ms'],
    [12.4, '12 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [3210, '3.2 s'],
    [605_000, '10 min 5 s'],
  ])('writes %d ms as %s', (ms, written) => {
    expect(duration(ms)).toBe(written);
  });
});

describe('wrapped', () => {
  it('keeps the spaces that a reader has to see', () => {
    expect(wrapped(' +OK  two', 40)).toEqual([' +OK  two']);
  });

  it('keeps every line within the width and loses nothing but the spaces at which it breaks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 10, max: 60 }), (text, width) => {
        const shown = printable(text);
        const lines = wrapped(shown, width);
        expect(lines.every((line) => widthOf(line) <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(shown.replaceAll(' ', ''));
      }),
    );
  });
});

describe('cutTo', () => {
  it('says where something is missing', () => {
    expect(cutTo('a long line', 7)).toBe('a long…');
    expect(cutTo('short', 7)).toBe('short');
    expect(cutTo('你好你好', 5)).toBe('你好…');
    expect(cutTo('anything', 0)).toBe('');
  });
});
