import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand, type CommandContext } from './command.ts';
import { octetsOf } from './octets.ts';
import { disagreements, findings, hostile, octetIn, repeated, sequence, summary } from './grammar.test.support.ts';

const vchar = octetIn([[0x21, 0x7e]]);
const keyword = repeated(vchar, 3, 4).filter((text) => text.toUpperCase() !== 'PASS');
const command = sequence(keyword, repeated(sequence(' ', repeated(vchar, 1, 6)), 0, 3), '\r\n');
const pass = sequence('PASS ', repeated(octetIn([[0x20, 0x7e]]), 1, 12), '\r\n');
const LEGAL = /^(?:[!-~]{3,4}(?: [!-~]+)*|pass [ -~]+)\r\n$/i;

const judge = (line: string, context?: CommandContext): string[] => summary(parseCommand(octetsOf(line), context));
const parse = (octets: Buffer): ReturnType<typeof parseCommand> => parseCommand(octets);
const international = (text: string): string[] => summary(parseCommand(Buffer.from(text, 'utf8'), { utf8: true }));
const params = (line: string): string[] | false => {
  const parsed = parseCommand(octetsOf(line));
  return parsed.ok && parsed.value.params.map((param) => param.toString('latin1'));
};

describe('parseCommand', () => {
  test('gives the keyword in upper case and the parameters as they came', () => {
    const parsed = parseCommand(octetsOf('aPop mrose c4c9\r\n'));
    expect(parsed.ok && parsed.value.keyword).toBe('APOP');
    expect(params('apop mrose c4c9\r\n')).toEqual(['mrose', 'c4c9']);
    expect(params('QUIT\r\n')).toEqual([]);
    expect(params('PASS  two  words \r\n')).toEqual([' two  words ']);
  });

  test.each([
    ['TOP 1 0\r\n', []],
    ['!?~\r\n', []],
    ['PASS a b\r\n', []],
    ['pass  \r\n', []],
    ['PASS \r\n', ['2449-3-C1@4']],
    ['PASS\r\n', []],
    ['\r\n', ['2449-3-C1@0']],
    ['AB\r\n', ['2449-3-C1@2']],
    ['ABCDE\r\n', ['2449-3-C1@4']],
    ['STAT \r\n', ['2449-3-C1@4']],
    ['LIST  1\r\n', ['2449-3-C1@5']],
    [' LIST 1\r\n', ['2449-3-C1@0']],
    ['LIST\t1\r\n', ['2449-3-C1@4']],
    ['TOP\t1\r\n', ['2449-3-C1@3']],
    ['LIST 1\n', ['2449-3-C1@6']],
    ['LIST 1\r\r\n', ['2449-3-C1@6']],
    ['LIST 1', ['2449-3-C1@6']],
    ['USER caf\xe9\r\n', ['2449-3-C1@8']],
    [`USER ${'x'.repeat(248)}\r\n`, []],
    [`USER ${'x'.repeat(249)}\r\n`, ['2449-4-C1@255']],
  ])('%j: %j', (line, expected) => {
    expect(judge(line)).toEqual(expected);
  });

  test('names and passwords may be UTF-8 where UTF8 USER was announced', () => {
    expect(international('USER Jürgen\r\n')).toEqual([]);
    expect(international('PASS schöne Grüße\r\n')).toEqual([]);
    expect(international('APOP jürgen c4c9\r\n')).toEqual([]);
    expect(international('APOP jürgen ü\r\n')).toEqual(['2449-3-C1@13']);
    expect(international('LIST ü\r\n')).toEqual(['2449-3-C1@5']);
    expect(judge('USER \xc3(\r\n', { utf8: true })).toEqual(['2449-3-C1@5']);
    expect(judge('PASS ab\xc3\r\n', { utf8: true })).toEqual(['2449-3-C1@7']);
  });

  test.each([
    'PASS s3cr\x01et\r\n',
    'AUTH PLAIN s3cr\x01et\r\n',
    'APOP name s3cr\xe9t\r\n',
    'PASSs3cret\r\n',
    'PASS s3cret\n',
  ])('no secret gets into what is said about %j', (line) => {
    const said = findings(parse(octetsOf(line))).map(({ expected, actual }) => `${expected} ${actual}`);
    expect(said.length).toBeGreaterThan(0);
    expect(said.join()).not.toMatch(/s3c|\\x01|\\xE9/);
  });

  test('takes what the grammar generates', () => {
    fc.assert(
      fc.property(fc.oneof(command, pass), (line) => {
        expect(judge(line)).toEqual([]);
        expect(params(line)).toEqual(/^pass/i.test(line) ? [line.slice(5, -2)] : line.slice(0, -2).split(' ').slice(1));
      }),
    );
  });

  test('finds every corruption of one octet that makes it illegal, and no other', () => {
    fc.assert(
      fc.property(fc.oneof(command, pass), (line) => {
        expect(disagreements(line, parse, (text) => LEGAL.test(text))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('throws on nothing', () => {
    fc.assert(
      fc.property(hostile('USER ', 'PASS ', 'APOP a '), fc.boolean(), (octets, utf8) => {
        expect(parseCommand(octets, { utf8 })).toBeDefined();
      }),
    );
  });
});
