import { describe, expect, it } from 'vitest';
import { line } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import { defaults, without } from '../server/testing.ts';
import { openIn, openInTheClear } from './access.ts';
import { examine, kinds, stopOf } from './bent.test.support.ts';
import {
  expectNothingRan,
  expectRefusalOrAdvisedTls,
  expectSecondStls,
  expectStlsRefused,
  expectTls,
  expectUserForgotten,
  inject,
  logInUnderTls,
  needInTheClear,
  openSecured,
  sendUserThenStls,
} from './tls.ts';
import { expectAnswer } from './expect.ts';
import { send } from './talk.ts';

/** Answers STLS otherwise. */
function stls(change: NonNullable<Bend['after']>): Bend {
  return { after: (exchange, correct) => (exchange.keyword === 'STLS' ? change(exchange, correct) : correct) };
}

const INJECTED = ['NOOP\\r\\n', 'CAPA\\r\\n', 'USER {user}\\r\\n', 'X'];

describe('needInTheClear', () => {
  it('stops where STLS is not announced, or TLS is there from the start', async () => {
    const plain = await examine({}, await without('STLS'));
    expect((await stopOf(() => needInTheClear(plain, 'STLS'))).kind).toBe('not-applicable');
    const { tls } = await defaults();
    if (tls === undefined) throw new Error('the built-in server has a certificate');
    const implicit = await examine({}, { tls: { ...tls, mode: 'implicit' } }, 'implicit');
    expect((await stopOf(() => needInTheClear(implicit, 'STLS'))).kind).toBe('not-applicable');
  });
});

describe('2595-4-S1', () => {
  it.each(['none', 'stls'] as const)('passes where TLS begins, in a run with TLS: %s', async (tls) => {
    const x = await examine({}, {}, tls);
    needInTheClear(x, 'STLS');
    await openInTheClear(x);
    await send(x, 'STLS');
    await expectTls(x);
    expect(x.session.connection.secured).toBe(true);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it.each<[string, Bend]>([
    ['refuses it', stls(() => line('-ERR Not now'))],
    ['accepts it and goes on in the clear', stls(() => line('+OK Begin TLS negotiation'))],
    ['accepts it and closes', stls(() => line('+OK Begin TLS negotiation', 'close'))],
    [
      'sends another line before TLS',
      stls((_, correct) => ({ ...correct, octets: [...correct.octets, Buffer.from('+OK\r\n')] })),
    ],
  ])('fails a server that %s', async (_name, bend) => {
    const x = await examine(bend);
    await openInTheClear(x);
    await send(x, 'STLS');
    expect((await stopOf(() => expectTls(x))).kind).toBe('fail');
  });

  it('wants a refusal after login', async () => {
    const right = await examine();
    await openIn(right, 'TRANSACTION');
    await send(right, 'STLS');
    expectStlsRefused(right);
    expect(kinds(right)).toEqual(['evidence']);

    const wrong = await examine(stls(({ state }, correct) => (state === 'TRANSACTION' ? line('+OK Go') : correct)));
    await openIn(wrong, 'TRANSACTION');
    await send(wrong, 'STLS');
    expect((await stopOf(() => expectStlsRefused(wrong))).kind).toBe('fail');
  });

  it('advises against an argument that is accepted', async () => {
    const right = await examine();
    await openInTheClear(right);
    await send(right, 'STLS X');
    await expectRefusalOrAdvisedTls(right);
    expect(kinds(right)).toEqual(['evidence']);

    const lenient = await examine(
      stls(({ parameters }, correct) => (parameters.length > 0 ? line('+OK Go', 'start-tls') : correct)),
    );
    await openInTheClear(lenient);
    await send(lenient, 'STLS X');
    await expectRefusalOrAdvisedTls(lenient);
    expect(kinds(lenient)).toEqual(['advice']);
  });
});

describe('2595-4-S2', () => {
  it('takes a refusal', async () => {
    const x = await examine();
    await openSecured(x);
    await send(x, 'STLS');
    await expectSecondStls(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it('fails a server that accepts it and goes on without another negotiation', async () => {
    const x = await examine({
      before: ({ keyword, tls }) => (keyword === 'STLS' && tls ? { answer: line('+OK Once more') } : undefined),
    });
    await openSecured(x);
    await send(x, 'STLS');
    expect((await stopOf(() => expectSecondStls(x))).kind).toBe('fail');
  });
});

describe('2595-4-S3', () => {
  it('passes where nothing but the connection outlives STLS', async () => {
    const x = await examine();
    await openSecured(x);
    await send(x, 'STAT');
    expectAnswer(x, 'negative');
    await openSecured(x);
    await logInUnderTls(x);
    expectAnswer(x, 'positive');
    await x.session.leave();
    await openInTheClear(x);
    await sendUserThenStls(x);
    await expectUserForgotten(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it('logs in by a way that is announced under TLS, and blames nobody where that one does not work', async () => {
    const changes = {
      ...(await without('APOP')),
      inTheClear: { mechanisms: [], password: true },
      underTls: { mechanisms: ['PLAIN'] as const, password: false },
    };
    const right = await examine({}, changes);
    expect(right.survey.method).toBe('USER');
    await openSecured(right);
    await logInUnderTls(right);
    expectAnswer(right, 'positive');

    const other = await examine(
      { after: ({ keyword }, correct) => (keyword === 'AUTH' ? line('-ERR Not for you') : correct) },
      changes,
    );
    await openSecured(other);
    expect((await stopOf(() => logInUnderTls(other))).kind).toBe('inconclusive');
  });

  it('advises against a USER that outlives STLS', async () => {
    const x = await examine({ policy: { remembersAcrossStls: true, keepsName: () => true } });
    await openInTheClear(x);
    await sendUserThenStls(x);
    await expectUserForgotten(x);
    expect(kinds(x)).toEqual(['advice']);
    expect(x.findings).toContainEqual(expect.objectContaining({ reading: 'R14' }));
  });

  it('does not apply where the server takes no STLS behind USER', async () => {
    const x = await examine({
      after: ({ keyword }, correct) => (keyword === 'STLS' ? line('-ERR Send PASS') : correct),
    });
    await openInTheClear(x);
    expect((await stopOf(() => sendUserThenStls(x))).kind).toBe('not-applicable');
  });
});

describe('2595-4-S4', () => {
  const executes: Bend = { policy: { clearBehindStls: 'execute' } };

  it.each(INJECTED)('passes where %s is gone under TLS', async (text) => {
    const x = await examine();
    await openInTheClear(x);
    await inject(x, text);
    expect(x.session.connection.secured).toBe(true);
    await expectNothingRan(x);
    expect(kinds(x)).toEqual(['evidence']);
  });

  it.each(INJECTED)('finds %s executed under TLS', async (text) => {
    const x = await examine(executes);
    await openInTheClear(x);
    await inject(x, text);
    const finding = await stopOf(() => expectNothingRan(x));
    expect(finding).toMatchObject({ kind: 'fail', reading: 'R14' });
    expect(finding.message).toMatch(/^security: /);
  });

  it('finds an injected USER that PASS completes', async () => {
    const x = await examine(executes);
    await openInTheClear(x);
    await inject(x, 'USER {user}\\r\\n');
    await expectUserForgotten(x);
    expect(kinds(x)).toEqual(['advice']);
  });

  it.each<[string, Bend]>([
    ['refuses STLS', stls((exchange, correct) => (exchange.outstanding() > 0 ? line('-ERR Not so') : correct))],
    ['closes', stls((exchange, correct) => (exchange.outstanding() > 0 ? line('-ERR Not so', 'close') : correct))],
    ['resets', stls((exchange, correct) => (exchange.outstanding() > 0 ? line('+OK', 'reset') : correct))],
    [
      'answers in the clear',
      stls((exchange, correct) =>
        exchange.outstanding() > 0 ? { ...line('+OK\r\n-ERR What?'), next: 'start-tls' } : correct,
      ),
    ],
  ])('passes where the server %s instead', async (_name, bend) => {
    const x = await examine(bend);
    await openInTheClear(x);
    await inject(x, 'NOOP\\r\\n');
    expect(x.session.connection.secured).toBe(false);
    await expectNothingRan(x);
    expect(kinds(x)).toEqual(['evidence']);
  });
});
