import { expect, test } from 'vitest';
import type { ClientLauncher, RunningClient } from '../../target/client.ts';
import { ReferenceClient } from '../../client/reference/launcher.ts';
import { octetsOf } from '../../protocol/octets.ts';
import { kinds, stopOf } from '../bent.test.support.ts';
import { brokenBy, examineClient, type Subject } from './client.test.support.ts';
import type { ClientExamination } from './client-examination.ts';
import { answerOtherwise, holdAnswers, holdFirstRetrieval } from './given.ts';
import { fillMaildrop } from './maildrop.ts';
import { expectWaiting, expectWithinWindow } from './waiting.ts';

const REQUIREMENT = '2449-6.6-C1';

async function held(subject: Subject = {}): Promise<ClientExamination> {
  const c = await examineClient({ requirement: REQUIREMENT, ...subject });
  answerOtherwise(c, 'engine: without PIPELINING');
  holdAnswers(c);
  await c.fetch('');
  return c;
}

/** Of which nobody can see whether it waits. */
const unseen: ClientLauncher = {
  name: 'a client that nobody can see into',
  modes: ['none'],
  async launch(errand) {
    const client = await new ReferenceClient().launch(errand);
    const shown: RunningClient = {
      ended: client.ended,
      canBeSeen: false,
      settled: async () => 'unknown',
      end: () => client.end(),
    };
    return shown;
  },
};

test('the reference client is seen to wait for each answer', async () => {
  const c = await held();
  expectWaiting(c);
  expect(kinds(c)).toEqual(['evidence']);
  expect(c.findings[0]?.message).toMatch(/^of (\d+) answers held back, the client was seen to wait for \1$/);
  expect(brokenBy(c)).toEqual([]);
});

test('a client that does not is caught by what it sends, and there is no evidence', async () => {
  const c = await held({ manner: { mayFollow: (_next, outstanding) => outstanding.length < 2 } });
  expectWaiting(c);
  expect(kinds(c)).toEqual([]);
  expect(brokenBy(c)).toEqual([REQUIREMENT]);
});

test('a client that speaks before the greeting is caught', async () => {
  const manner: Subject['manner'] = {
    sends: (line, { kind, keyword, occurrence }) => {
      if (kind === 'greeting') return octetsOf('CAPA\r\n');
      return keyword === 'CAPA' && occurrence === 1 ? Buffer.alloc(0) : line;
    },
  };
  expect(brokenBy(await held({ manner }))).toEqual([REQUIREMENT]);
});

test('of a client that can not be seen into nothing is known', async () => {
  const c = await held({ launcher: unseen });
  const finding = await stopOf(() => expectWaiting(c));
  expect(finding.kind).toBe('inconclusive');
  expect(finding.message).toContain('nobody can see whether this client waits');
});

test('a window of the client’s own is within any other', async () => {
  const c = await examineClient();
  fillMaildrop(c, 100);
  holdFirstRetrieval(c);
  await c.fetch('');
  expectWithinWindow(c);
  expect(c.findings[0]?.message).toMatch(/^with no answer the client sent \d{3} octets of commands and then waited/);
});

test('one that sends all that it has may come to a deadlock, and nobody can tell', async () => {
  const manner: Subject['manner'] = {
    mayFollow: (_next, outstanding, { state }) => outstanding.length === 0 || state === 'TRANSACTION',
  };
  const c = await examineClient({ manner });
  fillMaildrop(c, 1000);
  holdFirstRetrieval(c);
  await c.fetch('');
  const finding = await stopOf(() => expectWithinWindow(c));
  expect(finding.kind).toBe('inconclusive');
  expect(finding.message).toMatch(/^the client had \d+ octets of commands under way at a time/);
});
