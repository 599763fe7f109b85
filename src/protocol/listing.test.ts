import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseDropListing,
  parseLanguageListing,
  parseScanListing,
  parseSelectedLanguage,
  parseUniqueIdListing,
} from './listing.ts';
import { octetsOf } from './octets.ts';

describe('drop and scan listings', () => {
  test.each([
    ['2 320', { messages: 2, octets: 320, more: '' }],
    ['0 0', { messages: 0, octets: 0, more: '' }],
    ['2 320 and more', { messages: 2, octets: 320, more: ' and more' }],
    ['2 320octets', { messages: 2, octets: 320, more: 'octets' }],
    ['2', undefined],
    ['2  320', undefined],
    [' 2 320', undefined],
    ['2\t320', undefined],
    ['-1 320', undefined],
    ['two 320', undefined],
    ['2 99999999999999999999', undefined],
    ['', undefined],
  ])('parseDropListing(%j)', (text, expected) => {
    expect(parseDropListing(octetsOf(text))).toEqual(expected);
  });

  test.each([
    ['1 120', { message: 1, octets: 120, more: '' }],
    ['1 120 \xe9', { message: 1, octets: 120, more: ' \xe9' }],
    ['1 0', { message: 1, octets: 0, more: '' }],
    ['0 120', undefined],
    ['1', undefined],
    ['1 +120', undefined],
  ])('parseScanListing(%j)', (text, expected) => {
    expect(parseScanListing(octetsOf(text))).toEqual(expected);
  });
});

describe('unique-id listings', () => {
  test.each([
    ['1 whqtswO00WBw418f9t5JxYwZ', { message: 1, uniqueId: 'whqtswO00WBw418f9t5JxYwZ' }],
    [`2 ${'~'.repeat(70)}`, { message: 2, uniqueId: '~'.repeat(70) }],
    [`2 ${'~'.repeat(71)}`, undefined],
    ['1 ', undefined],
    ['1', undefined],
    ['1 a b', undefined],
    ['1 a ', undefined],
    ['1 \x7f', undefined],
    ['1 \xe9', undefined],
    ['0 a', undefined],
  ])('%j', (text, expected) => {
    expect(parseUniqueIdListing(octetsOf(text))).toEqual(expected);
  });
});

describe('language listings', () => {
  test.each([
    ['en', { tag: 'en', description: '' }],
    ['en-boont English Boontling dialect', { tag: 'en-boont', description: 'English Boontling dialect' }],
    ['es Español', { tag: 'es', description: 'Español' }],
    ['x-klingon', { tag: 'x-klingon', description: '' }],
    ['de  Deutsch', undefined],
    ['de\tDeutsch', undefined],
    ['', undefined],
    ['-de', undefined],
    ['abcdefghi', undefined],
    ['*', undefined],
  ])('%j', (text, expected) => {
    expect(parseLanguageListing(Buffer.from(text, 'utf8'))).toEqual(expected);
  });

  test('a description that is not UTF-8 is none', () => {
    expect(parseLanguageListing(octetsOf('es Espa\xf1ol'))).toBeUndefined();
  });

  test('the language selected is followed by SP', () => {
    expect(parseSelectedLanguage(octetsOf('es Idioma cambiado'))).toEqual({
      tag: 'es',
      description: 'Idioma cambiado',
    });
    expect(parseSelectedLanguage(octetsOf('es '))).toEqual({ tag: 'es', description: '' });
    expect(parseSelectedLanguage(octetsOf('es'))).toBeUndefined();
    expect(parseSelectedLanguage(octetsOf('* text'))).toBeUndefined();
    expect(parseSelectedLanguage(octetsOf('es \xe9'))).toBeUndefined();
  });
});

test('no listing throws on anything', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      for (const parse of [
        parseDropListing,
        parseScanListing,
        parseUniqueIdListing,
        parseLanguageListing,
        parseSelectedLanguage,
      ]) {
        expect(() => parse(octets)).not.toThrow();
      }
    }),
  );
});
