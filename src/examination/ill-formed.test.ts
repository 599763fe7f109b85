import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUtf8 } from '../protocol/utf8.ts';
import { spoil } from './ill-formed.ts';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('spoil', () => {
  it('puts a stray octet into the middle', () => {
    expect(spoil(utf8('alice'), 'a stray octet')).toEqual(Buffer.from('ali\xc3ce', 'latin1'));
    expect(spoil(utf8('日'), 'a stray octet')).toEqual(Buffer.concat([utf8('日'), Buffer.of(0xc3)]));
  });

  it('writes the first octet in an overlong form', () => {
    expect(spoil(utf8('alice'), 'an overlong form')).toEqual(Buffer.from('\xc1\xa1lice', 'latin1'));
    expect(spoil(utf8('über'), 'an overlong form')).toBeUndefined();
  });

  it('leaves nothing that is well-formed, and the text in it', () => {
    assert(
      property(string({ minLength: 1, unit: 'grapheme' }), (text) => {
        const stray = spoil(utf8(text), 'a stray octet') ?? Buffer.alloc(0);
        expect(isUtf8(stray)).toBe(false);
        expect(stray.toString('utf8').replaceAll('\ufffd', '')).toBe(text.replaceAll('\ufffd', ''));
        const overlong = spoil(utf8(text), 'an overlong form');
        expect(overlong === undefined || !isUtf8(overlong)).toBe(true);
      }),
    );
  });
});
