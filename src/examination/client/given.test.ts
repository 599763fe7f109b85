import { describe, expect, test } from 'vitest';
import { ReferenceClient } from '../../client/reference/launcher.ts';
import { VARIANTS } from '../../client/reference/variants.ts';
import { octetsOf } from '../../protocol/octets.ts';
import type { TlsMode } from '../../target/client.ts';
import { stopOf } from '../bent.test.support.ts';
import { examineClient } from './client.test.support.ts';
import {
  answerOtherwise,
  holdFirstRetrieval,
  needCapa,
  needCommand,
  needLoginBySasl,
  needPipelining,
  needRetrieval,
  needStored,
  tellLongName,
  tellLongPassword,
  tellNotToUseStls,
} from './given.ts';

/** A client as a command line is one: written for one way to use TLS. */
function writtenFor(mode: TlsMode): ReferenceClient {
  const client = new ReferenceClient({ timeoutMs: 5_000 });
  return Object.defineProperty(client, 'modes', { value: [mode] });
}

test('a client that can only be told to use STLS is not asked to go on without', async () => {
  const c = await examineClient({ launcher: writtenFor('stls'), target: { tls: 'stls' } });
  const finding = await stopOf(() => tellNotToUseStls(c));
  expect(finding.kind).toBe('not-applicable');
});

test.each([
  ['none', 'none'],
  ['implicit', 'implicit'],
] as const)('one that is launched for %s stays as it is', async (tls, told) => {
  const c = await examineClient({ launcher: writtenFor(tls), target: { tls } });
  tellNotToUseStls(c);
  expect(c.choices.tls).toBe(told);
});

test('one that can be told either is told to use none', async () => {
  const c = await examineClient({ target: { tls: 'stls' } });
  tellNotToUseStls(c);
  expect(c.choices.tls).toBe('none');
});

describe('what the look at the client has shown decides what applies', () => {
  test('to one that asks for lists, retrieves and keeps the mail', async () => {
    const c = await examineClient();
    for (const need of [needCapa, needPipelining, needRetrieval, needStored, needLoginBySasl]) {
      expect(() => need(c)).not.toThrow();
    }
    expect(() => needCommand(c, 'UIDL')).not.toThrow();
    expect((await stopOf(() => needCommand(c, 'TOP'))).message).toBe('the client does not send TOP');
  });

  test.each([
    ['never sends CAPA', needCapa, 'the client never sends CAPA'],
    ['never pipelines', needPipelining, 'the client waits for each answer, although PIPELINING is announced'],
    ['sends STAT and fetches nothing', needRetrieval, 'the client retrieves no message'],
    ['knows USER and PASS only', needLoginBySasl, 'the client logs in by USER and not by SASL'],
  ] as const)('one that %s is not judged by what it does not do', async (variant, need, words) => {
    const c = await examineClient({ manner: VARIANTS[variant] });
    const finding = await stopOf(() => need(c));
    expect(finding).toMatchObject({ kind: 'not-applicable', message: words });
  });

  test('one that was said to pipeline, and does not, is not let off', async () => {
    const c = await examineClient({ manner: VARIANTS['never pipelines'], target: { pipelines: true } });
    expect((await stopOf(() => needPipelining(c))).kind).toBe('inconclusive');
  });

  test('of one that keeps nothing which can be seen nobody can tell what it makes of messages', async () => {
    const c = await examineClient({ manner: { message: () => octetsOf('nothing of it') } });
    expect((await stopOf(() => needStored(c))).kind).toBe('inconclusive');
  });
});

describe('what the client is told', () => {
  test('the server knows too', async () => {
    const c = await examineClient({ manner: { prefers: () => ['USER'] } });
    tellLongName(c, 40);
    tellLongPassword(c, 60);
    const { deeds } = await c.fetch('');
    const { user, password } = c.choices.account;
    expect([user.length, password.length]).toEqual([40, 60]);
    expect(deeds.logins).toEqual(['USER']);
  });
});

test('only the first retrieval is held back, so that all behind it shows how much is sent without an answer', async () => {
  const c = await examineClient();
  holdFirstRetrieval(c);
  expect((await c.fetch('')).held.times).toBe(1);
});

test('scripts of a scenario are added to those before, and all of them hold', async () => {
  const c = await examineClient();
  answerOtherwise(c, 'engine: without SASL');
  answerOtherwise(c, 'engine: without APOP');
  expect((await c.fetch('')).deeds.logins).toEqual(['USER']);
});
