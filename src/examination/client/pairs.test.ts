import { describe, expect, test } from 'vitest';
import { ReferenceClient } from '../../client/reference/launcher.ts';
import type { ClientLauncher } from '../../target/client.ts';
import { kinds, stopOf } from '../bent.test.support.ts';
import { examineClient } from './client.test.support.ts';
import { holdAnswers } from './given.ts';
import { expectNoDifference, fetchWith } from './pairs.ts';

/** It shows on the wire, and only in when the commands come. */
const WITHOUT_PIPELINING = 'C: CAPA\nno body line like "PIPELINING"';

/** The reference client, of which this is seen each time that an answer is held back. */
function seenAs(outcome: 'waiting' | 'unknown'): ClientLauncher {
  const reference = new ReferenceClient({ timeoutMs: 5_000 });
  return {
    name: 'a client of this test',
    modes: reference.modes,
    launch: async (errand) => {
      const client = await reference.launch(errand);
      const settled: typeof client.settled = async (limitMs) => {
        await client.settled(limitMs);
        return outcome;
      };
      return { ended: client.ended, canBeSeen: true, settled, end: async () => await client.end() };
    },
  };
}

describe('when commands come', () => {
  test.each([[true], [false]])('is no difference where only that differs and nobody asks (held: %s)', async (holds) => {
    const c = await examineClient();
    if (holds) holdAnswers(c);
    await c.fetch('');
    await fetchWith(c, 'no pipelining', WITHOUT_PIPELINING);
    await expectNoDifference(c, 'no pipelining');
    expect(kinds(c)).toEqual(['evidence']);
  });

  test.each([[true], [false]])('is one where somebody asks (held: %s)', async (holds) => {
    const c = await examineClient();
    if (holds) holdAnswers(c);
    await c.fetch('');
    await fetchWith(c, 'no pipelining', WITHOUT_PIPELINING);
    const finding = await stopOf(() => expectNoDifference(c, 'no pipelining', '', { pace: true }));
    expect(finding).toMatchObject({
      kind: 'fail',
      actual: 'each command behind the answer to the one before, after login',
      expected: 'commands before the answers to others, after login',
    });
  });

  test.each([[true], [false]])('nobody is blamed for where the client may just be slow (held: %s)', async (holds) => {
    const c = await examineClient({ launcher: seenAs('unknown') });
    if (holds) holdAnswers(c);
    await c.fetch('');
    await fetchWith(c, 'no pipelining', WITHOUT_PIPELINING);
    const finding = await stopOf(() => expectNoDifference(c, 'no pipelining', '', { pace: true }));
    expect(finding.kind).toBe('inconclusive');
    expect(finding.message).toMatch(/^nobody can tell whether the client would have sent more before \d+ answers/);
  });
});

test('a client that does otherwise each time is not blamed', async () => {
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
  await c.fetch('');
  await fetchWith(c, 'the same', '');
  const finding = await stopOf(() => expectNoDifference(c, 'the same'));
  expect(finding.kind).toBe('inconclusive');
  expect(finding.message).toContain('the client does not always do the same against the same server');
});

test('that it does not always send at once is held against nobody where other commands come', async () => {
  let launches = 0;
  const launcher = new ReferenceClient({
    timeoutMs: 5_000,
    manner: () => {
      launches += 1;
      return launches % 2 === 0 ? { mayFollow: (_next, outstanding) => outstanding.length === 0 } : {};
    },
  });
  const c = await examineClient({ launcher });
  await c.fetch('');
  await fetchWith(c, 'no UIDL', 'C: CAPA\nno body line like "UIDL"');
  const finding = await stopOf(() => expectNoDifference(c, 'no UIDL', '', { pace: true }));
  expect(finding).toMatchObject({ kind: 'fail', expected: 'UIDL' });
});
