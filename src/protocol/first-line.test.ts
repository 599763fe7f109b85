import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFirstLine, statusOf, type FirstLine } from './first-line.ts';
import { octetsOf } from './octets.ts';
import type { TextContext } from './response-text.ts';
import type { Parsed } from './violation.ts';
import {
  disagreements,
  findings,
  hostile,
  octetIn,
  optional,
  repeated,
  sequence,
  summary,
} from './grammar.test.support.ts';

// The rules of RFC 2449 section 3, with R1 (SP in text) and R2 ("[" behind the first octet).
const rchar = octetIn([
  [0x21, 0x2e],
  [0x30, 0x5c],
  [0x5e, 0x7f],
]);
const schar = octetIn([[0x20, 0x7f]]);
const char = octetIn([
  [0x01, 0x09],
  [0x0b, 0x7f],
]);
const level = repeated(rchar, 1, 5);
const respCode = sequence('[', level, repeated(sequence('/', level), 0, 2), ']');
const plainText = repeated(schar, 0, 12).filter((text) => !text.startsWith('['));
const anyText = fc.oneof(plainText, sequence(respCode, repeated(char, 0, 8)));
const firstLine = sequence(fc.constantFrom('+OK', '-ERR'), optional(sequence(' ', anyText)), '\r\n');

/** The same grammar as an expression. A bare CR within *CHAR is advice. */
const R = String.raw`[\x21-\x2e\x30-\x5c\x5e-\x7f]+`;
const CODE = String.raw`\[${R}(?:\/${R})*\]`;
const UNKNOWN = new RegExp(String.raw`^(?:\+OK|-ERR)(?: (?:${CODE}[\x01-\x09\x0b-\x7f]*|[\x20-\x7f]*))?\r\n$`);
const ANNOUNCED = new RegExp(String.raw`^(?:\+OK|-ERR)(?: (?:${CODE}[\x01-\x09\x0b-\x7f]*|(?!\[)[\x20-\x7f]*))?\r\n$`);

const underRespCodes = (octets: Buffer): Parsed<FirstLine> => parseFirstLine(octets, { respCodes: true });
const actual = (line: string): string | undefined => findings(parseFirstLine(octetsOf(line)))[0]?.actual;
const international = (text: string): string[] => summary(parseFirstLine(Buffer.from(text, 'utf8'), { utf8: true }));
const judge = (line: string, context?: TextContext): string[] => summary(parseFirstLine(octetsOf(line), context));

describe('parseFirstLine', () => {
  test('gives the status, the text and the response code', () => {
    const parsed = parseFirstLine(octetsOf('-ERR [SYS/TEMP] later\r\n'));
    expect(parsed).toMatchObject({ ok: true, value: { status: '-ERR', code: { levels: ['SYS', 'TEMP'], end: 10 } } });
    expect(parsed.ok && parsed.value.text.toString()).toBe('[SYS/TEMP] later');
  });

  test.each([
    '+OK\r\n',
    '-ERR\r\n',
    '+OK \r\n',
    '+OK  two\r\n',
    '+OK see [1]\r\n',
    '-ERR [IN-USE]text\r\n',
    '-ERR [A]\t\r\n',
  ])('finds nothing wrong with %j', (line) => {
    expect(judge(line)).toEqual([]);
    expect(judge(line, { respCodes: true })).toEqual([]);
  });

  test.each([
    ['+ok\r\n', ['2449-3-S2@1']],
    ['OK\r\n', ['2449-3-S2@0']],
    ['+OKAY\r\n', ['2449-3-S2@3']],
    ['+OK\ttext\r\n', ['2449-3-S2@3']],
    ['-ERR: no\r\n', ['2449-3-S2@4']],
    ['-Err no\r\n', ['2449-3-S2@2']],
    ['\r\n', ['2449-3-S2@0']],
    ['+OK', ['2449-3-S3@3']],
    ['+OK\n', ['2449-3-S3@3']],
    ['+OK\r\r\n', ['2449-3-S3@3']],
    ['+OK a\rb\r\n', ['2449-3-S3@5']],
    ['+OK [A] a\rb\r\n', ['2449-3-S3@9 advice']],
    ['+OK caf\xe9\r\n', ['2449-3-S9@7']],
    ['+OK a\0b\r\n', ['2449-3-S9@5']],
    ['+OK [A] a\0b\r\n', ['2449-3-S9@9']],
    ['+OK a\x7f\r\n', ['2449-3-S9@5 advice R4']],
    ['+OK [A] a\x7f\r\n', []],
  ])('%j: %j', (line, expected) => {
    expect(judge(line)).toEqual(expected);
  });

  test('says what came', () => {
    expect(actual('+ok ready\r\n')).toBe('+ok');
    expect(actual('+OK\ttext\r\n')).toBe(String.raw`\t`);
    expect(actual('+OK caf\xe9\r\n')).toBe(String.raw`\xE9`);
    expect(actual('\r\n')).toBe('the end of the line');
    const [unannounced] = findings(parseFirstLine(octetsOf('-ERR [A\x7f] x\r\n'), { respCodes: false }));
    expect(unannounced?.actual).toBe(String.raw`[A\x7F]`);
  });

  describe('text that begins with "["', () => {
    test.each([
      ['-ERR [IN-USE] x\r\n', [], ['2449-8-S1@5 R7'], []],
      ['-ERR [in-use/x] x\r\n', [], ['2449-8-S1@5 R7'], []],
      ['-ERR [XYZZY] x\r\n', [], ['2449-8-S1@5 advice R7'], []],
      ['-ERR [] x\r\n', ['2449-3-S8@6'], ['2449-8-S1@5 advice R7'], ['2449-3-S8@6 advice R7']],
      ['-ERR [A x\r\n', ['2449-3-S8@7'], ['2449-8-S1@5 advice R7'], ['2449-3-S8@7 advice R7']],
      ['-ERR [two words] x\r\n', ['2449-6.4-S1@9'], ['2449-8-S1@5 advice R7'], ['2449-6.4-S1@9 advice R7']],
      ['-ERR [A\x01] x\r\n', ['2449-3-S8@7'], ['2449-3-S9@7', '2449-8-S1@5 advice R7'], ['2449-3-S9@7']],
      [
        '-ERR [\xe9] \xe9\r\n',
        ['2449-3-S8@6', '2449-3-S9@9'],
        ['2449-3-S9@6', '2449-8-S1@5 advice R7'],
        ['2449-3-S9@6'],
      ],
    ])('%j: announced %j, not announced %j, not known %j', (line, announced, not, unknown) => {
      expect(judge(line, { respCodes: true })).toEqual(announced);
      expect(judge(line, { respCodes: false })).toEqual(not);
      expect(judge(line)).toEqual(unknown);
    });
  });

  test('UTF-8 is text where it was agreed, if it is well-formed', () => {
    expect(international('+OK Größe\r\n')).toEqual([]);
    expect(international('-ERR [A] né\r\n')).toEqual([]);
    expect(judge('+OK a\xc3(\r\n', { utf8: true })).toEqual(['2449-3-S9@5']);
    expect(judge('+OK a\x01\r\n', { utf8: true })).toEqual(['2449-3-S9@5']);
  });

  test('a character in a response code is one breach, whether UTF-8 was agreed or not', () => {
    expect(judge('-ERR [\xc3\xa9] x\r\n', { utf8: true, respCodes: true })).toEqual(['2449-3-S8@6']);
    expect(judge('-ERR [\xc3\xa9] x\r\n', { respCodes: true })).toEqual(['2449-3-S8@6']);
  });

  test('512 octets are legal and 513 are not', () => {
    expect(judge(`+OK ${'x'.repeat(506)}\r\n`)).toEqual([]);
    expect(judge(`+OK ${'x'.repeat(507)}\r\n`)).toEqual(['2449-4-S3@512']);
    expect(judge(`+OK ${'x'.repeat(600)}`)).toEqual(['2449-4-S3@512']);
  });

  test('takes what the grammar generates', () => {
    fc.assert(
      fc.property(firstLine, (line) => {
        expect(judge(line, { respCodes: true }).filter((found) => !found.includes('advice'))).toEqual([]);
      }),
    );
  });

  test('finds every corruption of one octet that makes it illegal, and no other', () => {
    // A CR is legal only by virtue of the code before it, so whoever breaks the code makes two octets wrong.
    const lines = firstLine.filter((line) => !line.slice(0, -2).includes('\r'));
    fc.assert(
      fc.property(lines, (line) => {
        expect(
          disagreements(
            line,
            (octets) => parseFirstLine(octets),
            (text) => UNKNOWN.test(text),
          ),
        ).toEqual([]);
        expect(disagreements(line, underRespCodes, (text) => ANNOUNCED.test(text))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test('throws on nothing', () => {
    const context = fc.record({ utf8: fc.boolean(), respCodes: fc.constantFrom(true, false, undefined) });
    fc.assert(
      fc.property(hostile('+OK', '-ERR ', '+OK ['), context, (octets, given) => {
        expect(parseFirstLine(octets, given)).toBeDefined();
      }),
    );
  });
});

test.each([
  ['+OK ready\r\n', '+OK'],
  ['+ok', '+OK'],
  ['+OKAY', '+OK'],
  ['-ERR:', '-ERR'],
  ['-err\n', '-ERR'],
  ['+ \r\n', '+'],
  ['+\r\n', '+'],
  ['+ T0s=', '+'],
  ['OK', undefined],
  ['', undefined],
  ['-ER', undefined],
])('statusOf(%j) is %j', (line, status) => {
  expect(statusOf(octetsOf(line))).toBe(status);
});
