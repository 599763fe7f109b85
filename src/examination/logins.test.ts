import { describe, expect, test } from 'vitest';
import { answer } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { failToLogIn, logInBy, openIn } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import { verdictOf } from './verdict.test.support.ts';
import { expectLoginOrKnownRefusal, expectLoginOrLock } from './logins.ts';

const answering = (answers: Readonly<Record<string, string>>): Bend => ({
  before: ({ keyword }) => {
    const text = answers[keyword];
    return text === undefined ? undefined : { answer: answer(`${text}\r\n`) };
  },
});

describe('expectLoginOrLock', () => {
  test.each([
    ['the correct server', {}, ['evidence'], 1],
    ['no lock', { PASS: '+OK' }, ['evidence'], 1],
    ['a refusal without a code', { PASS: '-ERR locked' }, ['evidence'], 2],
    ['a code of its own', { PASS: '-ERR [X-LOCK] locked' }, ['evidence'], 1],
  ])('%s', async (_name, answers, expected, findings) => {
    const x = await examine(answering(answers));
    if (_name === 'the correct server') await openIn(x, 'TRANSACTION');
    await openIn(x, 'AUTHORIZATION');
    await logInBy(x, 'USER', x.account);
    expectLoginOrLock(x);
    expect([kinds(x), x.findings.length]).toEqual([expected, findings]);
  });

  test.each([
    ['the credentials are blamed', '-ERR [AUTH] no'],
    ['no status', 'OK'],
  ])('%s', async (_name, text) => {
    const x = await examine(answering({ PASS: text }));
    await openIn(x, 'AUTHORIZATION');
    await logInBy(x, 'USER', x.account);
    expect((await stopOf(() => expectLoginOrLock(x))).kind).toBe('fail');
  });
});

describe('expectLoginOrKnownRefusal', () => {
  const GENERIC = '-ERR failed';

  test.each<[string, Record<string, string>, string]>([
    ['a login', {}, 'evidence'],
    ['a refusal of its own', { PASS: '-ERR not for you' }, 'evidence'],
    ['unknown like any other', { USER: '-ERR Unknown command USER', XUSR: '-ERR unknown command XUSR' }, 'fail'],
    ['PASS unknown like any other', { PASS: '-ERR unrecognized command', XUSR: '-ERR unrecognized command' }, 'fail'],
    ['one text for every failure', { PASS: GENERIC, XUSR: GENERIC }, 'inconclusive'],
    ['no text', { PASS: '-ERR', XUSR: '-ERR' }, 'inconclusive'],
    ['no status', { PASS: 'NO' }, 'fail'],
  ])('%s', async (_name, answers, kind) => {
    const x = await examine(answering(answers));
    await openIn(x, 'AUTHORIZATION');
    await logInBy(x, 'USER', x.account);
    expect(await verdictOf(x, expectLoginOrKnownRefusal)).toBe(kind);
  });

  test("a server that closes at the first unknown command can't be compared with", async () => {
    const x = await examine({
      before: ({ keyword }) => (keyword === 'XUSR' ? { answer: { octets: [], next: 'close' } } : undefined),
    });
    await openIn(x, 'AUTHORIZATION');
    await failToLogIn(x, 'an unknown user', 'USER');
    expect((await stopOf(() => expectLoginOrKnownRefusal(x))).kind).toBe('inconclusive');
  });
});
