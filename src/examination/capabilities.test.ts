import { describe, expect, test } from 'vitest';
import type { CapabilityList } from '../client/capabilities.ts';
import { editLines, line, listing, type Answer } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { goOnAfterFailure, openIn } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import {
  expectAccurateValue,
  expectAllAfterLogin,
  expectBound,
  expectListed,
  expectListKept,
  expectListOrAdvisedRefusal,
  expectListOrRefusal,
  expectNoneOnlyAfterLogin,
  expectRefusalOrAdvisedList,
  expectSameArguments,
  expectSameList,
  expectUserToken,
  needCapa,
  needCapability,
  needLasting,
  needLongerCommands,
} from './capabilities.ts';
import { logInAgain } from './access.ts';
import { Examination } from './examination.ts';
import { newRun } from './run.ts';
import { keepAs, send } from './talk.ts';
import { verdictOf } from './verdict.test.support.ts';

/** A CAPA whose list is edited where the condition holds. */
const editing = (
  when: (exchange: { state: string; occurrence: number }) => boolean,
  edit: (lines: string[]) => string[],
): Bend => ({
  after: (exchange, correct) => (exchange.keyword === 'CAPA' && when(exchange) ? editLines(correct, edit) : correct),
});

const after = (edit: (lines: string[]) => string[]): Bend => editing(({ state }) => state === 'TRANSACTION', edit);
const insert =
  (...added: string[]): ((lines: string[]) => string[]) =>
  (lines) =>
    lines.toSpliced(1, 0, ...added);
const without =
  (tag: string): ((lines: string[]) => string[]) =>
  (lines) =>
    lines.filter((each) => each.split(' ')[0] !== tag);

/** The lists of one session before and after login: the one before is kept as `before`. */
async function bothLists(bend: Bend = {}): Promise<Examination> {
  const x = await examine(bend);
  await openIn(x, 'AUTHORIZATION');
  await send(x, 'CAPA');
  keepAs(x, 'before');
  await logInAgain(x);
  await send(x, 'CAPA');
  return x;
}

describe('lists before and after login', () => {
  test.each([
    ['expectAllAfterLogin', expectAllAfterLogin],
    ['expectNoneOnlyAfterLogin', expectNoneOnlyAfterLogin],
    ['expectSameArguments', expectSameArguments],
  ])('%s: those of the correct server agree', async (_name, judge) => {
    const x = await bothLists();
    judge(x, 'before');
    expect(kinds(x)).toEqual(['evidence']);
  });

  test.each<[string, typeof expectAllAfterLogin, Bend]>([
    ['a capability is withdrawn', expectAllAfterLogin, after(without('TOP'))],
    [
      "one of nobody's is withdrawn",
      expectAllAfterLogin,
      editing(({ state }) => state === 'AUTHORIZATION', insert('X-MINE')),
    ],
    [
      'arguments differ',
      expectSameArguments,
      after((lines) => lines.map((each) => each.replace(/^SASL .*/, 'SASL CRAM-MD5'))),
    ],
  ])('%s', async (_name, judge, bend) => {
    const x = await bothLists(bend);
    expect(await stopOf(() => judge(x, 'before'))).toMatchObject({ kind: 'fail', at: { from: 'S' } });
  });

  test('what is announced after login only breaks its own definition', async () => {
    const x = await bothLists(editing(({ state }) => state === 'AUTHORIZATION', without('UIDL')));
    expectNoneOnlyAfterLogin(x, 'before');
    expect(x.findings.filter(({ kind }) => kind === 'fail')).toMatchObject([
      { requirement: '2449-6.8-S1', reading: 'R15' },
    ]);
  });

  test.each<[string, Bend]>([
    ['STLS may go', after(without('STLS'))],
    [
      'values of LOGIN-DELAY and EXPIRE may differ',
      after((lines) => lines.map((each) => each.replace(/^(EXPIRE|LOGIN-DELAY) .*/, '$1 7'))),
    ],
    [
      'mechanisms have no order and no case',
      after((lines) => lines.map((each) => (each.startsWith('SASL') ? 'SASL scram-sha-256 CRAM-MD5' : each))),
    ],
    [
      'IMPLEMENTATION may be for those who have logged in',
      editing(({ state }) => state === 'AUTHORIZATION', without('IMPLEMENTATION')),
    ],
  ])('%s', async (_name, bend) => {
    const x = await bothLists(bend);
    for (const judge of [expectAllAfterLogin, expectNoneOnlyAfterLogin, expectSameArguments]) judge(x, 'before');
    expect(kinds(x)).toEqual(['evidence']);
  });

  test('without a list there is nothing to compare', async () => {
    const x = await bothLists({
      before: ({ keyword, state }) =>
        keyword === 'CAPA' && state === 'TRANSACTION' ? { answer: line('-ERR') } : undefined,
    });
    for (const judge of [expectAllAfterLogin, expectNoneOnlyAfterLogin, expectSameArguments]) {
      expect((await stopOf(() => judge(x, 'before'))).kind).toBe('inconclusive');
    }
  });
});

/** CAPA twice in a session, the first kept. */
async function twoLists(bend: Bend = {}): Promise<Examination> {
  const x = await examine(bend);
  await openIn(x, 'TRANSACTION');
  await send(x, 'CAPA');
  keepAs(x, 'the first');
  await send(x, 'CAPA');
  return x;
}

const second = (edit: (lines: string[]) => string[]): Bend => editing(({ occurrence }) => occurrence === 2, edit);

describe('expectSameList', () => {
  test.each<[string, Bend]>([
    ['the correct server', {}],
    ['another order of lines', second((lines) => [lines[0] ?? '', ...lines.slice(1, -1).toReversed(), '.'])],
    [
      'another order of mechanisms',
      second((lines) =>
        lines.map((each) =>
          each.startsWith('SASL') ? `SASL ${each.split(' ').slice(1).toReversed().join(' ')}` : each,
        ),
      ),
    ],
    ['another case of tags', second((lines) => lines.map((each) => each.replace('TOP', 'Top')))],
  ])('%s says the same', async (_name, bend) => {
    const x = await twoLists(bend);
    expectSameList(x, 'the first');
    expect(kinds(x)).toEqual(['evidence']);
  });

  test.each<[string, Bend]>([
    ['one more', second(insert('X-NEW'))],
    ['one less', second(without('TOP'))],
    ['another argument', second((lines) => lines.map((each) => each.replace(/^SASL .*/, 'SASL PLAIN')))],
  ])('%s is a breach', async (_name, bend) => {
    const x = await twoLists(bend);
    expect((await stopOf(() => expectSameList(x, 'the first'))).kind).toBe('fail');
  });

  test('without a second list there is nothing to compare', async () => {
    const x = await twoLists({
      before: ({ keyword, occurrence }) =>
        keyword === 'CAPA' && occurrence === 2 ? { answer: line('-ERR') } : undefined,
    });
    expect((await stopOf(() => expectSameList(x, 'the first'))).kind).toBe('inconclusive');
  });
});

/** CAPA is asked before and after a failure, behind which it is answered in another way on that connection. */
async function aroundFailure(answer?: Answer): Promise<Examination> {
  let failed: number | undefined;
  const x = await examine({
    before: ({ keyword, connection }) => {
      if (keyword === 'XXXX') failed = connection;
      return keyword === 'CAPA' && failed === connection && answer !== undefined ? { answer } : undefined;
    },
  });
  await openIn(x, 'AUTHORIZATION');
  await send(x, 'CAPA');
  keepAs(x, 'the first');
  await send(x, 'XXXX');
  goOnAfterFailure(x);
  await send(x, 'CAPA');
  return x;
}

describe('expectListKept', () => {
  test('the correct server keeps it', async () => {
    const x = await aroundFailure();
    await expectListKept(x, 'the first');
    expect(kinds(x)).toEqual(['evidence']);
  });

  test.each([
    ['no list', line('-ERR'), 'fail'],
    ['another list', listing('+OK', ['TOP']), 'fail'],
    ['the end of the connection, as is its right', { octets: [], next: 'close' } as const, 'inconclusive'],
  ])('%s', async (_name, answer, kind) => {
    const x = await aroundFailure(answer);
    expect((await stopOf(() => expectListKept(x, 'the first'))).kind).toBe(kind);
  });
});

async function asked(text: string, answer?: string): Promise<Examination> {
  const x = await examine(
    answer === undefined
      ? {}
      : {
          before: ({ keyword }) =>
            keyword === 'CAPA' ? { answer: { octets: [Buffer.from(answer)], next: 'close' } } : undefined,
        },
  );
  await openIn(x, 'AUTHORIZATION');
  await send(x, text);
  return x;
}

describe('the answer to CAPA', () => {
  test.each<[string, (x: Examination) => void, string, string | undefined, string]>([
    ['a list', expectListOrRefusal, 'CAPA', undefined, 'evidence'],
    ['-ERR', expectListOrRefusal, 'CAPA', '-ERR\r\n', 'evidence'],
    ['+OK and the end', expectListOrRefusal, 'CAPA', '+OK\r\n', 'fail'],
    ['another status', expectListOrRefusal, 'CAPA', 'OK\r\n', 'fail'],
    ['a list between USER and PASS', expectListOrAdvisedRefusal, 'CAPA', undefined, 'evidence'],
    ['-ERR between USER and PASS', expectListOrAdvisedRefusal, 'CAPA', '-ERR\r\n', 'advice'],
    ['+OK alone between USER and PASS', expectListOrAdvisedRefusal, 'CAPA', '+OK\r\n', 'fail'],
    ['an argument is refused', expectRefusalOrAdvisedList, 'CAPA X', undefined, 'evidence'],
    ['an argument is passed over', expectRefusalOrAdvisedList, 'CAPA X', '+OK\r\nTOP\r\n.\r\n', 'advice'],
    ['an argument brings +OK alone', expectRefusalOrAdvisedList, 'CAPA X', '+OK\r\n', 'fail'],
  ])('%s', async (_name, judge, text, answer, kind) => {
    const x = await asked(text, answer);
    expect(await verdictOf(x, judge)).toBe(kind);
  });

  test.each<[string, string, string]>([
    ['with a token', '+OK\r\nIMPLEMENTATION x\r\n.\r\n', 'evidence'],
    ['without one', '+OK\r\nIMPLEMENTATION\r\n.\r\n', 'fail'],
    ['with nothing but a space', '+OK\r\nIMPLEMENTATION \r\n.\r\n', 'fail'],
    ['missing', '+OK\r\n.\r\n', 'fail'],
    ['without a list', '-ERR\r\n', 'inconclusive'],
  ])('IMPLEMENTATION %s', async (_name, answer, kind) => {
    const x = await asked('CAPA', answer);
    expect(await verdictOf(x, () => expectListed(x, 'IMPLEMENTATION'))).toBe(kind);
  });
});

/** An examination of a server with these lists: before login, and after it for each account. */
async function surveyed(
  before: CapabilityList | undefined,
  ...lists: (CapabilityList | undefined)[]
): Promise<Examination> {
  const { target, survey } = await examine();
  const [first, ...others] = lists.map((capabilities, index) => ({
    account: { user: `user ${index}`, password: 'x' },
    capabilities,
  }));
  if (first === undefined) throw new Error('there is no account');
  return new Examination(
    newRun(target, { ...survey, clear: before, secured: undefined, accounts: [first, ...others] }),
    '2449-5-S1',
  );
}

const value = (text: string): CapabilityList => {
  const [tag = '', ...parameters] = text.split(' ');
  return [{ tag, parameters }];
};

describe('values that may differ per user', () => {
  const NONE: CapabilityList = [];

  test.each<[string, string, (CapabilityList | undefined)[], string]>([
    [
      'the largest delay is announced',
      'LOGIN-DELAY 900 USER',
      [value('LOGIN-DELAY 900'), value('LOGIN-DELAY 0')],
      'evidence',
    ],
    ['a delay is larger', 'LOGIN-DELAY 900 USER', [value('LOGIN-DELAY 900'), value('LOGIN-DELAY 901')], 'fail'],
    ['the smallest time is announced', 'EXPIRE 5 USER', [value('EXPIRE 5'), value('EXPIRE NEVER')], 'evidence'],
    ['a time is smaller', 'EXPIRE NEVER', [value('EXPIRE never'), value('EXPIRE 365')], 'fail'],
    ['nothing after login', 'EXPIRE 5', [NONE, undefined], 'inconclusive'],
    ['no number', 'EXPIRE soon', [value('EXPIRE 5')], 'inconclusive'],
  ])('expectBound: %s', async (_name, before, lists, kind) => {
    const x = await surveyed(value(before), ...lists);
    const tag = before.startsWith('EXPIRE') ? 'EXPIRE' : 'LOGIN-DELAY';
    expect(await verdictOf(x, () => expectBound(x, tag))).toBe(kind);
  });

  test.each<[string, string, CapabilityList[], string]>([
    ['a value differs and USER is there', 'EXPIRE 5 user', [value('EXPIRE 5'), value('EXPIRE 6')], 'evidence'],
    ['a value differs and USER is not', 'EXPIRE 5', [value('EXPIRE 6')], 'fail'],
    ['none differs', 'EXPIRE 5', [value('EXPIRE 5'), NONE], 'not-applicable'],
  ])('expectUserToken: %s', async (_name, before, lists, kind) => {
    const x = await surveyed(value(before), ...lists);
    expect(await verdictOf(x, () => expectUserToken(x, 'EXPIRE'))).toBe(kind);
  });

  test.each<[string, string, CapabilityList[], string]>([
    ['each has a value', 'EXPIRE 5 USER', [value('EXPIRE 5'), value('EXPIRE 6')], 'evidence'],
    ['one has none', 'EXPIRE 5 USER', [value('EXPIRE 5'), NONE], 'fail'],
    ['one still has USER', 'EXPIRE 5 USER', [value('EXPIRE 5 USER')], 'fail'],
    ['nothing was promised', 'EXPIRE 5', [NONE], 'not-applicable'],
  ])('expectAccurateValue: %s', async (_name, before, lists, kind) => {
    const x = await surveyed(value(before), ...lists);
    expect(await verdictOf(x, () => expectAccurateValue(x, 'EXPIRE'))).toBe(kind);
  });

  test('without the capability they do not apply', async () => {
    const x = await surveyed(NONE, NONE);
    for (const judge of [expectBound, expectUserToken, expectAccurateValue]) {
      expect((await stopOf(() => judge(x, 'EXPIRE'))).kind).toBe('not-applicable');
    }
  });
});

describe('what applies', () => {
  const TOP = value('TOP');

  test.each<[string, CapabilityList | undefined, CapabilityList | undefined, (x: Examination) => void, string]>([
    ['no CAPA', undefined, undefined, needCapa, 'the server has no CAPA'],
    ['nothing announced', [], [], (x) => needCapability(x, 'TOP'), 'TOP is not announced'],
    [
      'announced after login only',
      [],
      TOP,
      (x) => needCapability(x, 'TOP', 'AUTHORIZATION'),
      'TOP is not announced in the AUTHORIZATION state',
    ],
    [
      'announced before login only',
      TOP,
      [],
      (x) => needCapability(x, 'TOP', 'TRANSACTION'),
      'TOP is not announced in the TRANSACTION state',
    ],
    [
      'nothing longer',
      TOP,
      TOP,
      needLongerCommands,
      'no capability that is announced and registered raises the maximum command length',
    ],
    [
      'EXPIRE 0',
      value('EXPIRE 7'),
      value('EXPIRE 0'),
      needLasting,
      'EXPIRE 0: the server may delete what was retrieved',
    ],
  ])('not: %s', async (_name, before, list, need, message) => {
    const x = await surveyed(before, list);
    expect(await stopOf(() => need(x))).toMatchObject({ kind: 'not-applicable', message });
  });

  test.each<[string, CapabilityList | undefined, CapabilityList | undefined, (x: Examination) => void]>([
    ['CAPA in one state', undefined, [], needCapa],
    ['announced in one state', TOP, [], (x) => needCapability(x, 'top')],
    ['announced in that state', [], TOP, (x) => needCapability(x, 'TOP', 'TRANSACTION')],
    ['EXPIRE NEVER', value('EXPIRE 0'), value('EXPIRE NEVER'), needLasting],
    ['no EXPIRE', [], [], needLasting],
  ])('%s', async (_name, before, list, need) => {
    const x = await surveyed(before, list);
    need(x);
    expect(x.findings).toEqual([]);
  });
});
