import { expect, test } from 'vitest';
import { kinds, stopOf } from '../bent.test.support.ts';
import { examineClient, type Subject } from './client.test.support.ts';
import type { ClientExamination } from './client-examination.ts';
import { answerOtherwise, needStored } from './given.ts';
import { emptyMaildrop, expectStoredAsSent, needNotGivenUp, putIntoMaildrop } from './maildrop.ts';

async function fetched(subject: Subject = {}, script = ''): Promise<ClientExamination> {
  const c = await examineClient(subject);
  putIntoMaildrop(c, 'dots', '.\n..\nx.\n');
  putIntoMaildrop(c, 'other', 'x');
  answerOtherwise(c, script);
  await c.fetch('');
  return c;
}

test('what the client keeps is what was sent', async () => {
  const c = await fetched();
  needStored(c);
  expectStoredAsSent(c, 'dots');
  expectStoredAsSent(c, 'other');
  expect(kinds(c)).toEqual(['evidence']);
});

test('a client that does not unstuff is caught, and told what it keeps', async () => {
  const c = await fetched({ manner: { message: (octets) => octets } });
  const finding = await stopOf(() => expectStoredAsSent(c, 'dots'));
  expect(finding).toMatchObject({
    kind: 'fail',
    expected: '4 lines: .\\n..\\nx.\\n',
    actual: '4 lines: ..\\n...\\nx.\\n',
  });
  expectStoredAsSent(c, 'other');
});

test('a message that was not sent can not be judged', async () => {
  const c = await fetched({}, 'C: RETR 2\nS: -ERR');
  expect((await stopOf(() => expectStoredAsSent(c, 'other'))).kind).toBe('inconclusive');
});

test('a client may give up, but not say that all is well', async () => {
  const script = 'C: RETR 2\nS: +OK\nreset';
  const orderly = await fetched({}, script);
  expect((await stopOf(() => needNotGivenUp(orderly, 'other'))).message).toContain('gives up before it comes');
  const silent = await fetched({ manner: { retrieval: () => 'RETR 1' } });
  needNotGivenUp(silent, 'other');
});

test('nothing is there where the maildrop is empty', async () => {
  const c = await examineClient();
  emptyMaildrop(c);
  const { deeds } = await c.fetch('');
  expect(deeds.retrieved.size).toBe(0);
});
