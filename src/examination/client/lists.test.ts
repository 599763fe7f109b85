import { expect, test } from 'vitest';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { ReferenceClient } from '../../client/reference/launcher.ts';
import { stopOf } from '../bent.test.support.ts';
import { examineClient } from './client.test.support.ts';
import { answerOtherwise } from './given.ts';
import {
  needCapaAfterLogin,
  needIntegrityLayer,
  needListUsed,
  needLoginWithoutSasl,
  needLoginWithoutTimestamp,
  needSent,
  needTagUsed,
} from './lists.ts';

test('the reference client makes use of SASL and of PIPELINING, and not of EXPIRE', async () => {
  const c = await examineClient();
  await needTagUsed(c, 'SASL');
  await needTagUsed(c, 'PIPELINING');
  const finding = await stopOf(() => needTagUsed(c, 'EXPIRE'));
  expect(finding.message).toBe('the client does the same whether EXPIRE is announced or not');
  needCapaAfterLogin(c);
  needLoginWithoutTimestamp(c);
});

test('a tag may be of use only where the server offers nothing else', async () => {
  const c = await examineClient({ manner: { lastResort: () => [] } });
  expect((await stopOf(() => needTagUsed(c, 'USER'))).kind).toBe('not-applicable');
  answerOtherwise(c, 'engine: without SASL APOP');
  await needTagUsed(c, 'USER');
});

test('STLS is shown to a client that is not told to use it, to see what it makes of that', async () => {
  const told = await examineClient();
  expect((await stopOf(() => needTagUsed(told, 'STLS'))).kind).toBe('not-applicable');
  const unasked = await examineClient({
    manner: {
      sendsFirst: ({ keyword }, knowledge) =>
        keyword === 'UTF8' && knowledge.announced('STLS') !== undefined ? ['STLS'] : [],
    },
  });
  await needTagUsed(unasked, 'STLS');
});

test('a client that asks for the list and never looks at it makes no use of it', async () => {
  const c = await examineClient({ manner: { announced: () => undefined } });
  const finding = await stopOf(() => needListUsed(c));
  expect(finding.kind).toBe('not-applicable');
  expect(finding.message).toBe('the client does the same whatever the capability list says');
});

test('one that looks at the first list only makes no use of the one after login', async () => {
  const c = await examineClient({
    manner: {
      asksCapa: (moment) => moment === 'greeting',
      mayFollow: (_next, outstanding) => outstanding.length === 0,
    },
  });
  await needListUsed(c);
  expect((await stopOf(() => needListUsed(c, 'after login'))).message).toContain('the capability list after login');
  await needListUsed(await examineClient(), 'after login');
});

test('one that only pipelines where the list says so makes use of it', async () => {
  const c = await examineClient({
    manner: {
      announced: (list, tag, knowledge) =>
        tag === 'PIPELINING' ? BY_THE_BOOK.announced(list, tag, knowledge) : undefined,
    },
  });
  await expect(needListUsed(c)).resolves.toBeUndefined();
  await expect(needTagUsed(c, 'PIPELINING')).resolves.toBeUndefined();
});

test('one that pipelines whatever the list says makes no use of PIPELINING', async () => {
  const c = await examineClient({
    manner: { mayFollow: (_next, outstanding, { state }) => outstanding.length === 0 || state === 'TRANSACTION' },
  });
  expect((await stopOf(() => needTagUsed(c, 'PIPELINING'))).kind).toBe('not-applicable');
});

test('of one that does otherwise each time nobody can tell', async () => {
  let launches = 0;
  const launcher = new ReferenceClient({
    timeoutMs: 5_000,
    manner: () => {
      launches += 1;
      const isOdd = launches % 2 === 1;
      return { lists: () => (isOdd ? ['LIST'] : []) };
    },
  });
  const c = await examineClient({ launcher });
  const finding = await stopOf(() => needListUsed(c));
  expect(finding.kind).toBe('inconclusive');
  expect(finding.message).toContain('does not always do the same');
});

test('a client that logs in by SASL only, or by APOP, is told apart', async () => {
  const sasl = await examineClient({ manner: { prefers: () => ['PLAIN'], lastResort: () => [] } });
  expect((await stopOf(() => needLoginWithoutSasl(sasl))).kind).toBe('not-applicable');
  await needLoginWithoutSasl(await examineClient());
  const apop = await examineClient({ manner: { prefers: () => ['APOP'] } });
  expect((await stopOf(() => needLoginWithoutTimestamp(apop))).kind).toBe('not-applicable');
});

test('what was sent is known, and that no login brought a layer', async () => {
  const c = await examineClient();
  await c.fetch('');
  needSent(c, 'RETR');
  expect((await stopOf(() => needSent(c, 'TOP'))).message).toBe('the client did not send TOP');
  expect((await stopOf(() => needIntegrityLayer(c))).message).toContain('logged in by SCRAM-SHA-256');
});
