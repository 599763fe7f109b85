import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { lineOf } from '../protocol/line.ts';
import { octetsOf } from '../protocol/octets.ts';
import { line, octetsIn, type Answer } from '../server/answer.ts';
import type { Bend, Exchange } from '../server/bend.ts';
import type { RunningClient } from './client.ts';
import { HOLD_MS, Holding, HOLDS_ALL, type Holds } from './holding.ts';

const CORRECT = line('+OK correct');

/** A client of which this is seen, each time that somebody looks. */
function clientThatIs(settled: RunningClient['settled'], canBeSeen = true): RunningClient {
  return { ended: new Promise(() => {}), canBeSeen, settled, end: async () => await Promise.resolve() };
}

const WAITING = clientThatIs(async () => await Promise.resolve('waiting'));

function exchange(keyword: string): Exchange {
  return {
    connection: 1,
    line: lineOf(octetsOf(`${keyword}\r\n`)),
    keyword,
    parameters: [],
    isResponse: false,
    state: 'TRANSACTION',
    tls: false,
    user: 'alice',
    occurrence: 1,
    segments: 1,
    cutInsideCrlf: false,
    pipelined: false,
    outstanding: () => 0,
    perform: () => CORRECT,
  };
}

function holding(client: RunningClient | undefined, holds: Holds = HOLDS_ALL): Holding {
  return new Holding(Promise.resolve(client), holds, () => 7);
}

/** What a held server answers to a line, as its connection asks it. */
async function answerOf(bend: Bend, asked: Exchange): Promise<string | undefined> {
  const interception = await bend.before?.(asked);
  const given: Answer | undefined =
    interception !== undefined && 'answer' in interception ? interception.answer : await bend.after?.(asked, CORRECT);
  return given === undefined ? undefined : octetsIn(given).toString();
}

describe('each answer is held back once', () => {
  test.each<[string, Bend, string]>([
    ['the correct one', {}, '+OK correct\r\n'],
    ['one that a script gives', { before: () => ({ answer: line('-ERR no') }) }, '-ERR no\r\n'],
    ['the correct one, changed', { after: () => line('+OK changed') }, '+OK changed\r\n'],
    ['that to another line', { before: () => ({ line: octetsOf('NOOP\r\n') }) }, '+OK correct\r\n'],
  ])('%s', async (_which, inner, said) => {
    const held = holding(WAITING);
    expect(await answerOf(held.around(() => inner)(1), exchange('STAT'))).toBe(said);
    expect([held.times, held.seen]).toEqual([1, 1]);
  });

  test('the greeting, and it stays what it is', async () => {
    const held = holding(WAITING);
    const greeting = await held.around(undefined)(1).greeting?.(CORRECT, false);
    expect(greeting).toBe(CORRECT);
    expect([held.times, held.seen]).toEqual([1, 1]);
  });
});

test('no answer is given before the client was looked at', async () => {
  const events: string[] = [];
  const client = clientThatIs(async () => {
    events.push('looked at');
    await new Promise((resolve) => setTimeout(resolve, 20));
    events.push('seen');
    return 'waiting';
  });
  await answerOf(holding(client).around(undefined)(1), exchange('STAT'));
  events.push('answered');
  expect(events).toEqual(['looked at', 'seen', 'answered']);
});

/** The longest that each of a few answers is held back, where the client takes all the time that it is given. */
async function limitsFor(canBeSeen: boolean): Promise<number[]> {
  const limits: number[] = [];
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const client = clientThatIs(async (limitMs) => {
    limits.push(limitMs);
    vi.advanceTimersByTime(limitMs);
    return await Promise.resolve('unknown');
  }, canBeSeen);
  const held = holding(client);
  const bend = held.around(undefined)(1);
  for (const keyword of ['STAT', 'LIST', 'UIDL']) await answerOf(bend, exchange(keyword));
  expect(held.unknown).toBe(3);
  return limits;
}

test('a client that can be seen is given more time, once in a launch', async () => {
  const [first = 0, ...others] = await limitsFor(true);
  expect(first).toBeGreaterThan(HOLD_MS);
  expect(others).toEqual([HOLD_MS, HOLD_MS]);
});

test('of one that can’t be seen nothing is learnt by waiting longer', async () => {
  expect(await limitsFor(false)).toEqual([HOLD_MS, HOLD_MS, HOLD_MS]);
});

test('the client’s kernel may still have what has come: whoever looks is told how much that is', async () => {
  const told: (number | undefined)[] = [];
  const client = clientThatIs(async (_limitMs, unanswered) => {
    told.push(unanswered?.());
    return await Promise.resolve('waiting');
  });
  await answerOf(holding(client).around(undefined)(1), exchange('STAT'));
  expect(told).toEqual([7]);
});

test.each([['unknown'], ['ended']] as const)('a client that is %s was not seen to wait', async (settled) => {
  const held = holding(clientThatIs(async () => await Promise.resolve(settled)));
  await answerOf(held.around(undefined)(1), exchange('STAT'));
  expect([held.times, held.seen]).toEqual([1, 0]);
});

test('a client that could not be started keeps no answer back', async () => {
  const held = holding(undefined);
  expect(await answerOf(held.around(undefined)(1), exchange('STAT'))).toBe('+OK correct\r\n');
  expect(held.seen).toBe(0);
});

test('what is not to be held is given at once', async () => {
  const held = holding(WAITING, (asked) => asked?.keyword === 'RETR');
  const bend = held.around(undefined)(1);
  await bend.greeting?.(CORRECT, false);
  await answerOf(bend, exchange('STAT'));
  expect(held.times).toBe(0);
  await answerOf(bend, exchange('RETR'));
  expect(held.times).toBe(1);
});

test('the policy of the bend that is held stays in force', () => {
  const policy = { timestamp: () => '<always@the.same>' };
  expect(holding(WAITING).around(() => ({ policy }))(1).policy).toBe(policy);
});
