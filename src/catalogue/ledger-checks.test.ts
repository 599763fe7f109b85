import { describe, expect, it } from 'vitest';
import { checkClaims, checkFileSizes, checkQuotations, checkRows, statementsOf } from './ledger.ts';
import { sectionsOf } from './rfc-text.ts';
import { catalogueOf, featureOf, ruleOf } from './testing.ts';
import type { Requirement } from './requirement.ts';
import { parseUntestable } from './untestable.ts';

const RFC = sectionsOf(`
3.  Grammar

      status       =  "+OK" / "-ERR"
      single-line  =  status [SP text] CRLF       ;512 octets maximum

5.  The CAPA Command

   It is available in both the AUTHORIZATION and
   TRANSACTION states. Servers MUST be patient, and MUST be kind.

6.1.  TOP capability

   The TOP capability indicates that it is available.
`);

/** The requirements of Rules in the file `a.feature`. */
function requirementsOf(...rules: readonly string[]): readonly Requirement[] {
  return catalogueOf({ 'a.feature': featureOf(...rules) }).requirements;
}

/** A Rule that quotes these words from this section of RFC 2449. */
function quoting(section: string, ...lines: readonly string[]): readonly Requirement[] {
  return requirementsOf(ruleOf('2449-5-S1', 'MUST', [`RFC 2449 section ${section}:`, ...lines].join('\n')));
}

/** What is wrong with the quotations, held against {@link RFC} as RFC 2449. */
function misquoted(requirements: readonly Requirement[]): string[] {
  return checkQuotations(requirements, new Map([[2449, RFC]]));
}

describe('quotations', () => {
  it('stand in the section named, white space aside', () => {
    expect(misquoted(quoting('5', '> available in both the', '> AUTHORIZATION', '> ...', '> Servers MUST'))).toEqual(
      [],
    );
    expect(misquoted(quoting('6', '> The TOP capability'))).toEqual([]);
  });

  it('do not stand there where a word differs, the section is another, or the text is missing', () => {
    expect(misquoted(quoting('5', '> available in the', '> ...', '> Servers MUST'))).toEqual([
      'a.feature:5 2449-5-S1: RFC 2449 section 5 does not say "available in the"',
    ]);
    expect(misquoted(quoting('6', '> Servers MUST'))).toHaveLength(1);
    expect(misquoted(requirementsOf(ruleOf('1-5-S1', 'MUST', 'RFC 1 section 5:\n> x')))).toEqual([
      'a.feature:5 1-5-S1: there is no text of RFC 1 in features/rfc',
    ]);
  });
});

describe('rows', () => {
  it('have one Rule each, of their level, and there is no other Rule of the role', () => {
    const requirements = requirementsOf(
      ruleOf('2449-5-S1', 'MUST'),
      ruleOf('2449-5-S2', 'MAY'),
      ruleOf('2449-5-S9', 'MUST'),
    );
    const client = catalogueOf({ 'c.feature': `Feature: c\n${ruleOf('2449-5-C1', 'MUST')}` }).requirements;
    expect(
      checkRows(
        [...requirements, ...client],
        [
          { id: '2449-5-S1', level: 'MUST' },
          { id: '2449-5-S2', level: 'SHOULD' },
          { id: '2449-5-S3', level: 'MUST' },
        ],
      ),
    ).toEqual([
      '2449-5-S3 (MUST) has no Rule',
      'a.feature:13 2449-5-S2: it is @MAY, the row SHOULD',
      'a.feature:21 2449-5-S9: there is no such row in the catalogue',
    ]);
  });
});

/** A Rule with a scenario, and an outline of so many rows. */
function withRows(rows: number): string {
  const outline = '    Scenario Outline: o\n      Given <x>\n      Examples:\n        | x |\n';
  return `${ruleOf('2449-5-S1', 'MUST')}\n${outline}${'        | 1 |\n'.repeat(rows)}`;
}

describe('file sizes', () => {
  it('count the rows of outlines', () => {
    expect(checkFileSizes(requirementsOf(withRows(29)))).toEqual([]);
    expect(checkFileSizes(requirementsOf(withRows(30)))).toEqual([
      'a.feature: 31 scenarios, and a file has at most 30',
    ]);
  });
});

describe('claims', () => {
  const statements = statementsOf(RFC).filter(({ key }) => !/^(?:capability (?!TOP)|response code )/.test(key));
  const check = (requirements: readonly Requirement[], untestable = ''): string[] =>
    checkClaims(statements, requirements, untestable === '' ? [] : parseUntestable(untestable));
  const open = (requirements: readonly Requirement[]): string[] =>
    check(requirements).map((line) => line.replace(/^unclaimed: /, ''));

  const SENTENCE = 'RFC 2449 section 5: "Servers MUST be patient, and MUST be kind."';
  const STATUS = 'RFC 2449 section 3, grammar: status = "+OK" / "-ERR"';
  const SINGLE = 'RFC 2449 section 3, grammar: single-line = status [SP text] CRLF';
  const TOP = 'IANA: the capability TOP (RFC 2449 section 6.1)';

  it('are all open without a Rule', () => {
    expect(open([])).toEqual([SENTENCE, STATUS, SINGLE, TOP]);
  });

  it('are made by a quotation of the whole sentence, or of a part with a key word, from its section', () => {
    expect(open(quoting('5', '> states. Servers MUST be patient, and MUST be kind.'))).not.toContain(SENTENCE);
    expect(open(quoting('5', '> Servers MUST be patient'))).not.toContain(SENTENCE);
    expect(open(quoting('5', '> be kind'))).toContain(SENTENCE);
    expect(open(quoting('6', '> Servers MUST be patient'))).toContain(SENTENCE);
  });

  it('are made by a quotation of the whole rule, or by name', () => {
    expect(open(quoting('3', '> status = "+OK" / "-ERR"', '> single-line  =  status [SP text] CRLF ;512'))).toEqual([
      SENTENCE,
      TOP,
    ]);
    expect(open(quoting('3', '> multi-status = "+OK" / "-ERR"'))).toContain(STATUS);
    expect(open(quoting('5', '> x', 'Claims: status, capability TOP'))).toEqual([SENTENCE, SINGLE]);
  });

  it("are made by a quotation from a capability's definition that names it", () => {
    expect(open(quoting('6.1', '> The TOP capability'))).not.toContain(TOP);
    expect(open(quoting('6.1', '> it is available'))).toContain(TOP);
    expect(open(quoting('6.2', '> TOP'))).toContain(TOP);
  });

  it('are not needed for what is listed as untestable', () => {
    const listed = `
- section: '5'
  sentence: Servers MUST be patient, and MUST be kind.
  reason: because
- { grammar: status, reason: because }
- { grammar: single-line, reason: because }`;
    expect(check([], listed)).toEqual([`unclaimed: ${TOP}`]);
    expect(check(quoting('5', '> Servers MUST be patient', 'Claims: capability TOP'), listed)).toEqual([
      `listed as untestable, and claimed by a.feature:5 2449-5-S1: ${SENTENCE}`,
    ]);
  });

  it('and the list name only what there is', () => {
    expect(check(quoting('5', '> x', 'Claims: stat'), '- { grammar: nothing, reason: why }')).toEqual(
      expect.arrayContaining([
        'listed as untestable, and nowhere stated: nothing',
        'a.feature:5 2449-5-S1: it claims "stat", and there is no such rule or row',
      ]),
    );
  });
});

describe('the list of the untestable', () => {
  it.each([
    ['no reason', '- { grammar: status }'],
    ['an empty reason', "- { grammar: status, reason: '' }"],
    ['a sentence without its section', '- { sentence: It MUST., reason: why }'],
    ['a misspelt key', '- { grammer: status, reason: why }'],
  ])('is refused with %s', (_, text) => {
    expect(() => parseUntestable(text)).toThrow(/./);
  });
});
