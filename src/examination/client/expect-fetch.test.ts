import { describe, expect, test } from 'vitest';
import { kinds, stopOf } from '../bent.test.support.ts';
import { brokenBy, examineClient } from './client.test.support.ts';
import { expectClientRuleKept, expectFetched, expectFetchedOrGivenUp } from './expect-fetch.ts';
import { answerOtherwise } from './given.ts';

describe('the mail is fetched', () => {
  test('by the reference client, and it breaks nothing', async () => {
    const c = await examineClient();
    await c.fetch('');
    expectFetched(c);
    expect(kinds(c)).toEqual(['evidence']);
    expect(c.findings[0]?.message).toBe('the client logged in by SCRAM-SHA-256 and retrieved messages 1, 2, 3');
    expect(brokenBy(c)).toEqual([]);
  });

  test('not where the login is refused', async () => {
    const c = await examineClient();
    answerOtherwise(c, 'C: AUTH ...\nS: -ERR no');
    await c.fetch('');
    const finding = await stopOf(() => expectFetched(c));
    expect(finding.kind).toBe('fail');
    expect(finding.message).toMatch(
      /^the client did not fetch the mail: it did not log in; the last that it sent was QUIT/,
    );
    expectFetchedOrGivenUp(c);
    expect(kinds(c)).toEqual(['evidence']);
  });

  test('not where one message is left out', async () => {
    const c = await examineClient({ manner: { retrieval: (message) => (message === 2 ? 'NOOP' : `RETR ${message}`) } });
    // From a plain correct server it fetches as little: it is held against itself.
    await c.fetch('');
    expectFetched(c);
    answerOtherwise(c, 'C: RETR 1\nS: -ERR gone');
    await c.fetch('');
    expect((await stopOf(() => expectFetched(c))).kind).toBe('fail');
  });
});

test('a client that hangs has neither fetched the mail nor given up', async () => {
  const c = await examineClient();
  const launch = await c.fetch('');
  c.launches.push({ ...launch, ending: { ...launch.ending, status: undefined, endedByUs: 'time' } });
  expect((await stopOf(() => expectFetchedOrGivenUp(c))).message).toContain('neither fetched the mail nor gave up');
});

test('of a client that is ended while it fetches nobody can tell whether it would have come to its end', async () => {
  // One that leaves without QUIT ends the connection itself, as one that is ended does.
  const c = await examineClient({ manner: { quits: () => false } });
  const launch = await c.fetch('');
  const deeds = { ...launch.deeds, retrieved: new Set<number>() };
  const ending = { ...launch.ending, status: undefined, endedByUs: 'time' as const };
  c.launches.push({ ...launch, deeds, ending });
  for (const expectation of [expectFetched, expectFetchedOrGivenUp]) {
    const finding = await stopOf(() => expectation(c));
    expect(finding.kind).toBe('inconclusive');
    expect(finding.message).toMatch(/^the client was still fetching when its time of [\d.]+ s was over/);
  }
});

test('a rule that nothing was judged by does not apply', async () => {
  const c = await examineClient({ requirement: '5034-3-C1' });
  await c.fetch('');
  expect((await stopOf(() => expectClientRuleKept(c))).kind).toBe('not-applicable');
});
