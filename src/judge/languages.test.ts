import { array, assert, property, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../protocol/line.ts';
import { judgeSelection, matches, readListing } from './languages.ts';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('readListing', () => {
  it('tells tags from lines that are no language listing', () => {
    const lines = ['en English', 'fr Français', 'i-default', 'en_US', 'de  Deutsch', '+OK'].map((text) =>
      lineOf(utf8(`${text}\r\n`)),
    );
    const { tags, malformed } = readListing(lines);
    expect(tags).toEqual(['en', 'fr', 'i-default']);
    expect(malformed).toEqual(lines.slice(3));
  });
});

describe('judgeSelection', () => {
  it.each([
    ['es Idioma cambiado', 'es'],
    ['de-CH Sprache geändert', 'de'],
    ['EN ', 'en'],
    ['sv Kommandot lyckades', '*'],
  ])('takes %j for LANG %s', (text, range) => {
    expect(judgeSelection(utf8(text), range)).toBeUndefined();
  });

  it.each([
    ['es', 'es', 'fail'],
    ['', '*', 'fail'],
    ['Language changed', 'en', 'fail'],
    ['den Text', 'de', 'fail'],
    ['en Language changed', 'de', 'fail'],
    ['en Language changed', 'en-boont', 'advice'],
  ])('does not take %j for LANG %s', (text, range, kind) => {
    expect(judgeSelection(utf8(text), range)?.kind).toBe(kind);
  });

  it('does not take text that is not well-formed UTF-8', () => {
    expect(judgeSelection(Buffer.from('de ge\xe4ndert', 'latin1'), 'de')?.kind).toBe('fail');
  });
});

describe('matches', () => {
  it('matches a tag by itself and by each beginning of it that ends at a hyphen', () => {
    const subtag = stringMatching(/^[A-Za-z]{1,8}$/);
    assert(
      property(array(subtag, { minLength: 1, maxLength: 4 }), array(subtag, { maxLength: 3 }), (range, more) => {
        expect(matches(range.join('-').toUpperCase(), [...range, ...more].join('-'))).toBe(true);
        expect(matches(`${range.join('-')}-${more.join('-')}x9`, range.join('-'))).toBe(false);
      }),
    );
  });
});
