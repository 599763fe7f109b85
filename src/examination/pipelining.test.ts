import { describe, expect, test } from 'vitest';
import { answer, line, octetsIn } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { defaults, without, withMessages } from '../server/testing.ts';
import { OCTET, WHOLE } from '../wire/segmentation.ts';
import { openIn } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import { Examination } from './examination.ts';
import { expectEnd, expectInStep } from './expect.ts';
import { needMessage } from './messages.ts';
import {
  askAndNotRead,
  expectEveryMessage,
  expectInOrder,
  expectInOrderWhole,
  expectLoginFailedInPipeline,
  readAgain,
  sendWhileArriving,
  sendWholeSession,
  serveAnother,
} from './pipelining.ts';
import { newRun } from './run.ts';
import { sendTogether } from './talk.ts';

const replying = (keyword: string, text: string, next: 'continue' | 'close' = 'continue'): Bend => ({
  before: (exchange) => (exchange.keyword === keyword ? { answer: answer(text, next) } : undefined),
});

/** Forgets what came behind each command, as a server does that empties its input. */
const forgetful: Bend = { after: (_exchange, correct) => ({ ...correct, discardInput: true }) };

/** The same examination with fewer patience: for servers that do not answer. */
function impatient(x: Examination): Examination {
  return new Examination(newRun({ ...x.target, timeoutMs: 50 }, x.survey), x.requirement);
}

describe('a whole session in one write', () => {
  test.each(['whole', 'octet'])('%s: is answered in order, and ends', async (how) => {
    const x = await examine();
    await openIn(x, 'AUTHORIZATION');
    await sendWholeSession(x, how === 'octet' ? OCTET : WHOLE);
    expect(x.commands).toHaveLength(7);
    expectInOrder(x);
    await expectEnd(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test('a message that the server keeps back is not asked for', async () => {
    const x = await examine({}, await withMessages('Subject: \xfc\r\n\r\nx\r\n', 'Subject: x\r\n\r\nx\r\n'));
    await openIn(x, 'AUTHORIZATION');
    await sendWholeSession(x, WHOLE);
    expectInOrder(x);
    expect(x.outcomes.map(({ command }) => command)).toContain('RETR 2');
  });

  test.each<[string, Partial<ServerConfig>]>([
    ['under TLS only', {}],
    ['in the clear', { inTheClear: { mechanisms: ['CRAM-MD5', 'PLAIN'], password: false } }],
  ])('where the login takes PLAIN, which is there %s', async (where, changes) => {
    const passwordless = { inTheClear: { mechanisms: ['CRAM-MD5' as const], password: false }, ...changes };
    const x = await examine({}, { ...(await without('USER')), ...passwordless });
    await openIn(x, 'AUTHORIZATION');
    await sendWholeSession(x, WHOLE);
    expectInOrder(x);
    expect([x.session.connection.secured, kinds(x)]).toEqual([where === 'under TLS only', ['evidence']]);
  });

  test('where the login takes several round trips, it does not apply', async () => {
    const x = await examine(
      {},
      {
        ...(await without('USER')),
        inTheClear: { mechanisms: ['CRAM-MD5'], password: false },
        underTls: { mechanisms: ['CRAM-MD5'], password: false },
      },
    );
    await openIn(x, 'AUTHORIZATION');
    expect((await stopOf(() => sendWholeSession(x, WHOLE))).kind).toBe('not-applicable');
  });

  test.each<[string, Bend]>([
    ['commands that are forgotten', forgetful],
    ['a missing answer', replying('STAT', '')],
    ['a login that fails', replying('PASS', '-ERR\r\n')],
  ])('%s is a breach', async (_name, bend) => {
    const x = impatient(await examine(bend));
    await openIn(x, 'AUTHORIZATION');
    await sendWholeSession(x, WHOLE);
    expect((await stopOf(() => expectInOrder(x))).kind).toBe('fail');
  });
});

describe('expectInOrder', () => {
  const COMMANDS = 'STAT\nCAPA\nLIST\nSTAT';

  async function judged(bend: Bend): Promise<Examination> {
    const x = await examine(bend);
    await openIn(x, 'TRANSACTION');
    await sendTogether(x, COMMANDS);
    return x;
  }

  test('the correct server', async () => {
    const x = await judged({});
    expectInOrder(x);
    await expectInStep(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test.each<[string, Bend]>([
    [
      'STAT and CAPA are answered in the other order',
      {
        after: ({ keyword, occurrence }, correct) =>
          keyword === 'STAT' && occurrence === 1 ? answer('+OK\r\nTOP\r\n.\r\n') : correct,
      },
    ],
    [
      'a listing in place of capabilities',
      { after: ({ keyword }, correct) => (keyword === 'CAPA' ? answer('+OK\r\n1 20\r\n.\r\n') : correct) },
    ],
    [
      'capabilities in place of a listing',
      { after: ({ keyword }, correct) => (keyword === 'LIST' ? answer('+OK\r\nTOP\r\n.\r\n') : correct) },
    ],
    ['the connection ends in the middle', replying('LIST', '+OK\r\n1 2', 'close')],
    ['one fails', replying('LIST', '-ERR\r\n')],
  ])('%s', async (_name, bend) => {
    const x = await judged(bend);
    expect((await stopOf(() => expectInOrder(x))).kind).toBe('fail');
  });
});

async function commandsWhileAMessageArrives(bend: Bend): Promise<Examination> {
  const x = await examine(bend);
  needMessage(x, 'is long');
  await openIn(x, 'TRANSACTION');
  await sendWhileArriving(x);
  return x;
}

describe('commands while a message arrives', () => {
  test('the correct server', async () => {
    const x = await commandsWhileAMessageArrives({});
    expectInOrderWhole(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  test('a message that is cut short', async () => {
    const x = await commandsWhileAMessageArrives({
      after: ({ keyword }, correct) =>
        keyword === 'RETR'
          ? answer(Buffer.concat([octetsIn(correct).subarray(0, 8_192), Buffer.from('\r\n.\r\n')]))
          : correct,
    });
    expect((await stopOf(() => expectInOrderWhole(x))).kind).toBe('fail');
  });

  test("where RETR may remove the message, the user's leave is needed", async () => {
    const x = await examine();
    const expiring = {
      ...x.survey,
      accounts: [
        {
          account: x.account,
          capabilities: [
            { tag: 'EXPIRE', parameters: ['0'] },
            { tag: 'LOGIN-DELAY', parameters: ['0'] },
          ],
        },
      ] as const,
    };
    const y = new Examination(newRun(x.target, expiring), '');
    needMessage(y, 'is long');
    await openIn(y, 'TRANSACTION');
    expect((await stopOf(() => sendWhileArriving(y))).kind).toBe('inconclusive');
    expect((await stopOf(() => askAndNotRead(y))).kind).toBe('inconclusive');
    await y.leave();
  });
});

async function aLoginThatFailsInAPipeline(bend: Bend): Promise<Examination> {
  const x = impatient(await examine(bend));
  await openIn(x, 'AUTHORIZATION');
  await sendTogether(x, 'USER {user}\nPASS {wrong password}\nSTAT\nQUIT');
  return x;
}

describe('a login that fails in a pipeline', () => {
  test.each<[string, Bend, string[]]>([
    ['the correct server', {}, []],
    ['USER is refused', replying('USER', '-ERR\r\n'), []],
    ['a server that closes behind it', replying('PASS', '-ERR\r\n', 'close'), ['observation']],
    ['a server that closes behind what follows', replying('STAT', '-ERR\r\n', 'close'), ['observation']],
  ])('%s', async (_name, bend, more) => {
    const x = await aLoginThatFailsInAPipeline(bend);
    expectLoginFailedInPipeline(x);
    expect([...new Set(x.findings.map(({ kind }) => kind))]).toEqual(['evidence', ...more]);
  });

  test.each<[string, Bend]>([
    ['PASS is accepted', replying('PASS', '+OK\r\n')],
    ['STAT is answered all the same', replying('STAT', '+OK 1 2\r\n')],
    ['what follows is forgotten', forgetful],
    ['QUIT fails', replying('QUIT', '-ERR\r\n')],
    ['the connection ends before PASS is answered', replying('PASS', '', 'close')],
  ])('%s', async (_name, bend) => {
    const x = await aLoginThatFailsInAPipeline(bend);
    expect((await stopOf(() => expectLoginFailedInPipeline(x))).kind).toBe('fail');
  });
});

async function farMoreThanBothWindowsHold(bend: Bend): Promise<Examination> {
  const { accounts } = await defaults();
  const x = impatient(await examine(bend, { accounts }));
  const patient = new Examination(newRun({ ...x.target, timeoutMs: 10_000 }, x.survey), '');
  needMessage(patient, 'any');
  await openIn(patient, 'TRANSACTION');
  await askAndNotRead(patient);
  await serveAnother(patient);
  await readAgain(patient);
  return patient;
}

describe('far more than both windows hold', () => {
  test('the correct server', async () => {
    const x = await farMoreThanBothWindowsHold({});
    expectEveryMessage(x);
    expect([kinds(x), x.commands.length > 30]).toEqual([['evidence'], true]);
  });

  test.each<[string, Bend]>([
    [
      'one message fails',
      {
        before: ({ keyword, occurrence }) =>
          keyword === 'RETR' && occurrence === 20 ? { answer: line('-ERR busy') } : undefined,
      },
    ],
    [
      'one message is cut short',
      {
        after: ({ keyword, occurrence }, correct) =>
          keyword === 'RETR' && occurrence === 20 ? answer('+OK\r\nSubject: x\r\n\r\n.\r\n') : correct,
      },
    ],
    [
      'the connection ends in the middle',
      {
        before: ({ keyword, occurrence }) =>
          keyword === 'RETR' && occurrence === 20 ? { answer: { octets: [], next: 'close' } } : undefined,
      },
    ],
  ])('%s', async (_name, bend) => {
    const x = await farMoreThanBothWindowsHold(bend);
    expect((await stopOf(() => expectEveryMessage(x))).kind).toBe('fail');
  });
});
