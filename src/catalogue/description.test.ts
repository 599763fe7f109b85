import { describe, expect, it } from 'vitest';
import { parseDescription } from './description.ts';

describe('a description', () => {
  it('holds quotations with their sources, readings and claims', () => {
    const text = `    RFC 2449 section 5:
    > It is available in both the AUTHORIZATION and
    > TRANSACTION states.

    A remark of ours.

    RFC 2449 section 3, ABNF:
    > param        =  1*VCHAR

    Readings R1, R3 and R13.
    Claims: param, capability TOP.`;
    expect(parseDescription(text)).toEqual({
      quotes: [
        {
          rfc: 2449,
          section: '5',
          text: 'It is available in both the AUTHORIZATION and TRANSACTION states.',
          pieces: ['It is available in both the AUTHORIZATION and TRANSACTION states.'],
        },
        { rfc: 2449, section: '3', kind: 'ABNF', text: 'param = 1*VCHAR', pieces: ['param = 1*VCHAR'] },
      ],
      readings: ['R1', 'R3', 'R13'],
      claims: ['param', 'capability TOP'],
      mistakes: [],
    });
  });

  it('splits a quotation at an omission', () => {
    const { quotes } = parseDescription('RFC 2449 section 5:\n> One\n> thing.\n> ...\n> Another.');
    expect(quotes).toMatchObject([{ text: 'One thing. ... Another.', pieces: ['One thing.', 'Another.'] }]);
  });

  it('makes a word whole that was broken at its hyphen', () => {
    const { quotes } = parseDescription(
      'RFC 2449 section 6.5:\n> advertise LOGIN-\n> DELAY - if they\n> do -\n> SHOULD',
    );
    expect(quotes[0]?.pieces).toEqual(['advertise LOGIN-DELAY - if they do - SHOULD']);
  });

  it('has mistakes: words without a source, a source without words', () => {
    expect(parseDescription('> words').mistakes).toEqual([
      'the quotation "words" has no line above it that names its RFC and section',
    ]);
    expect(parseDescription('RFC 2449 section 5:\nremark').mistakes).toEqual([
      'nothing is quoted from RFC 2449 section 5',
    ]);
    expect(parseDescription('RFC 2449 section 5:\n> ...').quotes).toEqual([]);
  });

  it('notices a scenario whose keyword is misspelt, and lets remarks begin with any word', () => {
    expect(parseDescription('Scenaro: lost\n  Given a step\n  Then another').mistakes).toEqual([
      '"Scenaro:" and the steps below it are taken for description',
    ]);
    expect(parseDescription('Note: see R1.\nWhen a server closes,\nThen that is R12.').mistakes).toEqual([]);
  });
});
