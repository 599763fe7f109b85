import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { quoteWord, splitWords } from './shell-words.ts';

describe('splitWords', () => {
  it.each([
    ['dovecot-lda -d {user}', ['dovecot-lda', '-d', '{user}']],
    ['  a \t b\n', ['a', 'b']],
    [`sh -c 'cat > "$1"' sh {user}`, ['sh', '-c', 'cat > "$1"', 'sh', '{user}']],
    [String.raw`a "b \"c\" \d" e\ f`, ['a', String.raw`b "c" \d`, 'e f']],
    [`a '' b''c`, ['a', '', 'bc']],
    ['echo $HOME *', ['echo', '$HOME', '*']],
  ])('splits %j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each([
    ['', /no command/],
    ['  ', /no command/],
    [`''`, /no command/],
    [`a 'b`, /quote '/],
    ['a "b\\"', /quote "/],
    ['a \\', /backslash/],
    ['a | b', /without a shell/],
    ['a > b', /sh -c/],
  ])('refuses %j', (text, message) => {
    expect(() => splitWords(text)).toThrow(message);
    expect(() => splitWords(text)).toThrow(UsageError);
  });

  it('reads back what quoteWord has written', () => {
    const program = fc.string({ minLength: 1, unit: 'binary' });
    fc.assert(
      fc.property(program, fc.array(fc.string({ unit: 'binary' })), (first, rest) => {
        const words = [first, ...rest];
        expect(splitWords(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });
});

describe('quoteWord', () => {
  it.each([
    ['localhost:110', 'localhost:110'],
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(id)', "'$(id)'"],
  ])('writes %j as %s', (word, quoted) => {
    expect(quoteWord(word)).toBe(quoted);
  });
});
