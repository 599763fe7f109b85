import { describe, expect, test } from 'vitest';
import { answer, line } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import type { ServerConfig } from '../server/config.ts';
import { without } from '../server/testing.ts';
import {
  connect,
  enterOnceFree,
  dropConnection,
  failToLogIn,
  goOnAfterFailure,
  logInAgain,
  needGreetingTimestamp,
  needMechanism,
  needSecondAccount,
  openIn,
  openInTheClear,
  openManyAtOnce,
  waitForLogin,
} from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import { Examination } from './examination.ts';
import { expectAnswer } from './expect.ts';
import {
  beSilent,
  enterAndLeave,
  expectBothThere,
  logInDelayed,
  needDelayedAccount,
  needWait,
  sendDelayedUser,
  waitOutDelay,
} from './patience.ts';
import { newRun } from './run.ts';
import { send, sendFilled } from './talk.ts';
import { verdictOf } from './verdict.test.support.ts';

const replying = (keyword: string, text: string, next: 'continue' | 'close' = 'continue'): Bend => ({
  before: (exchange) => (exchange.keyword === keyword ? { answer: answer(text, next) } : undefined),
});

describe('opening', () => {
  test.each<[string, Bend]>([
    ['nothing', { greeting: () => answer('', 'close') }],
    ['-ERR', { greeting: () => answer('-ERR\r\n') }],
    ['no status', { greeting: () => answer('220 ready\r\n') }],
  ])('a connection that is greeted with %s is judged where that is the question', async (_name, bend) => {
    const x = await examine(bend);
    await connect(x);
    expect(await stopOf(() => expectAnswer(x, 'positive'))).toMatchObject({ kind: 'fail' });
  });

  test.each<[string, Bend]>([
    ['another greeting', { greeting: () => line('-ERR busy') }],
    ['no greeting', { greeting: () => ({ octets: [], next: 'close' }) }],
  ])('%s leaves the scenario inconclusive', async (_name, bend) => {
    const x = await examine(bend);
    expect((await stopOf(() => openIn(x, 'AUTHORIZATION'))).kind).toBe('inconclusive');
    expect((await stopOf(() => openInTheClear(x))).kind).toBe('inconclusive');
  });

  test('a login that is refused leaves it inconclusive', async () => {
    const x = await examine(replying('PASS', '-ERR\r\n'));
    expect(await stopOf(() => openIn(x, 'TRANSACTION'))).toMatchObject({
      kind: 'inconclusive',
      message: 'the login of alice did not succeed: -ERR\\r\\n',
    });
  });

  test('a login that the client had to cancel leaves it inconclusive', async () => {
    const x = await examine(replying('AUTH', '+ no base64\r\n'));
    await openIn(x, 'AUTHORIZATION');
    expect((await stopOf(() => failToLogIn(x, 'a wrong password', 'CRAM-MD5'))).kind).toBe('inconclusive');
  });

  test('a target that is gone leaves it inconclusive', async () => {
    const { target, survey } = await examine();
    const x = new Examination(newRun({ ...target, port: 1 }, survey), '');
    expect(await stopOf(() => openIn(x, 'AUTHORIZATION'))).toMatchObject({
      kind: 'inconclusive',
      message: expect.stringContaining('no session could be opened'),
    });
    x.abort();
    expect((await stopOf(() => openIn(x, 'AUTHORIZATION'))).message).toBe('the scenario took too long and was ended');
  });

  test('many at once are all greeted', async () => {
    const x = await examine();
    await openManyAtOnce(x, 5);
    expect([x.sessions.length, x.run.timestamps.size]).toEqual([5, 5]);
  });

  test('once the maildrop is free', async () => {
    const x = await examine();
    await openIn(x, 'TRANSACTION');
    dropConnection(x);
    await enterOnceFree(x);
    expect(x.session.state).toBe('TRANSACTION');
  });

  test('a session that a failure ended says nothing, one that goes on may', async () => {
    const x = await examine(replying('XXXX', '', 'close'));
    await openIn(x, 'AUTHORIZATION');
    goOnAfterFailure(x);
    expect(x.afterFailure).toBe(true);
    await send(x, 'XXXX');
    expect((await stopOf(() => goOnAfterFailure(x))).kind).toBe('inconclusive');
  });
});

describe('what is needed', () => {
  test('a second account, a timestamp, a mechanism', async () => {
    const x = await examine({}, await without('APOP'));
    expect((await stopOf(() => needSecondAccount(x))).kind).toBe('inconclusive');
    expect((await stopOf(() => needGreetingTimestamp(x))).kind).toBe('not-applicable');
    expect((await stopOf(() => needMechanism(x, 'LOGIN'))).kind).toBe('not-applicable');
    needMechanism(x, 'CRAM-MD5');
    expect(x.wantsTls).toBe(false);
    needMechanism(x, 'PLAIN');
    expect(x.wantsTls).toBe(true);
    await openIn(x, 'AUTHORIZATION');
    expect(x.session.connection.secured).toBe(true);
  });

  test('time', async () => {
    const x = await examine();
    expect((await stopOf(() => needWait(x, 1))).kind).toBe('not-run');
    needWait(x, 0);
  });

  test('a length that a command can have', async () => {
    const x = await examine();
    await openIn(x, 'AUTHORIZATION');
    await sendFilled(x, 'XXXX {fill}', 255);
    expect(x.commands[0]?.reduce((sum, piece) => sum + (Buffer.isBuffer(piece) ? piece.length : 0), 2)).toBe(255);
    await expect(sendFilled(x, 'XXXX {fill}', 7)).rejects.toThrow(/more than 7 octets/);
    await expect(sendFilled(x, 'XXXX', 255)).rejects.toThrow(/no \{fill\}/);
  });
});

describe('LOGIN-DELAY', () => {
  const NOW = { maxWaitMs: 60_000 };

  /** An examination in which alice has a delay, enforced by a server whose clock the test moves. */
  async function delayed(seconds: number, delays = true): Promise<{ x: Examination; pass: (ms: number) => void }> {
    let offset = 0;
    const accounts = [
      { user: 'alice', password: 'wonderland', loginDelay: seconds, expire: 'NEVER', messages: [] },
    ] as const;
    const changes: Partial<ServerConfig> = { accounts, clock: () => performance.now() + offset };
    const { target, survey } = await examine({ policy: { delays } }, changes);
    const x = new Examination(newRun({ ...target, ...NOW }, survey), '');
    return {
      x,
      pass: (ms) => {
        offset += ms;
        survey.logins.set('alice', (survey.logins.get('alice') ?? 0) - ms);
      },
    };
  }

  test('a login at once is refused by the correct server, and one after the delay is not', async () => {
    const { x, pass } = await delayed(600);
    needDelayedAccount(x);
    pass(700_000);
    await enterAndLeave(x);
    await openIn(x, 'AUTHORIZATION');
    await logInDelayed(x);
    expectAnswer(x, 'negative');
    pass(700_000);
    await waitOutDelay(x);
    await openIn(x, 'AUTHORIZATION');
    await logInDelayed(x);
    expectAnswer(x, 'positive');
    expect(kinds(x)).toEqual(['evidence']);
    x.abort();
  });

  test('a server that does not enforce it is found out', async () => {
    const { x, pass } = await delayed(600, false);
    needDelayedAccount(x);
    pass(700_000);
    await enterAndLeave(x);
    await openIn(x, 'AUTHORIZATION');
    await logInDelayed(x);
    expect((await stopOf(() => expectAnswer(x, 'negative'))).kind).toBe('fail');
    x.abort();
  });

  test('USER alone is not refused for it', async () => {
    const { x, pass } = await delayed(600);
    needDelayedAccount(x);
    pass(700_000);
    await enterAndLeave(x);
    await openIn(x, 'AUTHORIZATION');
    await sendDelayedUser(x);
    expect(await verdictOf(x, () => expectAnswer(x, 'positive'))).toBe('evidence');
    x.abort();
  });

  test('a delay longer than --max-wait leaves a scenario inconclusive', async () => {
    const { x } = await delayed(600);
    expect((await stopOf(() => waitForLogin(x, x.account))).message).toMatch(/600 s, longer than --max-wait allows/);
    x.abort();
  });

  test('nothing announced, nothing to test', async () => {
    const x = await examine({}, await without('LOGIN-DELAY'));
    expect((await stopOf(() => needDelayedAccount(x))).kind).toBe('not-applicable');
    await openIn(x, 'AUTHORIZATION');
    await logInAgain(x);
    expectAnswer(x, 'positive');
  });
});

describe('silence', () => {
  test('ends with the session, whatever the server says before, and that is no answer', async () => {
    const x = await examine({ greeting: () => ({ octets: [Buffer.from('+OK\r\n-ERR idle\r\n')], next: 'close' }) });
    await openIn(x, 'AUTHORIZATION');
    await beSilent(x, 600);
    expect(await verdictOf(x, expectBothThere)).toBe('fail');
  });

  test.each<[string, Bend, string]>([
    ['both sessions are there', {}, 'evidence'],
    ['one has ended', replying('NOOP', '', 'close'), 'fail'],
    ['the other has ended', replying('QUIT', '', 'close'), 'fail'],
  ])('%s', async (_name, bend, kind) => {
    const x = await examine(bend);
    await openIn(x, 'TRANSACTION');
    await openIn(x, 'AUTHORIZATION');
    expect(await verdictOf(x, expectBothThere)).toBe(kind);
  });
});
