import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saslprep } from './saslprep.ts';

describe('saslprep', () => {
  it.each([
    ['I\u00ADX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00AA', 'a'],
    ['\u2168', 'IX'],
  ])('prepares %j as in the examples of RFC 4013 section 3', (text, prepared) => {
    expect(saslprep(text)).toBe(prepared);
  });

  it('maps other spaces to SPACE', () => {
    expect(saslprep('a\u00A0b\u3000c')).toBe('a b c');
  });

  it('folds what NFKC folds', () => {
    expect(saslprep('Zu\u0308rich')).toBe('Zürich');
  });

  it.each(['\u0007', '\u007F', 'a\tb', '\u0085', '\u200E', '\uE000', '\uFFFD', '\u{E0041}', '\uD800', '\uFFFE'])(
    'refuses %j',
    (text) => {
      expect(saslprep(text)).toBeUndefined();
    },
  );

  it.each([
    ['\u0627\u0031', undefined],
    ['\u0627\u0031\u0628', '\u0627\u0031\u0628'],
    ['\u05D0a\u05D0', undefined],
  ])('applies the rule on directions of RFC 3454 section 6 to %j', (text, prepared) => {
    expect(saslprep(text)).toBe(prepared);
  });

  it('leaves printable ASCII alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]*$/), (text) => {
        expect(saslprep(text)).toBe(text);
      }),
    );
  });
});
