import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGreeting } from './greeting.ts';
import { octetsOf } from './octets.ts';
import { disagreements, hostile, octetIn, optional, repeated, sequence, summary } from './grammar.test.support.ts';

// RFC 2449 section 3 with R1 and R3: SP in text, and SP before it.
const rchar = octetIn([
  [0x21, 0x2e],
  [0x30, 0x5c],
  [0x5e, 0x7f],
]);
const level = repeated(rchar, 1, 4);
const respCode = sequence('[', level, repeated(sequence('/', level), 0, 2), ']');
const gchar = octetIn([
  [0x20, 0x3b],
  [0x3d, 0x7f],
]);
const letters = octetIn([
  [0x30, 0x39],
  [0x61, 0x7a],
]);
const atom = repeated(letters, 1, 4);
const timestamp = sequence(
  '<',
  atom,
  repeated(sequence('.', atom), 0, 2),
  '@',
  atom,
  repeated(sequence('.', atom), 0, 2),
  '>',
);
const words = repeated(gchar, 0, 6);
const greeting = sequence(
  '+OK',
  optional(fc.constant(' ')),
  fc.oneof(
    words.filter((text) => !text.startsWith('[')),
    sequence(respCode, words),
  ),
  optional(sequence(timestamp, words)),
  '\r\n',
);

/** The same, with a timestamp as the row wants it: `<` visible octets `>`, with something on both sides of an @. */
const R = String.raw`[\x21-\x2e\x30-\x5c\x5e-\x7f]+`;
const G = String.raw`[\x20-\x3b\x3d-\x7f]*`;
const T = String.raw`<[\x21-\x3d\x3f-\x7e]+@[\x21-\x3d\x3f-\x7e]+>`;
const LEGAL = new RegExp(String.raw`^\+OK ?(?:\[${R}(?:\/${R})*\])?${G}(?:${T}${G})?\r\n$`);

const judge = (line: string, respCodes?: boolean): string[] => summary(parseGreeting(octetsOf(line), { respCodes }));
const timestampOf = (line: string): string | undefined => {
  const parsed = parseGreeting(octetsOf(line));
  return parsed.ok ? parsed.value.timestamp?.toString('latin1') : undefined;
};

describe('parseGreeting', () => {
  test('gives the text, the response code and the timestamp', () => {
    const parsed = parseGreeting(octetsOf('+OK [SYS/TEMP] ready <1896.697@[192.0.2.1]> go on\r\n'));
    expect(parsed).toMatchObject({ ok: true, value: { code: { levels: ['SYS', 'TEMP'], end: 10 } }, remarks: [] });
    expect(parsed.ok && parsed.value.text.toString()).toBe('[SYS/TEMP] ready <1896.697@[192.0.2.1]> go on');
    expect(parsed.ok && parsed.value.timestamp?.toString()).toBe('<1896.697@[192.0.2.1]>');
  });

  test.each([
    '+OK\r\n',
    '+OK \r\n',
    '+OK POP3 server ready\r\n',
    '+OK[CODE]text\r\n',
    '+OK [CODE]\r\n',
    '+OK ready > set\r\n',
    '+OK ready <a@b>\r\n',
    '+OK <a.b.c@d.e>more\r\n',
    '+OK <"a>b"@c>\r\n',
    '+OK in [brackets]\r\n',
  ])('finds nothing wrong with %j', (line) => {
    expect(judge(line)).toEqual([]);
    expect(judge(line, true)).toEqual([]);
  });

  test.each([
    ['+OKready\r\n', ['2449-3-S1@3 advice R3']],
    ['+OK<a@b>\r\n', ['2449-3-S1@3 advice R3']],
    ['+OK\tready\r\n', ['2449-3-S9@3']],
    ['-ERR [SYS/TEMP] too many\r\n', ['2449-3-S1@0']],
    ['220 ready\r\n', ['2449-3-S1@0']],
    ['\r\n', ['2449-3-S1@0']],
    ['+ok ready\r\n', ['2449-3-S2@1']],
    ['OK ready\r\n', ['2449-3-S2@0']],
    ['+OK a < b\r\n', ['2449-3-S7@7']],
    ['+OK <pop3 server>\r\n', ['2449-3-S7@9']],
    ['+OK <>\r\n', ['2449-3-S7@5']],
    ['+OK <ab>\r\n', ['2449-3-S7@7']],
    ['+OK <@b>\r\n', ['2449-3-S7@7']],
    ['+OK <a@>\r\n', ['2449-3-S7@7']],
    ['+OK <a@b\r\n', ['2449-3-S7@8']],
    ['+OK <a@b\x7f>\r\n', ['2449-3-S7@8']],
    ['+OK <a@\xc3\xa9> x\r\n', ['2449-3-S7@7']],
    ['+OK <a@\xc3\xa9> \xff\r\n', ['2449-3-S7@7', '2449-3-S9@11']],
    ['+OK <a@b> <c@d>\r\n', ['2449-3-S7@10']],
    ['+OK <a..b@c>\r\n', ['2449-3-S7@4 advice']],
    ['+OK caf\xe9 <a@b>\r\n', ['2449-3-S9@7']],
    ['+OK <a@b> \x01\r\n', ['2449-3-S9@10']],
    ['+OK [two words] x\r\n', ['2449-6.4-S1@8 advice R7']],
    ['+OK ready\n', ['2449-3-S3@9']],
    ['+OK\r\r\n', ['2449-3-S3@3']],
    [`+OK ${'x'.repeat(507)}\r\n`, ['2449-4-S3@512']],
  ])('%j: %j', (line, expected) => {
    expect(judge(line)).toEqual(expected);
  });

  test('a bracket is judged anew when RESP-CODES is known', () => {
    expect(judge('+OK [two words] x\r\n', true)).toEqual(['2449-6.4-S1@8']);
    expect(judge('+OK [two words] x\r\n', false)).toEqual(['2449-8-S1@4 advice R7']);
    expect(judge('+OK [IN-USE] x\r\n', false)).toEqual(['2449-8-S1@4 R7']);
  });

  test('a timestamp keeps every octet that the digest needs', () => {
    expect(timestampOf('+OK dewey <1896.697170952@dbc.mtview.ca.us>\r\n')).toBe('<1896.697170952@dbc.mtview.ca.us>');
    expect(timestampOf('+OK <a..b@c>\r\n')).toBe('<a..b@c>');
    expect(timestampOf('+OK ready\r\n')).toBeUndefined();
  });

  test('takes what the grammar generates', () => {
    fc.assert(
      fc.property(greeting, (line) => {
        expect(judge(line, true).filter((found) => !found.includes('advice'))).toEqual([]);
      }),
    );
  });

  test('finds every corruption of one octet that makes it illegal, and no other', () => {
    // A "<" in a response code is no timestamp: whoever breaks the code makes two octets wrong.
    const greetings = greeting.filter((line) => !/\[[^\]]*</.test(line));
    fc.assert(
      fc.property(greetings, (line) => {
        expect(
          disagreements(
            line,
            (octets) => parseGreeting(octets),
            (text) => LEGAL.test(text),
          ),
        ).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('throws on nothing', () => {
    const announced = fc.constantFrom(true, false, undefined);
    fc.assert(
      fc.property(hostile('+OK', '+OK <', '+OK [A'), announced, (octets, respCodes) => {
        expect(parseGreeting(octets, { respCodes })).toBeDefined();
      }),
    );
  });
});
