import { expect, test } from 'vitest';
import { ReferenceClient } from '../../client/reference/launcher.ts';
import type { ClientLauncher } from '../../target/client.ts';
import { kinds, stopOf } from '../bent.test.support.ts';
import { examineClient, type Subject } from './client.test.support.ts';
import type { ClientExamination } from './client-examination.ts';
import { delayLogins, expectDelayKept } from './polling.ts';

/** Its own interval is short, and so is the delay: a second. */
async function polling(subject: Subject = {}): Promise<ClientExamination> {
  const options = { polls: { intervalMs: 20, count: 50 } };
  const c = await examineClient({ ...subject, options: { ...options, ...subject.options }, target: { pollsMs: 0 } });
  delayLogins(c);
  await c.fetch('');
  return c;
}

test('a client that keeps to the delay', async () => {
  const c = await polling();
  expectDelayKept(c);
  expect(kinds(c)).toEqual(['evidence']);
  expect(c.findings[0]?.message).toMatch(/^LOGIN-DELAY 1 was announced, and the client logged in again after \d/);
});

test('a client that keeps to its own interval is caught', async () => {
  const c = await polling({ options: { manner: () => ({ rests: (intervalMs) => intervalMs }) } });
  const finding = await stopOf(() => expectDelayKept(c));
  expect(finding.kind).toBe('fail');
  expect(finding.message).toContain('though LOGIN-DELAY 1 was announced');
});

test('a client that was never told of a delay can not keep to it', async () => {
  const c = await polling({
    options: { manner: () => ({ asksCapa: () => false, rests: (intervalMs) => intervalMs }) },
  });
  expect((await stopOf(() => expectDelayKept(c))).kind).toBe('inconclusive');
});

test('a client that can not be told to stay has no interval', async () => {
  const launcher: ClientLauncher = {
    name: 'a client that fetches once',
    modes: ['none'],
    launch: async (errand) => await new ReferenceClient().launch(errand),
  };
  const c = await examineClient({ launcher });
  expect((await stopOf(() => delayLogins(c))).kind).toBe('not-applicable');
});

test('a wait that is too long for the run is left out', async () => {
  const c = await examineClient({ options: { polls: { intervalMs: 0, count: 1 } }, target: { pollsMs: 60_000 } });
  expect((await stopOf(() => delayLogins(c))).kind).toBe('not-run');
});
