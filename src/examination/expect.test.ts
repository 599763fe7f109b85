import { describe, expect, test } from 'vitest';
import { answer, line, octetsIn } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { without } from '../server/testing.ts';
import { openIn } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import type { Examination } from './examination.ts';
import {
  expectAnswer,
  expectCode,
  expectEach,
  expectEnd,
  expectInStep,
  expectInStepAfterUser,
  expectInTurn,
  expectSameOutcome,
  type Expected,
} from './expect.ts';
import { keepAs, send, sendTogether } from './talk.ts';

const replying = (keyword: string, text: string, next: 'continue' | 'close' | 'reset' = 'continue'): Bend => ({
  before: (exchange) => (exchange.keyword === keyword ? { answer: answer(text, next) } : undefined),
});

/** Everything is answered twice. */
const twice = (keyword: string): Bend => ({
  after: (exchange, correct) =>
    exchange.keyword === keyword && exchange.occurrence === 1
      ? { ...correct, octets: [octetsIn(correct), octetsIn(correct)] }
      : correct,
});

async function asking(
  text: string,
  bend: Bend = {},
  state: 'AUTHORIZATION' | 'TRANSACTION' = 'TRANSACTION',
): Promise<Examination> {
  const x = await examine(bend);
  await openIn(x, state);
  await send(x, text);
  return x;
}

describe('expectAnswer', () => {
  test.each<[string, Expected, 'AUTHORIZATION' | 'TRANSACTION']>([
    ['NOOP', 'positive', 'TRANSACTION'],
    ['XXXX', 'negative', 'TRANSACTION'],
    ['STAT', 'positive or negative', 'TRANSACTION'],
    ['CAPA', 'a capability list', 'TRANSACTION'],
    ['AUTH CRAM-MD5', 'a challenge', 'AUTHORIZATION'],
  ])('%s is %s', async (text, expected, state) => {
    const x = await asking(text, {}, state);
    expectAnswer(x, expected);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test.each<[string, Expected]>([
    ['+OK\r\n', 'negative'],
    ['-ERR\r\n', 'positive'],
    ['OK\r\n', 'positive or negative'],
    ['-ERR\r\n', 'a capability list'],
    ['+OK\r\n', 'a challenge'],
  ])('%j is not %s', async (text, expected) => {
    const x = await asking('XXXX', replying('XXXX', text));
    expect(await stopOf(() => expectAnswer(x, expected))).toMatchObject({
      kind: 'fail',
      actual: text.replace('\r\n', '\\r\\n'),
    });
  });

  test('a refusal for another cause is not judged where a positive answer is expected', async () => {
    const x = await asking('NOOP', replying('NOOP', '-ERR [SYS/TEMP] later\r\n'));
    expect((await stopOf(() => expectAnswer(x, 'positive'))).kind).toBe('inconclusive');
  });

  test('no answer is a breach, but not behind a failure after which the server may close', async () => {
    const x = await asking('NOOP', replying('NOOP', '', 'close'));
    expect(await stopOf(() => expectAnswer(x, 'positive'))).toMatchObject({
      kind: 'fail',
      actual: 'the connection closed',
    });
    x.afterFailure = true;
    expect((await stopOf(() => expectAnswer(x, 'positive'))).kind).toBe('inconclusive');
  });
});

describe('answers to several commands', () => {
  test('each, and in turn', async () => {
    const x = await examine();
    await openIn(x, 'TRANSACTION');
    await sendTogether(x, 'NOOP\nXXXX\nSTAT');
    expectInTurn(x, ['positive', 'negative', 'positive']);
    expect(kinds(x)).toEqual(['evidence']);
    expect((await stopOf(() => expectEach(x, 'positive'))).kind).toBe('fail');
    expect((await stopOf(() => expectInTurn(x, ['positive', 'positive', 'positive']))).kind).toBe('fail');
    expect(() => expectInTurn(x, ['positive'])).toThrow(/another number/);
  });

  test('that end too early', async () => {
    const x = await examine(replying('NOOP', '+OK\r\n', 'close'));
    await openIn(x, 'TRANSACTION');
    await sendTogether(x, 'NOOP\nSTAT\nSTAT');
    expect((await stopOf(() => expectEach(x, 'positive'))).message).toMatch(/^STAT was not answered/);
    expect((await stopOf(() => expectInTurn(x, ['positive', 'positive', 'positive']))).kind).toBe('fail');
  });

  test('that end behind a failure, as they may', async () => {
    const x = await examine(replying('XXXX', '-ERR\r\n', 'close'));
    await openIn(x, 'TRANSACTION');
    await sendTogether(x, 'NOOP\nXXXX\nSTAT');
    expect((await stopOf(() => expectInTurn(x, ['positive', 'negative', 'positive']))).kind).toBe('inconclusive');
  });

  test('nothing was sent: that is our fault', async () => {
    const x = await examine();
    await openIn(x, 'AUTHORIZATION');
    expect(() => expectEach(x, 'positive')).toThrow(/none were sent/);
  });
});

async function compared(first: string, second: string): Promise<Examination> {
  const x = await examine({
    before: ({ keyword, occurrence }) =>
      keyword === 'NOOP' ? { answer: line(occurrence === 1 ? first : second) } : undefined,
  });
  await openIn(x, 'TRANSACTION');
  await send(x, 'NOOP');
  keepAs(x, 'the first');
  await send(x, 'NOOP');
  return x;
}

describe('expectSameOutcome and expectCode', () => {
  test.each([
    ['-ERR no', '-ERR other words'],
    ['-ERR [AUTH] a', '-ERR [auth] b'],
    ['+OK', '+OK x'],
  ])('%s is as %s', async (first, second) => {
    const x = await compared(first, second);
    expectSameOutcome(x, 'the first');
    expect(kinds(x)).toEqual(['evidence']);
  });

  test.each([
    ['-ERR', '+OK'],
    ['-ERR [AUTH] a', '-ERR b'],
    ['-ERR [SYS/TEMP] a', '-ERR [SYS/PERM] a'],
  ])('%s is not as %s', async (first, second) => {
    const x = await compared(first, second);
    expect((await stopOf(() => expectSameOutcome(x, 'the first'))).kind).toBe('fail');
  });

  test.each<[string, string, boolean]>([
    ['-ERR [IN-USE] x', 'IN-USE', true],
    ['-ERR [in-use/more] x', 'IN-USE', true],
    ['-ERR [SYS/TEMP] x', 'SYS/TEMP', true],
    ['-ERR [SYS/TEMP] x', 'AUTH', false],
    ['-ERR x [AUTH]', 'AUTH', false],
    ['-ERR', 'AUTH', false],
  ])('%s has %s: %s', async (text, code, has) => {
    const x = await asking('NOOP', replying('NOOP', `${text}\r\n`));
    expectCode(x, code, has);
    expect((await stopOf(() => expectCode(x, code, !has))).kind).toBe('fail');
  });
});

describe('expectInStep', () => {
  test.each<[string, 'AUTHORIZATION' | 'TRANSACTION']>([
    ['NOOP', 'TRANSACTION'],
    ['STAT', 'TRANSACTION'],
    ['LIST 1', 'TRANSACTION'],
    ['RETR 1', 'TRANSACTION'],
    ['CAPA', 'TRANSACTION'],
    ['XXXX', 'TRANSACTION'],
    ['CAPA', 'AUTHORIZATION'],
    ['XXXX', 'AUTHORIZATION'],
    ['AUTH X-NONE', 'AUTHORIZATION'],
  ])('the correct server is, behind %s in %s', async (text, state) => {
    const x = await asking(text, {}, state);
    await expectInStep(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test('without CAPA, QUIT tells, and the end behind it', async () => {
    const x = await examine({}, { capa: false, ...(await without('STLS')) });
    await openIn(x, 'AUTHORIZATION');
    await send(x, 'XXXX');
    await expectInStep(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test.each<[string, string, Bend, 'AUTHORIZATION' | 'TRANSACTION']>([
    ['a second answer to NOOP', 'NOOP', twice('NOOP'), 'TRANSACTION'],
    ['a second answer to STAT', 'STAT', twice('STAT'), 'TRANSACTION'],
    ['a second answer to LIST with an argument', 'LIST 1', twice('LIST'), 'TRANSACTION'],
    ['a second listing', 'LIST', twice('LIST'), 'TRANSACTION'],
    ['a second capability list', 'CAPA', twice('CAPA'), 'AUTHORIZATION'],
    ['a second capability list after login', 'CAPA', twice('CAPA'), 'TRANSACTION'],
    ['a second refusal', 'XXXX', twice('XXXX'), 'AUTHORIZATION'],
    ['a blank line behind the answer', 'NOOP', replying('NOOP', '+OK\r\n\r\n'), 'TRANSACTION'],
    ['an unstuffed "."', 'RETR 1', { policy: { stuff: (octets) => octets } }, 'TRANSACTION'],
    ['a line behind the dot line', 'LIST', replying('LIST', '+OK\r\n.\r\n.\r\n'), 'TRANSACTION'],
  ])('%s is a breach', async (_name, text, bend, state) => {
    const x = await asking(text, bend, state);
    expect((await stopOf(() => expectInStep(x))).kind).toBe('fail');
  });

  test('CAPA refused is no sign that it is not, where QUIT is answered', async () => {
    const refusing: Bend = {
      before: ({ keyword, occurrence }) =>
        keyword === 'CAPA' && occurrence > 1 ? { answer: line('-ERR Enough') } : undefined,
    };
    const x = await asking('CAPA', refusing, 'AUTHORIZATION');
    await expectInStep(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test('a server that closes may do so behind a refusal, and at no other time', async () => {
    const refused = await asking('XXXX', replying('XXXX', '-ERR\r\n', 'close'));
    await expectInStep(refused);
    expect(kinds(refused)).toEqual([]);
    const accepted = await asking('NOOP', replying('NOOP', '+OK\r\n', 'close'));
    expect((await stopOf(() => expectInStep(accepted))).kind).toBe('fail');
  });

  test('after USER, QUIT tells', async () => {
    const correct = await asking('USER {user}', {}, 'AUTHORIZATION');
    await expectInStepAfterUser(correct);
    expect(kinds(correct)).toEqual(['evidence']);
    const broken = await asking('USER {user}', replying('USER', '+OK\r\n-ERR too\r\n'), 'AUTHORIZATION');
    expect((await stopOf(() => expectInStepAfterUser(broken))).kind).toBe('fail');
    const refusing = await asking('USER {user}', replying('USER', '-ERR\r\n'), 'AUTHORIZATION');
    await expectInStepAfterUser(refusing);
    expect(kinds(refusing)).toEqual(['evidence']);
  });
});

describe('expectEnd', () => {
  test('behind QUIT', async () => {
    const x = await asking('QUIT');
    await expectEnd(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test('a reset is an end too, once every answer has come', async () => {
    const x = await asking('NOOP');
    const broken = await asking('NOOP', replying('QUIT', '', 'reset'));
    await broken.session.write([Buffer.from('QUIT\r\n')]);
    await expectEnd(broken);
    expect(broken.findings.map(({ kind }) => kind)).toEqual(['observation', 'evidence']);
    expect(x.findings).toEqual([]);
  });

  test('what comes behind the last answer is a breach', async () => {
    const x = await asking('QUIT', replying('QUIT', '+OK\r\n+OK\r\n', 'close'));
    expect((await stopOf(() => expectEnd(x))).message).toBe('octets came behind the last answer');
  });
});
