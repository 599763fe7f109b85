import { describe, expect, it } from 'vitest';
import { grammarRules, keyWordSentences, liesIn, normalise, sectionsOf, withoutPages } from './rfc-text.ts';
import type { Section } from './rfc-text.ts';

const TEXT = `Network Working Group

    1.  Introduction . . . . . . . . . . . . 2

1.  Introduction

   Some words, and "MUST" (see
   section 2).



Gellens, et. al.            Standards Track                     [Page 1]
\f
RFC 2449                POP3 Extension Mechanism           November 1998


2.  Rules

   A server MUST answer the




Gellens, et. al.            Standards Track                     [Page 2]
\f
RFC 2449                POP3 Extension Mechanism           November 1998


   client (that is, at once).  It MAY wait. (The LOGIN-
   DELAY is "MAY." Another one.)  Nothing here.

2.1. Grammar

      text         =  *schar / resp-code *CHAR
      timestamp    =  "<" *VCHAR ">"    ;512 octets
                          ;MUST conform to RFC-822 msg-id

10.  Last

   It is strongly recommended to stop.
`;

/** The section with a number, of the text above. */
function section(number: string): Section {
  const found = sectionsOf(TEXT).find((each) => each.number === number);
  if (found === undefined) throw new Error(`no section ${number}`);
  return found;
}

describe('the text of an RFC', () => {
  it('has no page breaks, and a paragraph goes on behind one', () => {
    const lines = withoutPages(TEXT);
    expect(lines.filter((line) => /Page \d|November|\f/.test(line))).toEqual([]);
    expect(lines.join('\n')).toContain('   A server MUST answer the\n   client (that is');
    expect(lines.join('\n')).toContain('section 2).\n\n2.  Rules');
  });

  it('has sections, which the table of contents has not', () => {
    expect(sectionsOf(TEXT).map(({ number, title }) => `${number} ${title}`)).toEqual([
      '1 Introduction',
      '2 Rules',
      '2.1 Grammar',
      '10 Last',
    ]);
    expect(liesIn('2.1', '2')).toBe(true);
    expect(liesIn('2', '2')).toBe(true);
    expect(liesIn('2', '2.1')).toBe(false);
    expect(liesIn('20', '2')).toBe(false);
  });

  it('has sentences with key words', () => {
    expect(keyWordSentences(section('2'))).toEqual([
      'A server MUST answer the client (that is, at once).',
      'It MAY wait.',
      '(The LOGIN- DELAY is "MAY."',
    ]);
    expect(keyWordSentences(section('2.1'))).toEqual(['MUST conform to RFC-822 msg-id']);
    expect(keyWordSentences(section('10'))).toEqual(['It is strongly recommended to stop.']);
  });

  it('has rules of grammar, without their comments', () => {
    expect(grammarRules(section('2.1'))).toEqual([
      { name: 'text', definition: '*schar / resp-code *CHAR' },
      { name: 'timestamp', definition: '"<" *VCHAR ">"' },
    ]);
  });
});

describe('the same words', () => {
  it('are the same in other lines, also broken at a hyphen', () => {
    expect(normalise('The LOGIN-\n     DELAY  is')).toBe(normalise('The LOGIN-DELAY is'));
    expect(normalise('a time')).not.toBe(normalise('atime'));
  });
});
