import { expect, test } from 'vitest';
import type { Manner } from '../../client/reference/manner.ts';
import { kinds, stopOf } from '../bent.test.support.ts';
import type { ClientExamination } from './client-examination.ts';
import { examineClient } from './client.test.support.ts';
import { answerOtherwise } from './given.ts';
import { expectMechanismOf } from './mechanisms.ts';

/** A client that meets this SASL line, though the server speaks all mechanisms. */
async function meeting(sasl: string, manner: Partial<Manner> = {}): Promise<ClientExamination> {
  const c = await examineClient({ manner });
  answerOtherwise(c, `C: CAPA\nbody line like "SASL ...": ${sasl}`);
  await c.fetch('');
  return c;
}

test('a mechanism that is announced is evidence', async () => {
  const c = await meeting('SASL PLAIN', { prefers: () => ['PLAIN'] });
  expectMechanismOf(c, ['PLAIN']);
  expect(kinds(c)).toEqual(['evidence']);
  expect(c.findings[0]?.message).toBe('the client tried to log in by PLAIN');
});

test.each([['USER'], ['APOP']] as const)('%s is no mechanism, and needs no announcement', async (way) => {
  const c = await meeting('SASL XTEST-UNKNOWN', { prefers: () => [way] });
  expectMechanismOf(c, []);
  expect(kinds(c)).toEqual(['evidence']);
});

test('a client may give up', async () => {
  const c = await meeting('SASL XTEST-UNKNOWN', { prefers: () => ['PLAIN'], lastResort: () => [] });
  expectMechanismOf(c, []);
  expect(c.findings[0]?.message).toBe('the client did not try to log in');
});

test('a mechanism that is not announced is a breach, also where it works', async () => {
  const c = await meeting('SASL PLAIN', { isOffered: () => true });
  const finding = await stopOf(() => expectMechanismOf(c, ['PLAIN']));
  expect(finding).toMatchObject({ kind: 'fail', actual: 'AUTH SCRAM-SHA-256', expected: 'of mechanisms only PLAIN' });
  expect(finding.message).toBe('the client attempted AUTH SCRAM-SHA-256, which SASL does not announce');
});

test('so is one that is only tried behind another', async () => {
  const c = await examineClient({
    manner: { prefers: () => ['PLAIN', 'CRAM-MD5'], isOffered: () => true, afterRefusal: () => 'next method' },
  });
  answerOtherwise(c, 'C: CAPA\nbody line like "SASL ...": SASL PLAIN\nC: AUTH PLAIN ...\nS: -ERR no');
  await c.fetch('');
  expect((await stopOf(() => expectMechanismOf(c, ['PLAIN']))).actual).toBe('AUTH CRAM-MD5');
});
