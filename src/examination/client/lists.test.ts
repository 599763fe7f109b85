import { expect, test } from 'vitest';
import { kinds, stopOf } from '../bent.test.support.ts';
import { examineClient } from './client.test.support.ts';
import { answerOtherwise } from './given.ts';
import {
  needCapaAfterLogin,
  needIntegrityLayer,
  needLoginWithoutSasl,
  needLoginWithoutTimestamp,
  needSent,
  needTagUsed,
} from './lists.ts';
import { expectMechanismOf } from './mechanisms.ts';

test('the reference client makes use of SASL and of PIPELINING, and not of EXPIRE', async () => {
  const c = await examineClient();
  await needTagUsed(c, 'SASL');
  await needTagUsed(c, 'PIPELINING');
  const finding = await stopOf(() => needTagUsed(c, 'EXPIRE'));
  expect(finding.message).toBe('the client does the same whether EXPIRE is announced or not');
  needCapaAfterLogin(c);
  needLoginWithoutTimestamp(c);
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

test('a mechanism that is not announced is told', async () => {
  const c = await examineClient({ manner: { isOffered: () => true } });
  answerOtherwise(c, 'C: CAPA\nbody line like "SASL ...": SASL PLAIN');
  await c.fetch('');
  expect((await stopOf(() => expectMechanismOf(c, ['PLAIN']))).message).toContain('AUTH SCRAM-SHA-256');
  expectMechanismOf(c, ['SCRAM-SHA-256']);
  expect(kinds(c)).toEqual(['evidence']);
});
