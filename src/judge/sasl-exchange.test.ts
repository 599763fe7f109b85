import { describe, expect, test } from 'vitest';
import { latin1 } from '../protocol/octets.ts';
import { conversations, type Exchange } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';
import { challengesUnread, emptyChallengeLeft } from './sasl-exchange.ts';

function exchange(...script: readonly string[]): Exchange {
  const [conversation] = conversations(entriesOf(['S: +OK', ...script]));
  const auth = conversation?.exchanges.find(({ keyword }) => keyword === 'AUTH');
  if (auth === undefined) throw new Error('there is no AUTH');
  return auth;
}

/** What was sent for each challenge that can’t be decoded. */
function answersTo(...script: readonly string[]): (string | undefined)[] {
  return challengesUnread(exchange(...script)).map((line) => line && latin1(line.content));
}

describe('challenges that can’t be decoded', () => {
  test.each(['!!!!', '=AAA', 'AAA=BBB', 'PDE4-Q==', 'AAA', 'QUFB QUFB'])('"%s" is one', (text) => {
    expect(answersTo('C: AUTH CRAM-MD5', `S: + ${text}`, 'C: *', 'S: -ERR')).toEqual(['*']);
  });

  test.each(['', 'QUFB', 'QQ=='])('"%s" is none', (text) => {
    expect(answersTo('C: AUTH CRAM-MD5', `S: + ${text}`, 'C: QUFB', 'S: +OK')).toEqual([]);
  });

  test('only what came for that challenge counts', () => {
    const script = ['C: AUTH SCRAM-SHA-256', 'S: + ', 'C: QUFB', 'S: + !', 'C: QQ==', 'S: -ERR'];
    expect(answersTo(...script)).toEqual(['QQ==']);
    expect(answersTo(...script.slice(0, 4), 'C close')).toEqual([undefined]);
  });
});

describe('the empty challenge', () => {
  test.each([
    [undefined, ['C: QUFB', 'S: +OK']],
    [undefined, ['C: QUFB', 'S: + QUFB', 'C: QUFB', 'S: -ERR']],
    ['another response', ['C: QUFB', 'S: -ERR']],
    ['"*"', ['C: *', 'S: -ERR']],
    ['nothing', ['C close']],
  ])('is left with %s', (words, script) => {
    expect(emptyChallengeLeft(exchange('C: AUTH PLAIN', 'S: + ', ...script))).toBe(words);
  });
});
