import { describe, expect, test } from 'vitest';
import { SAMPLES } from '../../server/sample-messages.ts';
import { defaults } from '../../server/testing.ts';
import { serving } from '../../wire/listening.test.support.ts';
import { ReferenceClient } from './launcher.ts';
import { ALICE, fetched, launch } from './reference.test.support.ts';

test('fetches the mail and leaves it there', async () => {
  const { ending, lines } = await fetched({ config: await defaults() });
  expect(ending).toMatchObject({ status: 0, endedByUs: undefined, stderr: '', stdout: '4 messages fetched\n' });
  expect(ending.stored).toEqual(SAMPLES);
  const [before, after] = [lines.slice(0, 5), lines.slice(5)];
  expect(before).toEqual(['CAPA', 'UTF8', expect.stringMatching(/^AUTH SCRAM-SHA-256 /), expect.any(String), '']);
  expect(after.join(' ')).toBe('CAPA STAT LIST UIDL RETR 1 RETR 2 RETR 3 RETR 4 QUIT');
});

describe('settled', () => {
  test('once it waits for the server, with all that it had to say handed over', async () => {
    const { running, lines } = await launch({ script: 'C: CAPA\nno answer' });
    expect(await running.settled(10_000)).toBe('waiting');
    expect(lines).toEqual(['CAPA']);
    await running.end();
    expect(await running.settled(10_000)).toBe('ended');
    expect(await running.ended).toMatchObject({ status: undefined, endedByUs: 'scenario' });
  });

  test('while the greeting is held back', async () => {
    const { running, lines } = await launch({ script: 'greeting\nS: \\' });
    expect(await running.settled(10_000)).toBe('waiting');
    expect(lines).toEqual([]);
  });

  test('never while it waits for its own time to come', async () => {
    const { running, lines } = await launch({ client: { polls: { intervalMs: 600_000, count: 2 } } });
    while (!lines.includes('QUIT')) await running.settled(5);
    expect(await running.settled(20)).toBe('unknown');
    await running.end();
  });

  test('once it has ended', async () => {
    const { running } = await fetched();
    expect(await running.settled(10_000)).toBe('ended');
  });
});

describe('the end of a launch', () => {
  const TASK = { host: '127.0.0.1', ...ALICE, tls: 'none', ca: '' } as const;

  test('comes at once where the scenario is over', async () => {
    const port = await serving(() => {});
    const stop = new AbortController();
    const running = await new ReferenceClient().launch({ ...TASK, port, signal: stop.signal });
    expect(await running.settled(10_000)).toBe('waiting');
    stop.abort();
    expect(await running.ended).toMatchObject({ status: undefined, endedByUs: 'scenario', stored: [] });
  });

  test('comes at once where it was over before', async () => {
    const port = await serving(() => {});
    const running = await new ReferenceClient().launch({ ...TASK, port, signal: AbortSignal.abort() });
    expect(await running.ended).toMatchObject({ endedByUs: 'scenario' });
  });

  test('comes when its time is used up', async () => {
    const port = await serving(() => {});
    const { signal } = new AbortController();
    const running = await new ReferenceClient({ limitMs: 10 }).launch({ ...TASK, port, signal });
    expect(await running.ended).toMatchObject({ status: undefined, endedByUs: 'time' });
  });

  test.each([
    ['nothing listens', 'none', /^no connection to 127\.0\.0\.1:1: nothing listens/],
    ['nothing is said', 'silent', /^no answer to the greeting: nothing within the time allowed/],
    ['the connection closes', 'closing', /^no answer to the greeting: the connection closed/],
  ])('is told where %s', async (_name, kind, says) => {
    const port = kind === 'none' ? 1 : await serving((socket) => (kind === 'closing' ? socket.end() : undefined));
    const { signal } = new AbortController();
    const timeoutMs = kind === 'silent' ? 50 : 10_000;
    const running = await new ReferenceClient({ timeoutMs }).launch({ ...TASK, port, signal });
    const ending = await running.ended;
    expect(ending).toMatchObject({ status: 2, endedByUs: undefined });
    expect(ending.stderr).toMatch(says);
  });

  test('is our fault where the manner throws', async () => {
    const manner = {
      ends: () => {
        throw new Error('a broken manner');
      },
    };
    const { ending } = await fetched({ client: { manner: () => manner } });
    expect(ending).toMatchObject({ status: 70, endedByUs: undefined });
    expect(ending.stderr).toContain('a broken manner');
  });
});
