import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase64 } from './base64.ts';
import { parseChallenge, parseInitialResponse, parseResponse } from './challenge.ts';
import { octetsOf } from './octets.ts';
import { disagreements, hostile, summary } from './grammar.test.support.ts';

const LEGAL = /^\+ (?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\r\n$/;
const challenge = fc.uint8Array({ maxLength: 20 }).map((octets) => `+ ${encodeBase64(octets)}\r\n`);

describe('parseChallenge', () => {
  test('gives the decoded octets', () => {
    const parsed = parseChallenge(octetsOf('+ PDEuMkBhPg==\r\n'));
    expect(parsed.ok && parsed.value.data.toString()).toBe('<1.2@a>');
    const empty = parseChallenge(octetsOf('+ \r\n'));
    expect(empty.ok && empty.value.data.length).toBe(0);
  });

  test.each([
    ['+\r\n', ['5034-4-S2@1']],
    ['+PDEu\r\n', ['5034-4-S2@1']],
    ['+  \r\n', ['5034-4-S2@2']],
    ['+ !!!!\r\n', ['5034-4-S2@2']],
    ['+ AAA\r\n', ['5034-4-S2@5']],
    ['+ AAAA \r\n', ['5034-4-S2@6']],
    ['+ go ahead\r\n', ['5034-4-S2@4']],
    ['+OK \r\n', ['5034-4-S2@1']],
    ['\r\n', ['5034-4-S2@0']],
    ['+ \n', ['2449-3-S3@2']],
    ['+ AAAA\r\r\n', ['2449-3-S3@6']],
    [`+ ${'A'.repeat(10_000)}\r\n`, []],
  ])('%j: %j', (line, expected) => {
    expect(summary(parseChallenge(octetsOf(line)))).toEqual(expected);
  });

  test('takes what the grammar generates', () => {
    fc.assert(
      fc.property(challenge, (line) => {
        expect(summary(parseChallenge(octetsOf(line)))).toEqual([]);
      }),
    );
  });

  test('finds every corruption of one octet that makes it illegal, and no other', () => {
    fc.assert(
      fc.property(challenge, (line) => {
        expect(disagreements(line, parseChallenge, (text) => LEGAL.test(text))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('throws on nothing', () => {
    fc.assert(
      fc.property(hostile('+ ', '+ AA'), (octets) => {
        expect(parseChallenge(octets)).toBeDefined();
        expect(() => parseResponse(octets)).not.toThrow();
      }),
    );
  });
});

describe('parseResponse', () => {
  test.each([
    ['*\r\n', { kind: 'cancel' }],
    ['*', { kind: 'cancel' }],
    ['\r\n', { kind: 'response', data: Buffer.alloc(0) }],
    ['QUI=\r\n', { kind: 'response', data: octetsOf('AB') }],
    ['QUI\r\n', undefined],
    ['=\r\n', undefined],
    ['* \r\n', undefined],
    ['**\r\n', undefined],
  ])('%j', (line, expected) => {
    expect(parseResponse(octetsOf(line))).toEqual(expected);
  });
});

test.each([
  ['=', ''],
  ['QUI=', 'AB'],
  ['', undefined],
  ['*', undefined],
  ['==', undefined],
])('parseInitialResponse(%j)', (text, expected) => {
  expect(parseInitialResponse(text)?.toString()).toBe(expected);
});
